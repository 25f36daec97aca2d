import { Text, View } from '@tarojs/components'
import { memo } from 'react'
import type { TextRange } from '@/core/message/search/highlight'
import type { Hit } from '@/core/message/search/hit'
import { byteSize, clockTime, dayOf, isSameDay, milliseconds } from '@/i18n/format'
import type { Translate } from '@/i18n/t'
import { tappable } from '@/ui/a11y'
import { classes } from '@/ui/classes'
import { useT } from '@/ui/language'
import { Tag } from '@/ui/Tag'

interface HitCardProps {
  hit: Hit
  /** epoch ms, for the day */
  now: number
  onOpen: (id: number) => void
}

/** A message that was found: its topic whole, the part of its payload that meets the query. */
export const HitCard = memo(function HitCard({ hit, now, onOpen }: HitCardProps) {
  const t = useT()
  const { id, direction, topic, topicRanges, qos, retain, at } = hit
  return (
    <View
      className={classes('search-hit', direction === 'sent' && 'is-sent')}
      hoverClass="is-pressed"
      hoverStayTime={80}
      onClick={() => onOpen(id)}
      {...tappable()}
    >
      <View className="search-topic">
        <Marked text={topic} ranges={topicRanges} />
      </View>
      <View className="search-facts">
        <Text className="search-time">{momentWords(at, now, t)}</Text>
        {direction === 'sent' && <Tag>{t('search.sent')}</Tag>}
        {retain && <Tag tone="accent">{t('messages.retained')}</Tag>}
        {qos > 0 && <Text className="search-qos">{`Q${qos}`}</Text>}
      </View>
      <Payload hit={hit} />
    </View>
  )
})

/** The time, with its day when that is not today. */
function momentWords(at: number, now: number, t: Translate): string {
  const time = clockTime(at) + milliseconds(at)
  return isSameDay(at, now) ? time : `${dayOf(at, now, t)} ${time}`
}

function Payload({ hit: { payload, size } }: { hit: Hit }) {
  const t = useT()
  switch (payload.kind) {
    case 'empty':
      return <View className="search-payload tone-3">{t('messages.emptyPayload')}</View>
    case 'omitted':
      return <View className="search-payload tone-3">{t('messages.omittedPayload', { size: byteSize(size) })}</View>
    case 'text':
      return (
        <View className="search-payload">
          <Marked {...payload} />
        </View>
      )
    case 'bytes':
      return (
        <View className="search-payload">
          <Text className="search-size">{byteSize(size)}</Text>
          <Marked {...payload} />
        </View>
      )
  }
}

/** Text with what meets the query set off, by weight as well as by ground. */
function Marked({ text, ranges }: { text: string; ranges: readonly TextRange[] }) {
  const endOf = (i: number) => ranges[i]?.to ?? 0
  return (
    <Text>
      {ranges.map(({ from, to }, i) => [
        text.slice(endOf(i - 1), from),
        <Text key={from} className="search-mark">
          {text.slice(from, to)}
        </Text>,
      ])}
      {text.slice(endOf(ranges.length - 1))}
    </Text>
  )
}
