import { View } from '@tarojs/components'
import { memo } from 'react'
import type { Gap } from '@/core/message/message'
import { clockTime, dayOf, duration, isSameDay, shortTime } from '@/i18n/format'
import type { Translate } from '@/i18n/t'
import { useT } from '@/ui/language'
import { tappable } from '@/ui/a11y'
import { Icon } from '@/ui/Icon'

interface GapLineProps {
  gap: Gap
  /** Some subscription was granted QoS 0, which no broker keeps */
  hasQos0: boolean
  /** How many messages came a second time after it */
  redelivered: number
  /** Why the connection is down, while it is */
  reason?: string
  /** Turns on what would have kept the messages; absent when it is on already */
  onKeepSession?: () => void
}

/** Time away: one line when the session was resumed, a card when messages may be missing. */
export const GapLine = memo(function GapLine({ gap, hasQos0, redelivered, reason, onKeepSession }: GapLineProps) {
  const t = useT()
  if (gap.to !== undefined && gap.resumed === false) return <LostCard gap={gap} onKeepSession={onKeepSession} />
  return (
    <View className="msg-gap-block">
      <View className="msg-gap">
        <View className="msg-gap-line" />
        <Icon name={gap.to === undefined ? 'offline' : 'homing'} size={14} />
        <View className="msg-gap-text">{gapWords(gap, t, reason)}</View>
        <View className="msg-gap-line" />
      </View>
      {redelivered > 0 && <View className="msg-gap-note">{t('gap.redelivered', { n: redelivered })}</View>}
      {gap.to !== undefined && hasQos0 && <View className="msg-gap-note">{t('gap.qos0')}</View>}
    </View>
  )
})

function LostCard({ gap, onKeepSession }: Pick<GapLineProps, 'gap' | 'onKeepSession'>) {
  const t = useT()
  return (
    <View className="msg-lost">
      <View className="row">
        <Icon name="alert" size={18} className="msg-lost-icon" />
        <View className="grow bold">{gapWords(gap, t)}</View>
      </View>
      <View className="msg-lost-text">{t('gap.lost.why')}</View>
      {onKeepSession && (
        <View className="msg-lost-fix" onClick={onKeepSession} {...tappable()}>
          {t('gap.lost.fix')}
        </View>
      )}
    </View>
  )
}

/** A shorter absence is told by how long it was: from and to would look the same. */
const shortAwayMs = 120_000
const secondMs = 1_000

/** The gap in one sentence; what a screen reader is told, too. */
export function gapWords(gap: Gap, t: Translate, reason?: string): string {
  if (gap.to === undefined) return join([sinceWords(gap, t), reason])
  if (gap.resumed === false) return t('gap.lost', { times: timesBetween(gap.from, gap.to, t) })
  return join([
    absenceWords(gap, gap.to, t),
    t('gap.resumed'),
    gap.caughtUp > 0 ? t('gap.caughtUp', { n: gap.caughtUp }) : t('gap.nothingNew'),
  ])
}

function sinceWords({ cause, from }: Gap, t: Translate): string {
  const time = { from: clockTime(from) }
  switch (cause) {
    case 'stopped':
      return t('gap.since.stopped', time)
    case 'ended':
      return t('gap.since.ended', time)
    case 'hidden':
    case 'disconnected':
      return t('gap.since', time)
  }
}

function absenceWords({ cause, from }: Gap, to: number, t: Translate): string {
  const away = to - from
  const times = away < shortAwayMs ? duration(Math.max(secondMs, away), t) : timesBetween(from, to, t)
  switch (cause) {
    case 'hidden':
      return t('gap.away', { times })
    case 'disconnected':
      return t('gap.down', { times })
    case 'stopped':
      return t('gap.stopped', { times })
    case 'ended':
      return t('gap.ended', { times })
  }
}

/** With seconds where from and to would look the same, with the date where they are of two days. */
function timesBetween(from: number, to: number, t: Translate): string {
  const time = to - from < shortAwayMs ? clockTime : shortTime
  const ends = [isSameDay(from, to) ? time(from) : `${dayOf(from, to, t)} ${time(from)}`, time(to)]
  return ends[0] === ends[1] ? time(to) : ends.join('–')
}

const join = (parts: (string | undefined)[]) => parts.filter(Boolean).join(' · ')
