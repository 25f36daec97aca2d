import { Text, View } from '@tarojs/components'
import { useMemo } from 'react'
import type { PayloadFormat } from '@/core/payload/formats'
import { previewOf } from '@/core/payload/preview'
import { byteSize } from '@/i18n/format'
import { useT } from '@/ui/language'
import { classes } from '@/ui/classes'
import { Tag } from '@/ui/Tag'

interface PayloadDigestProps {
  payload: Uint8Array
  /** How long the payload was that we did not keep */
  omittedBytes?: number
  /** Chosen for the subscription */
  format?: PayloadFormat | undefined
  isOneLine?: boolean
  /** Names the way to the whole of a payload that is not shown */
  hasExpand?: boolean
}

/** A payload in two lines: the pairs of an object, text, or type, size and beginning of anything else. */
export function PayloadDigest({ payload, omittedBytes, format, isOneLine, hasExpand }: PayloadDigestProps) {
  const t = useT()
  const preview = useMemo(() => previewOf(payload, format), [payload, format])
  if (omittedBytes !== undefined) {
    return <View className="msg-payload tone-3">{t('messages.omittedPayload', { size: byteSize(omittedBytes) })}</View>
  }
  const lines = isOneLine ? 'ellipsis' : 'msg-two-lines'
  switch (preview.kind) {
    case 'empty':
      return <View className="msg-payload tone-3">{t('messages.emptyPayload')}</View>
    case 'text':
      return <View className={classes('msg-payload', lines)}>{preview.text}</View>
    case 'json':
      return (
        <View className={classes('msg-payload', lines)}>
          {preview.pairs.map(([key, value], i) => (
            <View key={i} className="msg-pair">
              <Text className="msg-key">{key}</Text>
              {value}
            </View>
          ))}
          {preview.more ? '…' : preview.pairs.length === 0 && '{}'}
        </View>
      )
    case 'long':
    case 'binary':
      return (
        <View className="msg-payload msg-binary">
          <Tag>{preview.type}</Tag>
          <View className="msg-size">{byteSize(preview.size)}</View>
          <View className="msg-head ellipsis">{preview.head}</View>
          {hasExpand && <View className="msg-expand">{t('messages.expand')}</View>}
        </View>
      )
  }
}
