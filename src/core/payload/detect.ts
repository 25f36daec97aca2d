import type { PayloadFormat } from './formats'
import { gbkScore, gbkThreshold } from './gbk/guess'
import { looksLikeJson } from './json/check'
import { pictureOf, type Picture } from './picture'
import { cborLikeness, compressionOf, messagePackLikeness, protobufLikeness, type Likeness } from './sniff'
import { headText } from './text'
import { unfinishedTail } from './utf8'

/** What else is known of a message. */
export interface DetectionHints {
  topic?: string
  /** MQTT 5 §3.3.2.3.9 */
  contentType?: string
  /** chosen by the person for the subscription */
  format?: PayloadFormat
}

export interface Detection {
  /**
   * The bytes are compressed: unwrap them and detect again. `formats` are those of the bytes as they are, for when
   * that fails: zlib is named by two bytes that others begin with, too.
   */
  compression?: 'gzip' | 'zlib'
  picture?: Picture
  /** Worth offering, best first; `base64` and `hex` are always among them. What is not here may be chosen anyway. */
  formats: PayloadFormat[]
  /** `chosen` by the person, `said` by topic or content type, `seen` in the bytes, `guessed`: nothing speaks against it */
  certainty: 'chosen' | 'said' | 'seen' | 'guessed'
}

/** What bytes can sensibly be shown as. Looks at the first 4 KB only, decodes nothing, and never throws. */
export function detect(bytes: Uint8Array, hints: DetectionHints = {}): Detection {
  const picture = pictureOf(bytes)
  const text = headText(bytes)
  // the two bytes of zlib also begin words: `x^2`
  const compression = text === undefined ? compressionOf(bytes) : undefined
  const seen = seenIn(bytes, text, picture, compression)
  const said = saidBy(hints, text !== undefined)
  const formats: PayloadFormat[] = []
  const add = (format: PayloadFormat) => {
    if (formats.indexOf(format) < 0) formats.push(format)
  }
  if (hints.format) add(hints.format)
  if (said) add(said)
  seen.formats.forEach(add)
  add('base64')
  add('hex')
  // bytes that nothing is known of open as bytes
  if (formats[0] === 'base64') formats.reverse()
  const certainty = hints.format ? 'chosen' : said ? 'said' : seen.certainty
  return { formats, certainty, ...(picture && { picture }), ...(compression && { compression }) }
}

/** Whether the bytes, or the first 4 KB of them, are UTF-8 without characters that no text has. */
export function isText(bytes: Uint8Array): boolean {
  return headText(bytes) !== undefined
}

type Seen = Pick<Detection, 'formats' | 'certainty'>

function seenIn(
  bytes: Uint8Array,
  text: string | undefined,
  picture: Picture | undefined,
  compression: Detection['compression'],
): Seen {
  if (picture && picture.type !== 'svg') return { formats: ['picture'], certainty: 'seen' }
  if (compression === 'gzip') return { formats: [], certainty: 'seen' }
  if (text !== undefined) return textFormats(text)
  const ranked = binaryFormats(bytes)
  const isCutText = bytes.length > 3 && isText(bytes.subarray(0, bytes.length - unfinishedTail(bytes)))
  if (isCutText) ranked.unshift(['text', 1])
  ranked.sort((a, b) => b[1] - a[1])
  return {
    formats: ranked.map(([format]) => format),
    certainty: (ranked[0]?.[1] ?? 0) >= seenRank ? 'seen' : 'guessed',
  }
}

const scalar = /^\s*(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|"[^"]*")\s*$/

function textFormats(text: string): Seen {
  if (looksLikeJson(text)) return { formats: ['json', 'text'], certainty: 'seen' }
  return { formats: scalar.test(text) ? ['text', 'json'] : ['text'], certainty: 'seen' }
}

/** A format with how likely it is, 0 to 1. */
type Ranked = [PayloadFormat, number]
const seenRank = 0.6

function binaryFormats(bytes: Uint8Array): Ranked[] {
  const ranked: Ranked[] = []
  if (bytes[0] === 0xd9 && bytes[1] === 0xd9 && bytes[2] === 0xf7) ranked.push(['cbor', 1])
  else addLike(ranked, 'cbor', cborLikeness(bytes), 0.05)
  addLike(ranked, 'messagePack', messagePackLikeness(bytes), 0.03)
  addLike(ranked, 'protobuf', protobufLikeness(bytes), 0)
  const gbk = gbkScore(bytes)
  if (gbk >= gbkThreshold) ranked.push(['gbk', gbk * 0.9])
  return ranked
}

function addLike(ranked: Ranked[], format: PayloadFormat, likeness: Likeness | undefined, bonus: number): void {
  if (!likeness) return
  const base = likeness.isStructure ? 0.5 : 0.1
  ranked.push([format, base + Math.min(likeness.steps, 8) * 0.05 + bonus])
}

/** Content types and what they promise; the bytes have the last word on pictures and compression. */
const contentTypes: [RegExp, PayloadFormat][] = [
  [/[/+]json\b|\bndjson\b|\bx-json/, 'json'],
  [/[/+]cbor\b/, 'cbor'],
  [/msgpack|messagepack/, 'messagePack'],
  [/protobuf|x-proto\b/, 'protobuf'],
  [/charset=["']?gb(?:k|2312|18030)\b/, 'gbk'],
  [/^text\/|[/+]xml\b|[/+]ya?ml\b/, 'text'],
]

function saidBy({ topic = '', contentType = '' }: DetectionHints, isText: boolean): PayloadFormat | undefined {
  // STATE messages are JSON since Sparkplug 3.0 and text before it
  if (/^spBv1\.0\/(?!STATE\/)/.test(topic) && !isText) return 'sparkplug'
  const lower = contentType.toLowerCase()
  const said = contentTypes.find(([pattern]) => pattern.test(lower))?.[1]
  const isContradicted = (said === 'json' || said === 'text') && !isText
  return isContradicted ? undefined : said
}
