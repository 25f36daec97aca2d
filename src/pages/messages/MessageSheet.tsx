import { View } from '@tarojs/components'
import { useMemo, useState } from 'react'
import type { ReceivedMessage, SentMessage } from '@/core/message/message'
import { hexOf } from '@/core/payload/hex'
import type { Handling } from '@/features/publish/handled'
import { copyText } from '@/services/device'
import { byteSize, clockTime, milliseconds } from '@/i18n/format'
import { useT } from '@/ui/language'
import { tappable } from '@/ui/a11y'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/Icon'
import { IconButton } from '@/ui/IconButton'
import type { IconName } from '@/ui/icons'
import { Segmented } from '@/ui/Segmented'
import { Sheet } from '@/ui/Sheet'
import { Tag } from '@/ui/Tag'
import { showToast } from '@/ui/toasts'
import { actionWords, deliveryActions, deliveryLook, type DeliveryAction } from './delivery'
import type { Message } from './rows'
import { openPayload, type OpenedPayload, type PayloadView } from './payloadView'

interface MessageSheetProps {
  message: Message
  /** When the broker delivered it more than once */
  again: readonly ReceivedMessage[]
  handling: Handling | undefined
  color: number | undefined
  /** Fills the publish bar, does not send */
  onPublishAgain: () => void
  onAction: (action: DeliveryAction) => void
  onClose: () => void
}

/** A whole message: where it came from, all of its bytes in the view that suits them, and its properties. */
export function MessageSheet(props: MessageSheetProps) {
  const { message, again, handling, color, onPublishAgain, onAction, onClose } = props
  const t = useT()
  const opened = useMemo(() => openPayload(message.payload), [message.payload])
  const { topic, qos, payload, retain, at } = message
  const omittedBytes = message.direction === 'received' ? message.omittedBytes : undefined
  const size = byteSize(omittedBytes ?? payload.length)
  const copy = (text: string) =>
    copyText(text).then(
      () => showToast({ text: t('common.copied') }),
      () => showToast({ text: t('error.clipboardFailed') }),
    )
  return (
    <Sheet title={t('detail.title')} onClose={onClose}>
      <View className="detail-head">
        <View className="detail-topic" style={{ color: color === undefined ? 'var(--ink)' : `var(--s${color + 1})` }}>
          {topic}
        </View>
        <View className="detail-meta">
          <View>{[clockTime(at) + milliseconds(at), `QoS ${qos}`, size].join(' · ')}</View>
          {retain && <Tag tone="accent">{t('messages.retained')}</Tag>}
          {message.direction === 'received' && message.dup && <Tag tone="wait">{t('messages.duplicate')}</Tag>}
        </View>
        {message.direction === 'sent' && <Delivery message={message} />}
        {again.map(({ id, at: time }) => (
          <View key={id} className="detail-delivery">
            <Icon name="refresh" size={16} />
            <View>{t('messages.redelivered.times', { n: 1, time: clockTime(time) + milliseconds(time) })}</View>
          </View>
        ))}
      </View>
      {omittedBytes === undefined ? (
        <PayloadPages opened={opened} isEmpty={payload.length === 0} />
      ) : (
        <View className="group-card detail-payload">
          <View className="detail-text">{t('messages.omittedPayload', { size })}</View>
        </View>
      )}
      {message.direction === 'received' && <Properties message={message} />}
      <View className="detail-tools">
        <Tool icon="copy" label={t('messages.copyTopic')} onClick={() => void copy(topic)} />
        {omittedBytes === undefined && (
          <>
            <Tool icon="copy" label={t('messages.copyPayload')} onClick={() => void copy(opened.whole())} />
            <OwnTools {...{ message, handling, onAction, onPublishAgain }} />
          </>
        )}
      </View>
    </Sheet>
  )
}

const actionIcons: Record<DeliveryAction, IconName> = { resend: 'send', edit: 'edit', cancel: 'x', letBe: 'check' }

