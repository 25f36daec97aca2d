import { View } from '@tarojs/components'
import type { Message, SentMessage } from '@/core/message/message'
import type { OpenedMessage } from '@/features/messages/opened'
import { deliveryLook } from '@/i18n/deliveryWords'
import { byteSize, clockTime, dayOf, duration, isSameDay, milliseconds } from '@/i18n/format'
import type { Translate } from '@/i18n/t'
import { a11y } from '@/ui/a11y'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'
import { Tag } from '@/ui/Tag'
import { useNow } from '@/ui/useNow'

interface MessageHeadProps {
  opened: OpenedMessage
  /** Of the subscription it came by, 0–7 */
  color: number | undefined
}

/** Characters of a topic that are drawn; the protocol allows 65,535. */
const longestTopic = 1_000

/** Topic, time, size and marks; what came before it, and what became of a message of ours. */
export function MessageHead({ opened: { message, again, previous, sinceAnyMs }, color }: MessageHeadProps) {
  const t = useT()
  const { topic, at } = message
  const now = useNow(60_000)
  const day = isSameDay(at, now) ? '' : `${dayOf(at, now, t)} `
  const time = `${day}${clockTime(at)}${milliseconds(at)}`
  return (
    <View className="detail-head" {...a11y({ role: 'group', label: headWords(message, time, t) })}>
      <View className="detail-topic" style={{ color: color === undefined ? 'var(--ink)' : `var(--s${color + 1})` }}>
        {topic.length > longestTopic ? `${topic.slice(0, longestTopic)}…` : topic}
      </View>
      <View className="detail-meta">
        <Facts facts={[time, ...factsOf(message)]} />
        <Marks message={message} />
      </View>
      {(previous !== undefined || sinceAnyMs !== undefined) && (
        <View className="detail-meta">
          <Facts
            facts={[
              ...(previous ? [t('detail.sinceTopic', { time: span(at - previous.at, t) })] : []),
              ...(sinceAnyMs === undefined ? [] : [t('detail.sinceAny', { time: span(sinceAnyMs, t) })]),
            ]}
          />
        </View>
      )}
      {message.direction === 'sent' && <Delivery message={message} />}
      {again.map(({ id, at: later }) => (
        <View key={id} className="detail-delivery">
          <Icon name="refresh" size={16} />
          <View>{t('messages.redelivered.times', { n: 1, time: clockTime(later) + milliseconds(later) })}</View>
        </View>
      ))}
    </View>
  )
}

/** How long, to the millisecond while that says something. */
export function span(ms: number, t: Translate): string {
  return ms < 60_000 ? t('duration.seconds', { n: (ms / 1_000).toFixed(3) }) : duration(ms, t)
}

function factsOf(message: Message): string[] {
  const { qos, payload } = message
  const received = message.direction === 'received' ? message : undefined
  const type = received?.properties?.contentType
  return [`QoS ${qos}`, byteSize(received?.omittedBytes ?? payload.length), ...(type ? [type] : [])]
}

function headWords(message: Message, time: string, t: Translate): string {
  return [message.topic, time, ...factsOf(message), ...marksOf(message, t).map(([, words]) => words)].join(', ')
}

function Facts({ facts }: { facts: readonly string[] }) {
  return (
    <>
      {facts.map((fact, i) => (
        <View key={i} className="detail-fact">
          {i > 0 && <View className="middot" />}
          {fact}
        </View>
      ))}
    </>
  )
}

function marksOf(message: Message, t: Translate): ['accent' | 'wait', string][] {
  const marks: ['accent' | 'wait', string][] = []
  if (message.retain) marks.push(['accent', t('messages.retained')])
  if (message.direction === 'sent') return marks
  if (message.dup) marks.push(['wait', t('messages.duplicate')])
  if (message.isRedelivered) marks.push(['wait', t('messages.redelivered')])
  return marks
}

function Marks({ message }: { message: Message }) {
  const t = useT()
  return (
    <>
      {marksOf(message, t).map(([tone, words]) => (
        <Tag key={words} tone={tone}>
          {words}
        </Tag>
      ))}
    </>
  )
}

/** What is known of the delivery of a message of ours. */
function Delivery({ message }: { message: SentMessage }) {
  const t = useT()
  const { icon, words, tone, why } = deliveryLook(message, t)
  return (
    <>
      <View className={classes('detail-delivery', tone)} {...a11y({ role: 'status', live: 'polite' })}>
        <Icon name={icon} size={16} className={message.status.name === 'sending' ? 'spinning' : undefined} />
        <View>{words}</View>
      </View>
      {why !== undefined && <View className="detail-why">{why}</View>}
    </>
  )
}
