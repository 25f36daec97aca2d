import { Text, View } from '@tarojs/components'
import { memo } from 'react'
import type { DeliveryStatus, SentMessage } from '@/core/message/message'
import { shortTopic } from '@/core/topic/short'
import { clockTime, hexCode } from '@/i18n/format'
import type { Translate } from '@/i18n/t'
import { useT } from '@/ui/language'
import { tappable } from '@/ui/a11y'
import { Icon } from '@/ui/Icon'
import type { IconName } from '@/ui/icons'
import { PayloadDigest } from './PayloadDigest'
import { refusalWords } from './words'

interface SentBubbleProps {
  message: SentMessage
  columns: number
  onOpen: (message: SentMessage) => void
  onResend: (message: SentMessage) => void
}

/** What we published, and what is known of its delivery: a tick appears only after PUBACK or PUBCOMP. */
export const SentBubble = memo(function SentBubble({ message, columns, onOpen, onResend }: SentBubbleProps) {
  const t = useT()
  const { icon, words, tone } = look(message, t)
  const resend = (event: { stopPropagation(): void }) => {
    event.stopPropagation()
    onResend(message)
  }
  return (
    <View
      className="msg-sent"
      hoverClass="is-pressed"
      hoverStayTime={80}
      onClick={() => onOpen(message)}
      {...tappable()}
    >
      <View className="msg-topic tone-2">{shortTopic(message.topic, columns)}</View>
      <PayloadDigest payload={message.payload} hasExpand />
      <View className="msg-foot">
        {message.qos > 0 && (
          <>
            <Text>{`Q${message.qos}`}</Text>
            <Text className="middot">·</Text>
          </>
        )}
        {message.retain && (
          <>
            <Text>{t('messages.retained')}</Text>
            <Text className="middot">·</Text>
          </>
        )}
        <Text>{clockTime(message.at)}</Text>
        <View className={`msg-status ${tone}`}>
          <Icon name={icon} size={14} className={message.status.name === 'sending' ? 'spinning' : undefined} />
          <Text>{words}</Text>
        </View>
        {message.status.name === 'unknown' && (
          <>
            <Text className="middot">·</Text>
            <View className="msg-resend" onClick={resend} {...tappable()}>
              {t('sent.resend')}
            </View>
          </>
        )}
      </View>
    </View>
  )
})

interface Look {
  icon: IconName
  words: string
  tone: string
}

function look({ qos, status }: { qos: number; status: DeliveryStatus }, t: Translate): Look {
  switch (status.name) {
    case 'queued':
      return { icon: 'clock', words: t('sent.queued'), tone: '' }
    case 'sending':
      return { icon: 'spin', words: t('sent.sending'), tone: '' }
    case 'acknowledged':
      // QoS 0 promises no more than the open socket it was handed to
      if (qos === 0) return { icon: 'up', words: t('sent.handedOver'), tone: '' }
      return { icon: 'check', words: t('sent.acknowledged', { ms: Math.round(status.roundTripMs ?? 0) }), tone: '' }
    case 'refused': {
      const code = hexCode(status.mqttCode)
      return {
        icon: 'x',
        words: t('sent.refused', { reason: refusalWords(status.mqttCode, t), code }),
        tone: 'tone-bad medium',
      }
    }
    case 'unknown':
      return { icon: 'help', words: t('sent.unknown'), tone: 'tone-wait medium' }
    case 'cancelled':
      return { icon: 'x', words: t('sent.cancelled'), tone: 'tone-3' }
    case 'expired':
      return { icon: 'x', words: t('sent.expired'), tone: 'tone-wait medium' }
  }
}
