/** UTF-8 both ways, without TextEncoder and TextDecoder: WeChat's realm has neither. */

const replacement = 0xfffd
/** units joined at once: engines limit the number of arguments of a call */
const chunkUnits = 8_192

/** Encodes text; half a surrogate pair becomes U+FFFD, as TextEncoder does. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3)
  let length = 0
  for (let i = 0; i < text.length; i += 1) {
    let code = text.charCodeAt(i)
    if (code < 0x80) {
      bytes[length++] = code
      continue
    }
    if (code >= 0xd800 && code <= 0xdfff) {
      const low = text.charCodeAt(i + 1)
      const isPair = code <= 0xdbff && low >= 0xdc00 && low <= 0xdfff
      code = isPair ? 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00) : replacement
      if (isPair) i += 1
    }
    if (code < 0x800) bytes[length++] = 0xc0 | (code >> 6)
    else {
      if (code < 0x10000) bytes[length++] = 0xe0 | (code >> 12)
      else {
        bytes[length++] = 0xf0 | (code >> 18)
        bytes[length++] = 0x80 | ((code >> 12) & 0x3f)
      }
      bytes[length++] = 0x80 | ((code >> 6) & 0x3f)
    }
    bytes[length++] = 0x80 | (code & 0x3f)
  }
  return bytes.slice(0, length)
}

/**
 * Decodes bytes as the WHATWG decoder does: one U+FFFD for each maximal subpart of an ill-formed sequence
 * (Unicode 15 §3.9). A byte order mark is kept [MQTT-1.5.4-3].
 */
export function decodeUtf8(bytes: Uint8Array): string {
  return decode(bytes, false) ?? ''
}

/** Decodes bytes. @returns undefined when they are not well-formed UTF-8 */
export function decodeUtf8Strict(bytes: Uint8Array): string | undefined {
  return decode(bytes, true)
}

/** Where to cut bytes, at most at `limit`, so that no character of well-formed UTF-8 is split. */
export function characterBoundary(bytes: Uint8Array, limit: number): number {
  if (limit >= bytes.length) return bytes.length
  let end = limit
  while (end > 0 && limit - end < 3 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return end
}

function decode(bytes: Uint8Array, isStrict: boolean): string | undefined {
  const units = new Uint16Array(Math.min(bytes.length, chunkUnits) + 1)
  let text = ''
  let length = 0
  for (let i = 0; i < bytes.length;) {
    if (length >= chunkUnits) {
      text += join(units, length)
      length = 0
    }
    const lead = bytes[i++] ?? 0
    if (lead < 0x80) {
      units[length++] = lead
      continue
    }
    let needed = continuations(lead)
    let code = needed === 0 ? replacement : lead & (0x3f >> needed)
    // the second byte has a narrower range after four of the lead bytes: Unicode table 3-7
    let lower = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
    let upper = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
    if (needed === 0 && isStrict) return undefined
    for (; needed > 0; needed -= 1) {
      const next = bytes[i] ?? 0
      if (next < lower || next > upper) {
        if (isStrict) return undefined
        code = replacement
        break
      }
      code = (code << 6) | (next & 0x3f)
      lower = 0x80
      upper = 0xbf
      i += 1
    }
    if (code < 0x10000) units[length++] = code
    else {
      units[length++] = 0xd7c0 + (code >> 10)
      units[length++] = 0xdc00 | (code & 0x3ff)
    }
  }
  return text + join(units, length)
}

function continuations(lead: number): 0 | 1 | 2 | 3 {
  if (lead < 0xc2 || lead > 0xf4) return 0
  return lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3
}

function join(units: Uint16Array, length: number): string {
  return Reflect.apply(String.fromCharCode, undefined, units.subarray(0, length)) as string
}
