import { Text, View } from '@tarojs/components'
import { useCallback, useMemo } from 'react'
import { isText } from '@/core/payload/detect'
import { diffTrees, undiffed } from '@/core/payload/diff'
import type { DecodeFailure } from '@/core/payload/tree'
import { characterBoundary, decodeUtf8 } from '@/core/payload/utf8'
import { useT } from '@/ui/language'
import { Notice } from '@/ui/Notice'
import { numericPaths, openChart } from './charted'
import { CompareRow } from './CompareRow'
import { failureWords } from './failureWords'
import { HexRows, HexView, TextView } from './PagedViews'
import type { PayloadBodyProps } from './PayloadBody'
import { decodeAs, decodedAtOnceBytes, readAtOnce } from './reading'
import { SchemaRow } from './SchemaRow'
import { useBirths } from './useBirths'
import { useSchemaDecoder } from './useSchemaDecoder'
import { useTrends } from './useTrends'
import { ValueTree } from './ValueTree'

/** A decoded payload, beside the one before it; or why it could not be decoded, and from where. */
export function TreeBody(props: PayloadBodyProps) {
  const { profile, opened, reading, format, isComparing, selected, onSelect } = props
  const { previous } = opened
  const schema = useSchemaDecoder(profile.id, opened.message.topic, format)
  const births = useBirths(profile.id, opened.message, format === 'sparkplug')
  const decode = useCallback(
    (bytes: Uint8Array) => (schema?.decode ?? births)?.(bytes) ?? decodeAs(format, bytes),
    [format, schema, births],
  )
  const decoded = useMemo(() => decode(reading.bytes), [decode, reading])
  const before = useMemo(() => {
    if (!isComparing || !previous || previous.payload.length > decodedAtOnceBytes) return undefined
    const bytes = readAtOnce(previous, format)?.bytes
    const earlier = bytes && decode(bytes)
    return earlier?.ok ? earlier.tree : undefined
  }, [isComparing, previous, format, decode])
  const isCharted = useMemo(
    () => numericPaths(opened.message, reading, format).length > 0,
    [opened.message, reading, format],
  )
  const trendOf = useTrends(profile.id, opened.message, isCharted ? format : undefined)
  const diff = useMemo(() => {
    if (!decoded?.ok) return undefined
    return before ? diffTrees(before, decoded.tree) : undiffed(decoded.tree)
  }, [decoded, before])
  const choice = format === 'protobuf' && <SchemaRow {...props} typeName={schema?.typeName} />
  if (!decoded || !diff)
    return (
      <>
        {choice}
        <Failed {...props} failure={decoded && !decoded.ok ? decoded.failure : undefined} />
      </>
    )
  const { topic } = opened.message
  const onChart = isCharted ? (path: string) => openChart(profile.id, topic, path) : undefined
  const isBinary = format !== 'json'
  return (
    <>
      {choice}
      <CompareRow opened={opened} isComparing={isComparing} changes={before && diff.changes} />
      <View
        style={
          { '--trend': props.color === undefined ? 'var(--ink-3)' : `var(--s${props.color + 1})` } as Record<
            string,
            string
          >
        }
      >
        <ValueTree root={diff} selected={selected} onSelect={onSelect} onChart={onChart} trendOf={trendOf} />
      </View>
      {isBinary && <RawBytes bytes={reading.bytes} />}
    </>
  )
}

/** Bytes of the dump under a tree; the whole is in the hex view. */
const rawBytes = 128

function RawBytes({ bytes }: { bytes: Uint8Array }) {
  const t = useT()
  return (
    <View className="group">
      <View className="group-header">{t('detail.raw')}</View>
      <View className="group-card detail-raw">
        <HexRows bytes={bytes} from={0} to={rawBytes} />
        {bytes.length > rawBytes && (
          <View className="cap tone-3">{t('detail.raw.more', { n: bytes.length - rawBytes })}</View>
        )}
      </View>
    </View>
  )
}

/** Bytes that are shown before the place of a failure. */
const leadBytes = 16
const pageBytes = 4_096

function Failed({ reading: { bytes }, format, failure }: PayloadBodyProps & { failure: DecodeFailure | undefined }) {
  const t = useT()
  const name = t(`detail.view.${format}`)
  const offset = failure?.offset ?? 0
  return (
    <>
      <Notice tone="wait" title={t('detail.failed', { view: name })}>
        {failure && failureWords(failure, t)}
      </Notice>
      {failure && <Place bytes={bytes} offset={offset} />}
      <View className="group">
        <View className="group-header">{t(isText(bytes) ? 'detail.view.text' : 'detail.view.hex')}</View>
        <View className="group-card detail-raw">
          {isText(bytes) ? (
            <TextView bytes={bytes} />
          ) : (
            <HexView bytes={bytes} first={Math.floor(offset / pageBytes)} />
          )}
        </View>
      </View>
    </>
  )
}

/** Bytes of a text that are shown on both sides of the place of a failure. */
const aroundBytes = 60

/** Where decoding stopped: of a text the characters around the place, of other bytes a dump from there. */
function Place({ bytes, offset }: { bytes: Uint8Array; offset: number }) {
  const t = useT()
  const isWords = isText(bytes)
  const from = characterBoundary(bytes, Math.max(0, offset - aroundBytes))
  const to = characterBoundary(bytes, offset + aroundBytes)
  const rest = decodeUtf8(bytes.subarray(offset, to))
  const [found = ''] = Array.from(rest)
  return (
    <View className="group">
      <View className="group-header">{t('detail.failed.from')}</View>
      <View className="group-card detail-raw">
        {isWords ? (
          <View className="detail-text">
            <Text className="detail-run">{decodeUtf8(bytes.subarray(from, offset))}</Text>
            <Text className="detail-run is-invalid">{found === '' || found === '\n' ? '⏎' : found}</Text>
            <Text className="detail-run">{rest.slice(found.length)}</Text>
          </View>
        ) : (
          <HexRows bytes={bytes} from={Math.max(0, offset - leadBytes)} to={offset + rawBytes} />
        )}
      </View>
    </View>
  )
}
