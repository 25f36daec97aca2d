import { encodeBase64 } from './base64'
import { detect } from './detect'
import { digestOf, type DigestPair } from './digest'
import type { PayloadFormat } from './formats'
import { hexOf } from './hex'
import { looksLikeJson } from './json/check'
import { headBytes, headText } from './text'
import { decodeUtf8 } from './utf8'

/** What a row shows of a payload. */
export type Preview =
  | { kind: 'empty' }
  /** a JSON object: its first pairs, values cut; `more` when pairs were left out */
  | { kind: 'json'; pairs: DigestPair[]; more: boolean }
  /** UTF-8 text in one line, cut */
  | { kind: 'text'; text: string }
  /** text of more than 4 KB: `size` in bytes, `head` its first characters in one line */
  | { kind: 'long'; type: 'JSON' | 'TEXT'; size: number; head: string }
  /** no text: `size` in bytes, `head` its first bytes in hex */
  | { kind: 'binary'; type: BinaryType; size: number; head: string }

/** What the tag of a row says */
type BinaryType =
  | 'PNG'
  | 'JPEG'
  | 'GIF'
  | 'WEBP'
  | 'SVG'
  | 'PDF'
  | 'ZIP'
  | 'GZIP'
  | 'ZLIB'
  | 'CBOR'
  | 'MSGPACK'
  | 'PROTOBUF'
  | 'SPARKPLUG'
  | 'GBK'
  | 'GBK?'
  | 'BIN'

const shownBytes = 8
/** Bytes in hex or base64 that fill a line */
const lineBytes = 96
/** Two lines on the widest phone; more would only make `setData` larger. */
const textCharacters = 160
/** Of a long text, beside its type and size */
const headCharacters = 48

/**
 * Cuts a preview from a payload's first 4 KB. Never throws.
 * @param format chosen for the subscription; absent: by what the bytes say
 */
export function previewOf(bytes: Uint8Array, format?: PayloadFormat): Preview {
  if (bytes.length === 0) return { kind: 'empty' }
  const size = bytes.length
  const start = bytes.subarray(0, lineBytes)
  const cut = size > lineBytes ? '…' : ''
  if (format === 'hex') return { kind: 'text', text: hexOf(start) + cut }
  if (format === 'base64') return { kind: 'text', text: encodeBase64(start) + cut }
  const chosen = format && chosenTypes[format]
  const head = hexOf(bytes.subarray(0, shownBytes))
  if (chosen) return { kind: 'binary', type: chosen, size, head }
  const text = headText(bytes) ?? (format === 'text' ? decodeUtf8(bytes.subarray(0, headBytes)) : undefined)
  if (text === undefined) return { kind: 'binary', type: binaryType(bytes), size, head }
  if (size > headBytes) {
    return { kind: 'long', type: looksLikeJson(text) ? 'JSON' : 'TEXT', size, head: oneLine(text, headCharacters) }
  }
  const digest = format === 'text' ? undefined : digestOf(bytes)
  return digest ? { kind: 'json', ...digest } : { kind: 'text', text: oneLine(text, textCharacters) }
}

/** Formats whose decoders are not loaded with the list. */
const chosenTypes: Partial<Record<PayloadFormat, BinaryType>> = {
  cbor: 'CBOR',
  messagePack: 'MSGPACK',
  protobuf: 'PROTOBUF',
  sparkplug: 'SPARKPLUG',
  gbk: 'GBK',
}

function oneLine(text: string, length: number): string {
  const start = text.trim().slice(0, length * 4)
  const characters = Array.from(start.replace(/\s+/g, ' ').trim())
  return characters.length > length ? `${characters.slice(0, length).join('')}…` : characters.join('')
}

/** What the first bytes name, and what is likely by more than its head. */
function binaryType(bytes: Uint8Array): BinaryType {
  const magic = hexOf(bytes.subarray(0, 4))
  if (magic === '25 50 44 46') return 'PDF'
  if (magic === '50 4b 03 04') return 'ZIP'
  const { picture, compression, formats, certainty } = detect(bytes)
  if (picture) return pictureTypes[picture.type]
  if (compression) return compression === 'gzip' ? 'GZIP' : 'ZLIB'
  const format = certainty === 'seen' ? formats[0] : undefined
  return format === 'gbk' ? 'GBK?' : ((format && chosenTypes[format]) ?? 'BIN')
}

const pictureTypes = { png: 'PNG', jpeg: 'JPEG', gif: 'GIF', webp: 'WEBP', svg: 'SVG' } as const
