import { digestOf, type DigestPair } from './digest'
import { hexOf } from './hex'
import { looksLikeJson } from './json/check'
import { characterBoundary, decodeUtf8Strict } from './utf8'

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

type BinaryType = 'PNG' | 'JPEG' | 'GIF' | 'WEBP' | 'PDF' | 'ZIP' | 'GZIP' | 'CBOR' | 'BIN'

/** Bytes that a preview reads at most. */
const previewBytes = 4_096
const headBytes = 8
/** Two lines on the widest phone; more would only make `setData` larger. */
const textCharacters = 160
/** Of a long text, beside its type and size */
const headCharacters = 48

/** Cuts a preview from a payload's first 4 KB. Never throws. */
export function previewOf(bytes: Uint8Array): Preview {
  if (bytes.length === 0) return { kind: 'empty' }
  const isWhole = bytes.length <= previewBytes
  const start = bytes.subarray(0, isWhole ? bytes.length : characterBoundary(bytes, previewBytes))
  const text = decodeUtf8Strict(start)
  const size = bytes.length
  if (text === undefined || hasControls(text)) {
    return { kind: 'binary', type: binaryType(bytes), size, head: hexOf(bytes.subarray(0, headBytes)) }
  }
  if (!isWhole) {
    return { kind: 'long', type: looksLikeJson(text) ? 'JSON' : 'TEXT', size, head: oneLine(text, headCharacters) }
  }
  const digest = digestOf(bytes)
  return digest ? { kind: 'json', ...digest } : { kind: 'text', text: oneLine(text, textCharacters) }
}

/** Characters that no text has: C0 but for tab, line feed, form feed, carriage return and escape (terminal colours). */
function hasControls(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/.test(text)
}

function oneLine(text: string, length: number): string {
  const start = text.trim().slice(0, length * 4)
  const characters = Array.from(start.replace(/\s+/g, ' ').trim())
  return characters.length > length ? `${characters.slice(0, length).join('')}…` : characters.join('')
}

/** First bytes that name a format; `undefined` stands for any byte. */
const signatures: [BinaryType, (number | undefined)[]][] = [
  ['PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['JPEG', [0xff, 0xd8, 0xff]],
  ['GIF', [0x47, 0x49, 0x46, 0x38]],
  ['WEBP', [0x52, 0x49, 0x46, 0x46, undefined, undefined, undefined, undefined, 0x57, 0x45, 0x42, 0x50]],
  ['PDF', [0x25, 0x50, 0x44, 0x46]],
  ['ZIP', [0x50, 0x4b, 0x03, 0x04]],
  ['GZIP', [0x1f, 0x8b, 0x08]],
  // the self-described tag 55799, RFC 8949 §3.4.6; CBOR without it cannot be told from other bytes
  ['CBOR', [0xd9, 0xd9, 0xf7]],
]

function binaryType(bytes: Uint8Array): BinaryType {
  const found = signatures.find(([, head]) => head.every((byte, i) => byte === undefined || bytes[i] === byte))
  return found ? found[0] : 'BIN'
}
