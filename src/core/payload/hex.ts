/** Bytes as two digits each with spaces between: `ff d8 ff e0`. */
export function hexOf(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 1) text += `${i === 0 ? '' : ' '}${digits(bytes[i] ?? 0, 2)}`
  return text
}

/** Bytes in a row of a hex dump: eight fit the width of a phone. */
const rowBytes = 8

/**
 * A hex dump, one row for eight bytes: offset, digits, and what is printable ASCII (a dot for the rest).
 * @param from first byte, a multiple of eight
 * @param to end, exclusive
 */
export function hexDump(bytes: Uint8Array, from = 0, to = bytes.length): string {
  const rows: string[] = []
  for (let at = from; at < Math.min(to, bytes.length); at += rowBytes) {
    const row = bytes.subarray(at, Math.min(at + rowBytes, to))
    let printable = ''
    row.forEach((byte) => (printable += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
    rows.push(`${digits(at, 6)}  ${hexOf(row).padEnd(rowBytes * 3 - 1)}  ${printable}`)
  }
  return rows.join('\n')
}

function digits(value: number, length: number): string {
  return value.toString(16).padStart(length, '0')
}
