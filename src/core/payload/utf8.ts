/** UTF-8 both ways, without TextEncoder and TextDecoder: WeChat's realm has neither. */

const replacement = 0xfffd
/** units joined at once: engines limit the number of arguments of a call */
const chunkUnits = 8_192
/** Where the units of a chunk are gathered: an array per call would cost more than decoding a short text. */
const units = new Uint16Array(chunkUnits)
/** From so many bytes on it pays to hand them to the engine. */
const longBytes = 32
const beyondAscii = /[\u0080-\u00ff]/

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

/** The first byte that belongs to no well-formed sequence. @returns -1 when all do */
export function invalidUtf8At(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length;) {
    if ((bytes[at] ?? 0) < 0x80) {
      at += 1
      continue
    }
    const sequence = sequenceAt(bytes, at)
    if (sequence < 0) return at
    at += sequence & 7
  }
  return -1
}

/**
 * Reads the sequence at a byte.
 * @returns its code point × 8 + its length; of an ill-formed one the negative length of its maximal subpart, which one
 * U+FFFD stands for
 */
export function sequenceAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return lead * 8 + 1
  const needed = continuations(lead)
  if (needed === 0) return -1
  let code = lead & (0x3f >> needed)
  // the second byte has a narrower range after four of the lead bytes: Unicode table 3-7
  let lower = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  let upper = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  for (let i = 1; i <= needed; i += 1) {
    const next = bytes[at + i] ?? 0
    if (next < lower || next > upper) return -i
    code = (code << 6) | (next & 0x3f)
    lower = 0x80
    upper = 0xbf
  }
  return code * 8 + needed + 1
}

/** How many bytes at the end begin a sequence that more bytes could make well-formed, 0 to 3. */
export function unfinishedTail(bytes: Uint8Array): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length += 1) {
    const at = bytes.length - length
    const lead = bytes[at] ?? 0
    if (lead < 0x80) return 0
    if (lead >= 0xc0) return continuations(lead) >= length && sequenceAt(bytes, at) === -length ? length : 0
  }
  return 0
}

function decode(bytes: Uint8Array, isStrict: boolean): string | undefined {
  let text = ''
  for (let at = 0; at < bytes.length;) {
    // engines join and search ten times faster than a loop does where there is no compiler: in WeChat on iOS
    const latin = join(at === 0 && bytes.length <= chunkUnits ? bytes : bytes.subarray(at, at + chunkUnits))
    const wide = latin.search(beyondAscii)
    const end = at + latin.length
    text += wide < 0 ? latin : latin.slice(0, wide)
    at = wide < 0 ? end : at + wide
    if (wide < 0) continue
    if (isStrict && sequenceAt(bytes, at) < 0) return undefined
    const tail = end < bytes.length ? unfinishedTail(bytes.subarray(at, end)) : 0
    const isLong = latin.length - wide >= longBytes
    const part = isLong && hasUriDecoder ? wellFormed(latin.slice(wide, latin.length - tail)) : undefined
    if (part === undefined) {
      if (isStrict && invalidUtf8At(bytes) >= 0) return undefined
      text += byHand(bytes, at, end - tail)
    } else text += part
    at = end - tail
  }
  return text
}

/** What decodes percent-encoded UTF-8 is part of every engine. @returns undefined for what is ill-formed */
function wellFormed(latin: string): string | undefined {
  try {
    return decodeURIComponent(escape(latin))
  } catch {
    return undefined
  }
}

/** Surrogates and non-shortest forms are ill-formed: ECMA-262 asks that of the decoder. */
const hasUriDecoder = ['\u00ed\u00a0\u0080', '\u00c0\u00af', '\u00f4\u0090\u0080\u0080'].every(
  (latin) => wellFormed(latin) === undefined,
)

/** Decodes with U+FFFD for each maximal subpart of an ill-formed sequence. */
function byHand(bytes: Uint8Array, from: number, end: number): string {
  let length = 0
  for (let at = from; at < end;) {
    const sequence = sequenceAt(bytes, at)
    at += sequence < 0 ? -sequence : sequence & 7
    const code = sequence < 0 ? replacement : sequence >> 3
    if (code < 0x10000) units[length++] = code
    else {
      units[length++] = 0xd7c0 + (code >> 10)
      units[length++] = 0xdc00 | (code & 0x3ff)
    }
  }
  return join(units.subarray(0, length))
}

function continuations(lead: number): 0 | 1 | 2 | 3 {
  if (lead < 0xc2 || lead > 0xf4) return 0
  return lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3
}

function join(codes: Uint8Array | Uint16Array): string {
  return Reflect.apply(String.fromCharCode, undefined, codes) as string
}
