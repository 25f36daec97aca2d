import { Text, View } from '@tarojs/components'
import { useMemo, useState, type ReactNode } from 'react'
import { encodeBase64 } from '@/core/payload/base64'
import { decodeGbk } from '@/core/payload/gbk/decodeGbk'
import { byteSize } from '@/i18n/format'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { hexColumns } from './hexColumns'
import { pageBytes, textPage } from './textRuns'

interface BytesProps {
  bytes: Uint8Array
}

/** UTF-8, with what is none marked. */
export function TextView({ bytes }: BytesProps) {
  return (
    <Paged length={bytes.length}>
      {(page) => (
        <View className="detail-text">
          {textPage(bytes, page).map(({ kind, text }, i) => (
            <Text key={i} className={`detail-run is-${kind}`} decode={false}>
              {text}
            </Text>
          ))}
        </View>
      )}
    </Paged>
  )
}

export function GbkView({ bytes }: BytesProps) {
  const text = useMemo(() => decodeGbk(bytes), [bytes])
  return (
    <Paged length={text.length}>
      {(page) => <View className="detail-text">{text.slice(page * pageBytes, (page + 1) * pageBytes)}</View>}
    </Paged>
  )
}

/** A page is a multiple of three bytes, so that its base64 stands alone. */
const base64PageBytes = 3_072

export function Base64View({ bytes }: BytesProps) {
  return (
    <Paged length={bytes.length} pageLength={base64PageBytes}>
      {(page) => (
        <View className="detail-text">
          {encodeBase64(bytes.subarray(page * base64PageBytes, (page + 1) * base64PageBytes))}
        </View>
      )}
    </Paged>
  )
}

/** @param first page that is shown, of 4 KB */
export function HexView({ bytes, first }: BytesProps & { first?: number }) {
  return (
    <Paged length={bytes.length} first={first}>
      {(page) => <HexRows bytes={bytes} from={page * pageBytes} to={(page + 1) * pageBytes} />}
    </Paged>
  )
}

/** Rows of a hex dump. */
export function HexRows({ bytes, from, to }: BytesProps & { from: number; to: number }) {
  const { offsets, bytes: digits, ascii } = hexColumns(bytes, from, to)
  return (
    <View className="detail-hex">
      <View className="detail-hex-offsets">{offsets}</View>
      <View className="detail-hex-bytes">{digits}</View>
      <View className="detail-hex-ascii">{ascii}</View>
    </View>
  )
}

interface PagedProps {
  length: number
  pageLength?: number
  first?: number
  children: (page: number) => ReactNode
}

/** One page of something long at a time: the whole would stall `setData`. */
function Paged({ length, pageLength = pageBytes, first = 0, children }: PagedProps) {
  const t = useT()
  const [page, setPage] = useState(first)
  const pages = Math.max(1, Math.ceil(length / pageLength))
  return (
    <>
      {pages > 1 && (
        <View className="detail-pages">
          <IconButton
            icon="back"
            size={20}
            label={t('detail.page.before')}
            isDisabled={page === 0}
            onClick={() => setPage(page - 1)}
          />
          <View className="cap tone-3">{`${t('detail.page', { page: page + 1, pages })} · ${byteSize(length)}`}</View>
          <IconButton
            icon="right"
            size={20}
            label={t('detail.page.next')}
            isDisabled={page >= pages - 1}
            onClick={() => setPage(page + 1)}
          />
        </View>
      )}
      {children(page)}
    </>
  )
}
