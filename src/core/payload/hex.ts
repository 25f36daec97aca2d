/** Bytes as two digits each with spaces between: `ff d8 ff e0`. */
export function hexOf(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 1) text += `${i === 0 ? '' : ' '}${digits(bytes[i] ?? 0)}`
  return text
}

function digits(value: number): string {
  return value.toString(16).padStart(2, '0')
}
