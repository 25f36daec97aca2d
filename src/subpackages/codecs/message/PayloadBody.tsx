import { View } from '@tarojs/components'
import { useMemo, useState, type ReactNode } from 'react'
import type { PayloadFormat } from '@/core/payload/formats'
import type { JsonPath } from '@/core/payload/path'
import type { Profile } from '@/core/profile/profile'
import type { OpenedMessage } from '@/features/messages/opened'
import { byteSize } from '@/i18n/format'
import { a11y } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'
import { Notice } from '@/ui/Notice'
import { failureWords } from './failureWords'
import { Base64View, GbkView, HexView, TextView } from './PagedViews'
import { PictureView } from './PictureView'
import { decodedAtOnceBytes, isTreeFormat, type Reading } from './reading'
import { TextCompare } from './TextCompare'
import { TreeBody } from './TreeBody'

export interface PayloadBodyProps {
  profile: Profile
  opened: OpenedMessage
  reading: Reading
  format: PayloadFormat
  isComparing: boolean
  /** of the subscription, 0–7 */
  color: number | undefined
  /** a value of the tree */
  selected: JsonPath | undefined
  onSelect: (path: JsonPath | undefined) => void
  onSheet: (sheet: ReactNode) => void
}

/** The payload in the view that was chosen. */
export function PayloadBody(props: PayloadBodyProps) {
  const { opened, reading } = props
  const { message } = opened
  const t = useT()
  if (message.direction === 'received' && message.omittedBytes !== undefined) {
    return (
      <View className="detail-nothing">{t('messages.omittedPayload', { size: byteSize(message.omittedBytes) })}</View>
    )
  }
  if (message.payload.length === 0) return <View className="detail-nothing">{t('messages.emptyPayload')}</View>
  const { wrappings, failure, bytes, unpacked } = reading
  if (unpacked !== undefined) {
    return (
      <View className="detail-nothing detail-unpacking" {...a11y({ role: 'status', live: 'polite' })}>
        <Icon name="spin" size={16} className="spinning" />
        <View>{t('detail.unpacking', { size: byteSize(unpacked) })}</View>
      </View>
    )
  }
  return (
    <View className="detail-body">
      {wrappings.length > 0 && (
        <View className="detail-wrapping">
          {t('detail.unwrapped', { chain: wrappings.join(' → '), size: byteSize(bytes.length) })}
        </View>
      )}
      {failure && (
        <Notice tone="wait" title={t('detail.unwrapFailed', { wrapping: failure.wrapping })}>
          {failureWords(failure, t)}
        </Notice>
      )}
      <FormatBody {...props} />
    </View>
  )
}

function FormatBody(props: PayloadBodyProps) {
  const { format, reading, opened, isComparing } = props
  const { bytes } = reading
  if (isTreeFormat(format)) return <MaybeTree key={format} {...props} />
  switch (format) {
    case 'text':
      return isComparing && opened.previous ? <TextCompare {...props} /> : <TextView key={format} bytes={bytes} />
    case 'gbk':
      return <GbkView bytes={bytes} />
    case 'base64':
      return <Base64View bytes={bytes} />
    case 'picture':
      return <PictureView bytes={bytes} picture={reading.detection.picture} />
    default:
      return <HexView bytes={bytes} />
  }
}

/** A tree at once while it is small; of a large payload its beginning, and the tree when it is asked for. */
function MaybeTree(props: PayloadBodyProps) {
  const t = useT()
  const { bytes } = props.reading
  const [isWanted, setWanted] = useState(bytes.length <= decodedAtOnceBytes)
  const isText = useMemo(() => props.reading.detection.formats.indexOf('text') >= 0, [props.reading])
  if (isWanted) return <TreeBody {...props} />
  return (
    <>
      <View className="detail-large">
        <View className="grow cap tone-3">{t('detail.large', { size: byteSize(bytes.length) })}</View>
        <Button size="pill" variant="soft" onClick={() => setWanted(true)}>
          {t('detail.large.decode')}
        </Button>
      </View>
      {isText ? <TextView bytes={bytes} /> : <HexView bytes={bytes} />}
    </>
  )
}
