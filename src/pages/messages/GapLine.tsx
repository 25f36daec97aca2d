import { View } from '@tarojs/components'
import { memo } from 'react'
import type { Gap } from '@/core/message/message'
import { clockTime, duration, shortTime } from '@/i18n/format'
import type { Translate } from '@/i18n/t'
import { useT } from '@/ui/language'
import { tappable } from '@/ui/a11y'
import { Icon } from '@/ui/Icon'

interface GapLineProps {
  gap: Gap
  /** Some subscription was granted QoS 0, which no broker keeps */
  hasQos0: boolean
  /** Why the connection is down, while it is */
  reason?: string
  /** Turns on what would have kept the messages; absent when it is on already */
  onKeepSession?: () => void
}

/** Time away: one line when the session was resumed, a card when messages may be missing. */
export const GapLine = memo(function GapLine({ gap, hasQos0, reason, onKeepSession }: GapLineProps) {
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

/** The gap in one sentence; what a screen reader is told, too. */
export function gapWords(gap: Gap, t: Translate, reason?: string): string {
  if (gap.to === undefined) return join([t('gap.since', { from: clockTime(gap.from) }), reason])
  const isShort = gap.to - gap.from < shortAwayMs
  const from = isShort ? clockTime(gap.from) : shortTime(gap.from)
  const to = isShort ? clockTime(gap.to) : shortTime(gap.to)
  if (gap.resumed === false) return t('gap.lost', { from, to })
  const away = isShort ? t('gap.awayFor', { duration: duration(gap.to - gap.from, t) }) : t('gap.away', { from, to })
  const caughtUp = gap.caughtUp > 0 ? t('gap.caughtUp', { n: gap.caughtUp }) : t('gap.nothingNew')
  return join([gap.cause !== 'disconnected' ? away : t('gap.down', { from, to }), t('gap.resumed'), caughtUp])
}

const join = (parts: (string | undefined)[]) => parts.filter(Boolean).join(' · ')
