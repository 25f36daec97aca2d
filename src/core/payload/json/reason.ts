import { decodeUtf8 } from '../utf8'

/** Why a text is not JSON. */
export type JsonReason =
  /** nothing but blanks */
  | 'empty'
  | 'expectedValue'
  /** a key in quotes, or the closing brace of an empty object */
  | 'expectedKey'
  | 'expectedColon'
  /** a comma, or what closes the object or the list */
  | 'expectedComma'
  /** a closing bracket or brace right after a comma */
  | 'trailingComma'
  /** one complete value, and then more */
  | 'trailingData'
  /** `]` in an object or `}` in a list */
  | 'mismatched'
  /** the text ends inside of an object or a list */
  | 'unclosed'
  | 'unclosedString'
  | 'badEscape'
  /** a line break or another control character within a string */
  | 'controlInString'
  | 'badNumber'
  | 'singleQuotes'
  | 'unquotedKey'
  | 'comment'
  /** NaN, Infinity, undefined, None, True, False: other languages' values */
  | 'foreignValue'
  /** quotes, colons, commas or brackets of Chinese typography */
  | 'fullWidth'
  | 'byteOrderMark'
  | 'badUtf8'
  | 'tooDeep'
  | 'tooLarge'

/** The reason that a person can act on, where the bytes at the place tell it. */
export function betterReason(
  reason: JsonReason,
  bytes: Uint8Array,
  at: number,
  { depth, isAfterComma }: { depth: number; isAfterComma: boolean },
): JsonReason {
  const byte = bytes[at]
  if (byte === undefined) return depth > 0 ? 'unclosed' : reason
  if (reason === 'badEscape' || reason === 'controlInString' || reason === 'badNumber') return reason
  const isPlace = reason === 'expectedValue' || reason === 'expectedKey'
  if (isAfterComma && isPlace && (byte === 0x7d || byte === 0x5d)) return 'trailingComma'
  if (byte === 0x2f && (bytes[at + 1] === 0x2f || bytes[at + 1] === 0x2a)) return 'comment'
  if (isPlace && byte === 0x27) return 'singleQuotes'
  if (isFullWidth(bytes, at)) return 'fullWidth'
  if (reason === 'expectedKey' && isLetter(byte)) return 'unquotedKey'
  if (reason === 'expectedValue' && foreign.test(asciiOf(bytes, at, at + 10))) return 'foreignValue'
  return reason
}

const foreign = /^(?:NaN|-?Infinity|undefined|None|True|False|NULL|nan|inf)/

export const isLetter = (byte: number | undefined) =>
  byte !== undefined && ((byte | 0x20) >= 0x61 ? (byte | 0x20) <= 0x7a : byte === 0x5f || byte === 0x24)

/** “ ” ‘ ’ 【 】 and the full-width forms ， ： ｛ ｝ ［ ］ */
function isFullWidth(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at]
  if (first !== 0xe2 && first !== 0xe3 && first !== 0xef) return false
  return /^[\u2018-\u201d\u3001\u3010\u3011\uff0c\uff1a\uff3b\uff3d\uff5b\uff5d\uff02\uff07]/.test(
    decodeUtf8(bytes.subarray(at, at + 3)),
  )
}

export function asciiOf(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let i = from; i < Math.min(to, bytes.length); i += 1) text += String.fromCharCode(bytes[i] ?? 0)
  return text
}
