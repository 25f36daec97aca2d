import { Image, View } from '@tarojs/components'
import { useMemo, useState } from 'react'
import { pictureOf, pictureUri, type Picture } from '@/core/payload/picture'
import { byteSize } from '@/i18n/format'
import { pictured } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { useT } from '@/ui/language'
import { Notice } from '@/ui/Notice'
import { HexView, TextView } from './PagedViews'

interface PictureViewProps {
  bytes: Uint8Array
  picture: Picture | undefined
}

/** Bytes of a picture that is drawn at once, and at a tap: it goes through `setData`, in base64. */
const atOnceBytes = 32_768
const atMostBytes = 524_288
/** Pixels that a phone is asked to unpack: a small file can hold a very large picture. */
const maxPixels = 16_000_000

/** A picture with its type and size. SVG is text: drawn, it could fetch what its sender names. */
export function PictureView({ bytes, picture = pictureOf(bytes) }: PictureViewProps) {
  const t = useT()
  const [isWanted, setWanted] = useState(bytes.length <= atOnceBytes)
  const [hasFailed, setFailed] = useState(false)
  const uri = useMemo(() => picture && isWanted && pictureUri(bytes, picture), [bytes, picture, isWanted])
  if (!picture) return <Fallback bytes={bytes} words={t('detail.picture.none')} />
  if (picture.type === 'svg') return <TextView bytes={bytes} />
  const { type, width = 0, height = 0 } = picture
  const facts = [type.toUpperCase(), width > 0 && `${width} × ${height}`, byteSize(bytes.length)]
    .filter(Boolean)
    .join(' · ')
  if (bytes.length > atMostBytes || width * height > maxPixels) {
    return <Fallback bytes={bytes} words={`${facts}${t('common.comma')}${t('detail.picture.large')}`} />
  }
  if (hasFailed) return <Fallback bytes={bytes} words={`${facts}${t('common.comma')}${t('detail.picture.broken')}`} />
  return (
    <View className="detail-picture">
      {uri ? (
        <Image
          className="detail-image"
          src={uri}
          mode="widthFix"
          onError={() => setFailed(true)}
          {...pictured(facts)}
        />
      ) : (
        <Button variant="soft" size="pill" onClick={() => setWanted(true)}>
          {t('detail.picture.show')}
        </Button>
      )}
      <View className="cap tone-3 detail-picture-facts">{facts}</View>
    </View>
  )
}

function Fallback({ bytes, words }: { bytes: Uint8Array; words: string }) {
  return (
    <>
      <Notice tone="wait">{words}</Notice>
      <HexView bytes={bytes} />
    </>
  )
}
