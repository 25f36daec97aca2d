import { hexOf } from '@/core/payload/hex'

const rowBytes = 8

/** A hex dump in its three columns, one line for eight bytes: they are set apart by colour. */
export interface HexColumns {
  offsets: string
  bytes: string
  /** what is printable ASCII, a dot for the rest */
  ascii: string
}

/** @param from first byte; its row begins at a multiple of eight. @param to end, exclusive */
export function hexColumns(bytes: Uint8Array, from: number, to: number): HexColumns {
  const digits = bytes.length > 0x10000 ? 6 : 4
  const columns: Record<keyof HexColumns, string[]> = { offsets: [], bytes: [], ascii: [] }
  const end = Math.min(to, bytes.length)
  for (let at = from - (from % rowBytes); at < end; at += rowBytes) {
    const row = bytes.subarray(at, Math.min(at + rowBytes, end))
    columns.offsets.push(at.toString(16).padStart(digits, '0'))
    columns.bytes.push(hexOf(row))
    let ascii = ''
    row.forEach((byte) => (ascii += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'))
    columns.ascii.push(ascii)
  }
  return { offsets: columns.offsets.join('\n'), bytes: columns.bytes.join('\n'), ascii: columns.ascii.join('\n') }
}
