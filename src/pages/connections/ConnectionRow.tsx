import { View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useRef } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Profile } from '@/core/profile/profile'
import { useFeed } from '@/features/messages/feed'
import { useSession } from '@/features/sessions/useSession'
import { duration, rate, relativeTime } from '@/i18n/format'
import { stateWords } from '@/i18n/sessionWords'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { tappable } from '@/ui/a11y'
import { useT } from '@/ui/language'
import { StateMark } from '@/ui/StateMark'
import { LastMessage } from './LastMessage'
import { tileColor, tileLetters } from './tile'

interface ConnectionRowProps {
  profile: Profile
  now: number
  onActions: (profile: Profile) => void
}

/** A quiet online connection is said to be idle after this long */
const idleAfterMs = 60_000
/** A long press ends in a click on some browsers: it is not a tap */
const afterLongPressMs = 600
/** Columns that state and reason may take together; wider, and the reason stands alone */
const stateColumns = 28

const widthOf = (text: string) => text.length + (text.match(/[\u2e80-\uffff]/g) ?? []).length

export function ConnectionRow({ profile, now, onActions }: ConnectionRowProps) {
  const t = useT()
  const { status, session } = useSession(profile.id)
  const feed = useFeed(
    profile.id,
    useShallow(({ unread, ratePerSecond, last }) => ({ unread, ratePerSecond, last })),
  )
  const pressedAt = useRef(0)
  const { last } = feed
  const state = stateWords(status, t, now, profile.keepSession && last !== undefined)
  const detail = state.detail ?? (status.name === 'online' ? activity() : undefined)
  const isTight = state.kind === 'attention' && detail !== undefined && widthOf(state.word + detail) > stateColumns
  const when = last && relativeTime(last.at, now, t)
  const needsPill = state.kind === 'attention' || state.kind === 'retry'

  function activity(): string | undefined {
    if (feed.ratePerSecond > 0) return t('rate.perSecond', { rate: rate(feed.ratePerSecond) })
    if (last && now - last.at > idleAfterMs) return t('state.idleFor', { duration: duration(now - last.at, t) })
    return undefined
  }

  const openActions = () => {
    pressedAt.current = Date.now()
    onActions(profile)
  }
  const open = () => {
    if (Date.now() - pressedAt.current < afterLongPressMs) return
    void Taro.navigateTo({ url: `/pages/messages/index?profile=${encodeURIComponent(profile.id)}` })
  }
  const unread = feed.unread > 0 && t('connections.unread', { n: feed.unread })
  const label = [profile.name, state.word, detail, unread].filter(Boolean).join(t('common.comma'))
  // the mouse has no long press; Taro's types have no contextmenu
  const contextMenu = {
    onContextMenu: (event: { preventDefault(): void }) => {
      event.preventDefault()
      openActions()
    },
  }
  return (
    <View className="conn" id={`connection-${profile.id}`}>
      <View
        className="conn-tap"
        hoverClass="is-pressed"
        hoverStayTime={80}
        onClick={open}
        onLongPress={openActions}
        {...contextMenu}
        {...tappable(label)}
      >
        <View className="tile" style={{ color: `var(--s${tileColor(profile.id)})` }}>
          {tileLetters(profile)}
        </View>
        <View className="conn-body">
          <View className="row">
            <View className="conn-name grow ellipsis">{profile.name}</View>
            {when !== undefined && <View className="conn-time">{when}</View>}
          </View>
          <View className="row">
            <View className="grow">
              <View className="conn-state">
                <StateMark kind={state.kind}>{isTight ? detail : state.word}</StateMark>
                {detail !== undefined && !isTight && (
                  <>
                    <View className="middot">·</View>
                    <View className="ellipsis">{detail}</View>
                  </>
                )}
              </View>
              <LastMessage message={last} subscriptions={profile.subscriptions} />
            </View>
            {needsPill ? (
              <View className="conn-pill">
                {state.kind === 'attention' ? (
                  <Button
                    size="pill"
                    variant="danger-soft"
                    onClick={() =>
                      void Taro.navigateTo({ url: `/pages/editor/index?id=${encodeURIComponent(profile.id)}` })
                    }
                  >
                    {t('state.check')}
                  </Button>
                ) : (
                  <Button size="pill" variant="wait-soft" onClick={() => session?.retryNow()}>
                    {t('state.now')}
                  </Button>
                )}
              </View>
            ) : (
              <View className="conn-badge">
                <Badge count={feed.unread} isMuted={profile.isPaused} />
              </View>
            )}
          </View>
        </View>
      </View>
    </View>
  )
}
