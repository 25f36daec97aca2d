import { decodeUtf8 } from '../utf8'

/** Where a byte is for a person: line and column, 1-based, columns in characters; and the character there. */
export function placeOf(bytes: Uint8Array, offset: number): { line: number; column: number; detail?: string } {
  let line = 1
  let column = 1
  for (let at = 0; at < Math.min(offset, bytes.length); at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === 0x0a || (byte === 0x0d && bytes[at + 1] !== 0x0a)) {
      line += 1
      column = 1
    } else if ((byte & 0xc0) !== 0x80) column += 1
  }
  if (offset >= bytes.length) return { line, column }
  return { line, column, detail: Array.from(decodeUtf8(bytes.subarray(offset, offset + 4)))[0] ?? '' }
}