/** What fits the fate of a message of ours; of any other, the same again by way of the publish bar. */
function OwnTools(props: Pick<MessageSheetProps, 'message' | 'handling' | 'onAction' | 'onPublishAgain'>) {
  const { message, handling, onAction, onPublishAgain } = props
  const t = useT()
  const actions = message.direction === 'sent' ? deliveryActions(message, handling) : []
  if (actions.length === 0) {
    return <Tool icon="send" label={t('messages.publishAgain')} onClick={onPublishAgain} isPrimary />
  }
  return (
    <>
      {actions.map((action, i) => (
        <Tool
          key={action}
          icon={actionIcons[action]}
          label={actionWords(action, t)}
          onClick={() => onAction(action)}
          isPrimary={i === 0}
        />
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
      <View className={classes('detail-delivery', tone)}>
        <Icon name={icon} size={16} className={message.status.name === 'sending' ? 'spinning' : undefined} />
        <View>{words}</View>
      </View>
      {why !== undefined && <View className="detail-why">{why}</View>}
    </>
  )
}

function PayloadPages({ opened, isEmpty }: { opened: OpenedPayload; isEmpty: boolean }) {
  const t = useT()
  const [view, setView] = useState<PayloadView>(opened.views[0] ?? 'text')
  const [page, setPage] = useState(0)
  const pages = opened.pagesOf(view)
  const show = (next: PayloadView) => {
    setView(next)
    setPage(0)
  }
  return (
    <View className="group-card detail-payload">
      <Segmented
        options={opened.views.map((value) => ({ value, label: t(`detail.view.${value}`) }))}
        value={view}
        onChange={show}
        label={t('detail.view')}
      />
      <View className={view === 'hex' ? 'detail-text is-hex' : 'detail-text'}>
        {isEmpty ? t('messages.emptyPayload') : opened.page(view, page)}
      </View>
      {pages > 1 && (
        <View className="detail-pages">
          <IconButton
            icon="back"
            size={20}
            label={t('detail.page.before')}
            isDisabled={page === 0}
            onClick={() => setPage(page - 1)}
          />
          <View className="cap tone-3">{t('detail.page', { page: page + 1, pages })}</View>
          <IconButton
            icon="right"
            size={20}
            label={t('detail.page.next')}
            isDisabled={page === pages - 1}
            onClick={() => setPage(page + 1)}
          />
        </View>
      )}
    </View>
  )
}

/** PUBLISH properties of MQTT 5 §3.3.2.3, under the names an engineer would search for. */
function Properties({ message: { properties } }: { message: ReceivedMessage }) {
  const t = useT()
  if (!properties) return null
  const {
    contentType,
    responseTopic,
    correlationData,
    messageExpirySeconds,
    payloadFormatIndicator,
    userProperties = [],
  } = properties
  const rows: [string, string | undefined][] = [
    [t('detail.contentType'), contentType],
    [t('detail.responseTopic'), responseTopic],
    [t('detail.correlationData'), correlationData && hexOf(correlationData)],
    [
      t('detail.expiry'),
      messageExpirySeconds === undefined ? undefined : t('duration.seconds', { n: messageExpirySeconds }),
    ],
    [t('detail.format'), payloadFormatIndicator ? 'UTF-8' : undefined],
    ...userProperties.map(([name, value]): [string, string] => [t('detail.userProperty'), `${name} = ${value}`]),
  ]
  const present = rows.filter(([, value]) => value !== undefined)
  if (present.length === 0) return null
  return (
    <View className="group">
      <View className="group-header">{t('detail.properties')}</View>
      <View className="group-card">
        {present.map(([name, value], i) => (
          <View key={i} className="detail-property ruled">
            <View className="detail-property-name">{name}</View>
            <View className="detail-property-value">{value}</View>
          </View>
        ))}
      </View>
    </View>
  )
}

function Tool({
  icon,
  label,
  onClick,
  isPrimary,
}: {
  icon: IconName
  label: string
  onClick: () => void
  isPrimary?: boolean
}) {
  return (
    <View
      className={isPrimary ? 'detail-tool tone-accent' : 'detail-tool'}
      hoverClass="is-pressed"
      onClick={onClick}
      {...tappable()}
    >
      <Icon name={icon} />
      <View>{label}</View>
    </View>
  )
}
