/** Base64 both ways (RFC 4648 §4), without atob and btoa: WeChat's realm has neither. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const values = new Int8Array(128).fill(-1)
for (let i = 0; i < alphabet.length; i += 1) values[alphabet.charCodeAt(i)] = i

export function encodeBase64(bytes: Uint8Array): string {
  let text = ''
  const whole = bytes.length - (bytes.length % 3)
  for (let i = 0; i < whole; i += 3) {
    const group = (byteAt(bytes, i) << 16) | (byteAt(bytes, i + 1) << 8) | byteAt(bytes, i + 2)
    text += digit(group >> 18) + digit(group >> 12) + digit(group >> 6) + digit(group)
  }
  const rest = bytes.length - whole
  if (rest === 0) return text
  const group = (byteAt(bytes, whole) << 16) | (byteAt(bytes, whole + 1) << 8)
  return text + digit(group >> 18) + digit(group >> 12) + (rest === 2 ? digit(group >> 6) : '=') + '='
}

/** @returns undefined when the text is not base64 with its padding */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined
  const padding = text.slice(-2) === '==' ? 2 : text.slice(-1) === '=' ? 1 : 0
  const digits = text.length - padding
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  let length = 0
  let group = 0
  for (let i = 0; i < digits; i += 1) {
    const value = values[text.charCodeAt(i)] ?? -1
    if (value < 0) return undefined
    group = ((group << 6) | value) & 0xffffff
    if (i % 4 === 0) continue
    bytes[length++] = group >> (6 - 2 * (i % 4))
  }
  return bytes
}

const byteAt = (bytes: Uint8Array, i: number) => bytes[i] ?? 0
const digit = (group: number) => alphabet.charAt(group & 63)
