import { View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useRef } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Profile } from '@/core/profile/profile'
import { isForDoctor } from '@/core/session/reasons'
import type { SessionStatus } from '@/core/session/states'
import { openDoctor } from '@/features/doctor/link'
import { feel } from '@/features/haptics'
import { useFeed } from '@/features/messages/feed'
import { useLastReason } from '@/features/sessions/useLastReason'
import { useSession } from '@/features/sessions/useSession'
import { relativeTime } from '@/i18n/format'
import { stateWords } from '@/i18n/sessionWords'
import { a11y, tappable } from '@/ui/a11y'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { classes } from '@/ui/classes'
import { useT } from '@/ui/language'
import { StateMark } from '@/ui/StateMark'
import { SwipeRow, type SwipeAction } from '@/ui/SwipeRow'
import { useWhileShown } from '@/ui/useWhileShown'
import { LastMessage } from './LastMessage'
import { rowWords } from './rowWords'
import { tileColor, tileLetters } from './tile'

export interface ConnectionRowProps {
  profile: Profile
  now: number
  onActions: (profile: Profile) => void
  onPause: (profile: Profile, isPaused: boolean) => void
  onDelete: (profile: Profile) => void
  onOpen: (id: string) => void
  /** Its messages stand beside the list */
  isChosen: boolean
}

/** Said by the row’s sentence */
const hidden = a11y({ isHidden: true })

/** A long press ends in a click on some browsers: it is not a tap. */
const afterLongPressMs = 600

/** Tap opens; long press or, with a mouse, the other button asks what to do. */
function useRowGestures({ profile, onActions, onOpen }: Pick<ConnectionRowProps, 'profile' | 'onActions' | 'onOpen'>) {
  const pressedAt = useRef(0)
  const openActions = () => {
    pressedAt.current = Date.now()
    feel('touch')
    onActions(profile)
  }
  return {
    onClick: () => {
      if (Date.now() - pressedAt.current < afterLongPressMs) return
      onOpen(profile.id)
    },
    onLongPress: openActions,
    onContextMenu: (event: { preventDefault(): void }) => {
      event.preventDefault()
      openActions()
    },
  }
}

export function ConnectionRow({ profile, now, onActions, onPause, onDelete, onOpen, isChosen }: ConnectionRowProps) {
  const t = useT()
  const { isPaused } = profile
  const pause = t(isPaused ? 'connections.resume' : 'connections.pause')
  const swipes: SwipeAction[] = [
    { icon: isPaused ? 'plug' : 'pause', label: pause, onClick: () => onPause(profile, !isPaused) },
    { icon: 'trash', label: t('common.delete'), isBad: true, onClick: () => onDelete(profile) },
  ]
  const { status, session } = useWhileShown(useSession(profile.id))
  const feed = useWhileShown(
    useFeed(
      profile.id,
      useShallow(({ unread, ratePerSecond, last }) => ({ unread, ratePerSecond, last })),
    ),
  )
  const gestures = useRowGestures({ profile, onActions, onOpen })
  const { last, unread } = feed
  const state = stateWords(status, t, now, {
    isResuming: profile.keepSession && last !== undefined,
    lastReason: useLastReason(status),
  })
  const { word, detail, sentence } = rowWords(profile.name, state, feed, now, t)
  return (
    <SwipeRow
      className={classes('conn ruled', isChosen && 'is-chosen')}
      id={`connection-${profile.id}`}
      actions={swipes}
    >
      <View className="conn-tap has-cover" hoverClass="is-pressed" hoverStayTime={80} {...gestures}>
        {/* the button in the row is one of its own: it stands beside this one, not in it */}
        <View className="row-cover" {...tappable(sentence)} />
        <View className="tile" {...hidden} style={{ color: `var(--s${tileColor(profile.id)})` }}>
          {tileLetters(profile)}
        </View>
        <View className="conn-body">
          <View className="row" {...hidden}>
            <View className="conn-name grow ellipsis">{profile.name}</View>
            {last && <View className="conn-time">{relativeTime(last.at, now, t)}</View>}
          </View>
          <View className="row">
            <View className="grow" {...hidden}>
              <View className="conn-state">
                <StateMark kind={state.kind}>{word}</StateMark>
                {detail !== undefined && <View className="middot" />}
                {detail !== undefined && <View className="ellipsis">{detail}</View>}
              </View>
              <LastMessage message={last} subscriptions={profile.subscriptions} />
            </View>
            <RowEnd
              kind={state.kind}
              badge={<Badge count={unread} isMuted={isPaused} />}
              onNow={() => session?.retryNow()}
              onCheck={() => check(profile.id, status)}
              onEnter={gestures.onClick}
            />
          </View>
        </View>
      </View>
    </SwipeRow>
  )
}

/** What the doctor can tell more of goes there, what only another setting mends to the editor. */
function check(id: string, status: SessionStatus): void {
  if (status.name === 'blocked' && isForDoctor(status.reason.code)) return openDoctor(id)
  void Taro.navigateTo({ url: `/pages/editor/index?id=${encodeURIComponent(id)}` })
}

interface RowEndProps {
  kind: ReturnType<typeof stateWords>['kind']
  badge: JSX.Element
  onNow: () => void
  onCheck: () => void
  onEnter: () => void
}

/** What is to be done, or what is to be read. */
function RowEnd({ kind, badge, onNow, onCheck, onEnter }: RowEndProps) {
  const t = useT()
  if (kind !== 'attention' && kind !== 'retry' && kind !== 'asking') {
    return (
      <View className="conn-badge" {...hidden}>
        {badge}
      </View>
    )
  }
  return (
    <View className="conn-pill">
      {kind === 'asking' ? (
        <Button size="pill" variant="soft" onClick={onEnter}>
          {t('state.enter')}
        </Button>
      ) : kind === 'attention' ? (
        <Button size="pill" variant="danger-soft" onClick={onCheck}>
          {t('state.check')}
        </Button>
      ) : (
        <Button size="pill" variant="wait-soft" onClick={onNow}>
          {t('state.now')}
        </Button>
      )}
    </View>
  )
}
