import { View } from '@tarojs/components'
import { useMemo, useState } from 'react'
import type { ReceivedMessage } from '@/core/message/message'
import { hexOf } from '@/core/payload/hex'
import { copyText } from '@/services/device'
import { byteSize, clockTime, milliseconds } from '@/i18n/format'
import { useT } from '@/ui/language'
import { tappable } from '@/ui/a11y'
import { Icon } from '@/ui/Icon'
import { IconButton } from '@/ui/IconButton'
import type { IconName } from '@/ui/icons'
import { Segmented } from '@/ui/Segmented'
import { Sheet } from '@/ui/Sheet'
import { Tag } from '@/ui/Tag'
import { showToast } from '@/ui/toasts'
import type { Message } from './rows'
import { openPayload, type OpenedPayload, type PayloadView } from './payloadView'

interface MessageSheetProps {
  message: Message
  color: number | undefined
  /** Fills the publish bar, does not send */
  onPublishAgain: (message: Message) => void
  onClose: () => void
}

/** A whole message: where it came from, all of its bytes in the view that suits them, and its properties. */
export function MessageSheet({ message, color, onPublishAgain, onClose }: MessageSheetProps) {
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
            <Tool icon="send" label={t('messages.publishAgain')} onClick={() => onPublishAgain(message)} isPrimary />
          </>
        )}
      </View>
    </Sheet>
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
          <View key={i} className="detail-property">
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
