import { View } from '@tarojs/components'
import type { SentMessage } from '@/core/message/message'
import { shortTopic } from '@/core/topic/short'
import { useT } from '@/ui/language'
import { tappable } from '@/ui/a11y'
import { IconButton } from '@/ui/IconButton'
import { PayloadDigest } from '../list/PayloadDigest'

/** Rows drawn; a thousand queued messages are counted, not listed. */
const shownRows = 20
/** Of the 92 points that a topic has in a row */
const topicColumns = 12

interface OutboxTrayProps {
  queued: readonly SentMessage[]
  onOpen: (message: SentMessage) => void
  onCancel: (id: number) => void
  onCancelAll: () => void
}

/** What waits for a connection, in the order it will be sent. */
export function OutboxTray({ queued, onOpen, onCancel, onCancelAll }: OutboxTrayProps) {
  const t = useT()
  if (queued.length === 0) return null
  return (
    <View className="msg-tray">
      <View className="msg-tray-header">
        <View className="grow row msg-tray-words">
          <View className="bold">{t('messages.tray', { n: queued.length })}</View>
          <View className="msg-tray-note">{t('messages.tray.note')}</View>
        </View>
        <View className="msg-tray-all" onClick={onCancelAll} {...tappable()}>
          {t('outbox.cancelAll')}
        </View>
      </View>
      {queued.slice(0, shownRows).map((message, i) => (
        <View
          key={message.id}
          className="msg-tray-row ruled"
          hoverClass="is-pressed"
          hoverStayTime={80}
          onClick={() => onOpen(message)}
        >
          {/* its button stands beside the other one, and hands the tap on */}
          <View className="row grow" {...tappable()}>
            <View className="msg-tray-number">{String(i + 1)}</View>
            <View className="msg-tray-topic mono-s">{shortTopic(message.topic, topicColumns)}</View>
            <View className="grow">
              <PayloadDigest payload={message.payload} isOneLine />
            </View>
            <View className="micro tone-3">{`Q${message.qos}`}</View>
          </View>
          <IconButton
            icon="x"
            size={18}
            tone="quiet"
            label={t('messages.tray.cancel', { n: i + 1 })}
            onClick={() => onCancel(message.id)}
          />
        </View>
      ))}
      {queued.length > shownRows && (
        <View className="msg-tray-more ruled">{t('messages.tray.more', { n: queued.length - shownRows })}</View>
      )}
    </View>
  )
}
