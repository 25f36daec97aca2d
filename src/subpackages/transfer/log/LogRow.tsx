import { Text, View } from '@tarojs/components'
import type { Message, TimelineEntry } from '@/core/message/message'
import { previewOf } from '@/core/payload/preview'
import { shortTopic } from '@/core/topic/short'
import { byteSize, clockTime, dayOf, isSameDay, milliseconds, shortTime } from '@/i18n/format'
import type { Translate } from '@/i18n/t'
import { tappable } from '@/ui/a11y'
import { classes } from '@/ui/classes'
import { useT } from '@/ui/language'
import { Tag } from '@/ui/Tag'

/** Two lines: where and when, and the beginning of what. */
interface LogRowProps {
  entry: TimelineEntry
  /** epoch ms, for the day */
  now: number
  /** of the topic’s font, for the topic */
  columns: number
  /** the time stands below the topic: there is no room beside it */
  isStacked: boolean
  onOpen: (message: Message) => void
}

export function LogRow({ entry, now, columns, isStacked, onOpen }: LogRowProps) {
  const t = useT()
  if (entry.direction === 'gap') {
    const { from, to } = entry
    return (
      <View className="log-gap">
        {t('gap.away', { times: `${shortTime(from)}–${to === undefined ? '' : shortTime(to)}` })}
      </View>
    )
  }
  const { topic, qos, retain, at, direction } = entry
  return (
    <View className="log-row" hoverClass="is-pressed" hoverStayTime={80} onClick={() => onOpen(entry)} {...tappable()}>
      <View className={classes('log-line', isStacked && 'is-stacked')}>
        <View className="log-topic ellipsis">{shortTopic(topic, columns)}</View>
        {direction === 'sent' && <Tag>{t('search.sent')}</Tag>}
        {retain && <Tag tone="accent">{t('messages.retained')}</Tag>}
        {qos > 0 && <Text className="log-time">{`Q${qos}`}</Text>}
        <Text className="log-time">{momentWords(at, now, t)}</Text>
      </View>
      <View className="log-payload ellipsis">{payloadWords(entry, t)}</View>
    </View>
  )
}

/** The time, with its day when that is not today. */
export function momentWords(at: number, now: number, t: Translate): string {
  const time = clockTime(at) + milliseconds(at)
  return isSameDay(at, now) ? time : `${dayOf(at, now, t)} ${time}`
}

function payloadWords(message: Message, t: Translate): string {
  if (message.direction === 'received' && message.omittedBytes !== undefined) {
    return t('messages.omittedPayload', { size: byteSize(message.omittedBytes) })
  }
  const preview = previewOf(message.payload)
  switch (preview.kind) {
    case 'empty':
      return t('messages.emptyPayload')
    case 'text':
      return preview.text
    case 'json':
      return preview.pairs.map(([key, value]) => `${key} ${value}`).join('  ') || '{}'
    case 'long':
    case 'binary':
      return `${preview.type} ${byteSize(preview.size)} ${preview.head}`
  }
}
