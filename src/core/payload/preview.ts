import { digestOf, type DigestPair } from './digest'
import { hexOf } from './hex'
import { characterBoundary, decodeUtf8Strict } from './utf8'

/** What a row shows of a payload. */
export type Preview =
  | { kind: 'empty' }
  /** a JSON object: its first pairs, values cut; `more` when pairs were left out */
  | { kind: 'json'; pairs: DigestPair[]; more: boolean }
  /** UTF-8 text in one line, cut */
  | { kind: 'text'; text: string }
  /** shown by type, size and first bytes only: no text, or more than 4 KB. `size` in bytes, `head` in hex */
  | { kind: 'binary'; type: PayloadType; size: number; head: string }

export type PayloadType = 'JSON' | 'TEXT' | 'PNG' | 'JPEG' | 'GIF' | 'WEBP' | 'PDF' | 'ZIP' | 'GZIP' | 'CBOR' | 'BIN'

/** Bytes that a preview reads at most. */
const previewBytes = 4_096
const headBytes = 8
/** Two lines on the widest phone; more would only make `setData` larger. */
const textCharacters = 160

/** Cuts a preview from a payload's first 4 KB. Never throws. */
export function previewOf(bytes: Uint8Array): Preview {
  if (bytes.length === 0) return { kind: 'empty' }
  const isWhole = bytes.length <= previewBytes
  const start = bytes.subarray(0, isWhole ? bytes.length : characterBoundary(bytes, previewBytes))
  const text = decodeUtf8Strict(start)
  if (text === undefined || hasControls(text)) return collapsed(bytes, binaryType(bytes))
  if (!isWhole) return collapsed(bytes, /^\s*[[{]/.test(text) ? 'JSON' : 'TEXT')
  const digest = digestOf(text)
  return digest ? { kind: 'json', ...digest } : { kind: 'text', text: oneLine(text) }
}

function collapsed(bytes: Uint8Array, type: PayloadType): Preview {
  return { kind: 'binary', type, size: bytes.length, head: hexOf(bytes.subarray(0, headBytes)) }
}

/** Characters that no text has: C0 but for tab, line feed, form feed, carriage return and escape (terminal colours). */
function hasControls(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/.test(text)
}

function oneLine(text: string): string {
  const characters = Array.from(
    text
      .slice(0, textCharacters * 4)
      .replace(/\s+/g, ' ')
      .trim(),
  )
  return characters.length > textCharacters ? `${characters.slice(0, textCharacters).join('')}…` : characters.join('')
}

/** First bytes that name a format; `undefined` stands for any byte. */
const signatures: [PayloadType, (number | undefined)[]][] = [
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

function binaryType(bytes: Uint8Array): PayloadType {
  const found = signatures.find(([, head]) => head.every((byte, i) => byte === undefined || bytes[i] === byte))
  return found ? found[0] : 'BIN'
}
