import { View } from '@tarojs/components'
import { useMemo, useState } from 'react'
import type { Message } from '@/core/message/message'
import { hexOf } from '@/core/payload/hex'
import { decodeUtf8Strict, unfinishedTail } from '@/core/payload/utf8'
import { copyText } from '@/services/device'
import { byteSize } from '@/i18n/format'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'
import { Tag } from '@/ui/Tag'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'
import { momentWords } from './LogRow'

/** Bytes on one page: a large payload is never on the screen whole */
const pageBytes = 4_096

/** A message of a file, whole: text where it is UTF-8, else hex. */
export function EntrySheet({ message, now, onClose }: { message: Message; now: number; onClose: () => void }) {
  const t = useT()
  const attempt = useAttempt()
  const { topic, qos, retain, at, payload } = message
  const pages = Math.max(1, Math.ceil(payload.length / pageBytes))
  const [page, setPage] = useState(0)
  const shown = useMemo(() => pageOf(payload, page), [payload, page])
  const copy = (text: string) =>
    attempt(async () => {
      await copyText(text)
      showToast({ text: t('common.copied') })
    })
  return (
    <Sheet title={momentWords(at, now, t)} onClose={onClose}>
      <View className="log-entry">
        <View className="log-entry-topic">{topic}</View>
        <View className="log-entry-facts">
          <View>{[`QoS ${qos}`, byteSize(payload.length)].join(' · ')}</View>
          {message.direction === 'sent' && <Tag>{t('search.sent')}</Tag>}
          {retain && <Tag tone="accent">{t('messages.retained')}</Tag>}
        </View>
        <View className="log-entry-payload">{payload.length === 0 ? t('messages.emptyPayload') : shown}</View>
        {pages > 1 && (
          <View className="log-entry-pages">
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
        <View className="log-entry-actions">
          <Button variant="soft" className="log-entry-action" onClick={() => copy(topic)}>
            {t('messages.copyTopic')}
          </Button>
          <Button
            variant="soft"
            className="log-entry-action"
            onClick={() => copy(decodeUtf8Strict(payload) ?? hexOf(payload))}
          >
            {t('messages.copyPayload')}
          </Button>
        </View>
      </View>
    </Sheet>
  )
}

/** Pages begin and end between characters. */
function pageOf(payload: Uint8Array, page: number): string {
  const cut = (at: number) => at - unfinishedTail(payload.subarray(0, at))
  const end = Math.min(payload.length, (page + 1) * pageBytes)
  const text = decodeUtf8Strict(payload.subarray(cut(page * pageBytes), end < payload.length ? cut(end) : end))
  return text ?? hexOf(payload.subarray(page * pageBytes, end))
}
