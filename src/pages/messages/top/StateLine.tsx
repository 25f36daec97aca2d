import { View } from '@tarojs/components'
import type { Gap, TimelineEntry } from '@/core/message/message'
import type { SessionStatus } from '@/core/session/states'
import { useFeed } from '@/features/messages/feed'
import { rate } from '@/i18n/format'
import { isShortWait, stateWords } from '@/i18n/sessionWords'
import type { Translate } from '@/i18n/t'
import { a11y } from '@/ui/a11y'
import { useT } from '@/ui/language'
import { StateMark } from '@/ui/StateMark'
import { useWhileShown } from '@/ui/useWhileShown'
import { gapWords } from '../list/GapLine'

/** What the state is called here: the countdown stands in the banner. */
function stateName(status: SessionStatus, t: Translate): string {
  const isCounted = status.name === 'waiting' && !isShortWait(status)
  return isCounted ? t('messages.offline') : stateWords(status, t, 0).word
}

/** State and rate, under the connection's name. */
export function StateLine({ id, status }: { id: string; status: SessionStatus }) {
  const t = useT()
  const perSecond = useWhileShown(useFeed(id, (feed) => feed.ratePerSecond))
  const { kind } = stateWords(status, t, 0)
  return (
    <>
      <StateMark kind={kind}>{stateName(status, t)}</StateMark>
      {status.name === 'online' && perSecond > 0 && (
        <>
          <View className="middot">·</View>
          <View>{t('rate.perSecond', { rate: rate(perSecond) })}</View>
        </>
      )}
    </>
  )
}

interface AnnouncerProps {
  id: string
  status: SessionStatus
  downReason: string | undefined
}

/** For a screen reader: the state and the newest gap, never each message. */
export function Announcer({ id, status, downReason }: AnnouncerProps) {
  const t = useT()
  const name = stateName(status, t)
  const gap = useFeed(id, (feed) => lastGap(feed.entries))
  return (
    <>
      <View className="msg-announce" {...a11y({ role: 'status', live: 'polite' })}>
        {downReason === undefined || downReason === name ? name : `${name} · ${downReason}`}
      </View>
      <View className="msg-announce" {...a11y({ role: 'status', live: 'polite' })}>
        {gap ? gapWords(gap, t) : ''}
      </View>
    </>
  )
}

function lastGap(entries: readonly TimelineEntry[]): Gap | undefined {
  for (let i = entries.length - 1; i >= 0; i -= 1) {
    const entry = entries[i]
    if (entry?.direction === 'gap') return entry
  }
  return undefined
}
