import { encodeBase64 } from './base64'

/** A picture that its first bytes name. */
export interface Picture {
  type: 'png' | 'jpeg' | 'gif' | 'webp' | 'svg'
  /** of the whole, in pixels; absent where the header does not say it */
  width?: number
  height?: number
  /** of GIF, PNG and WebP: whether the header says that it moves */
  isAnimated?: boolean
}

/** Segments of a JPEG, chunks of a PNG that are looked at: what has more before its size is not asked further. */
const maxSteps = 64
/** Bytes of an SVG in which its root has to begin. */
const svgHeadBytes = 1_024

/** Recognises a picture by its bytes; reads no more than its header and never throws. */
export function pictureOf(bytes: Uint8Array): Picture | undefined {
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return pngOf(bytes)
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return { type: 'jpeg', ...jpegSize(bytes) }
  if (ascii(bytes, 0, 6) === 'GIF87a' || ascii(bytes, 0, 6) === 'GIF89a') {
    return { type: 'gif', ...size(little(bytes, 6, 2), little(bytes, 8, 2)) }
  }
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP') return { type: 'webp', ...webpSize(bytes) }
  return isSvg(bytes) ? { type: 'svg' } : undefined
}

/**
 * A picture for the `src` of an image, in base64 (RFC 2397).
 * @returns undefined for SVG, which is text that could name what must not be fetched
 */
export function pictureUri(bytes: Uint8Array, { type }: Picture): string | undefined {
  return type === 'svg' ? undefined : `data:image/${type};base64,${encodeBase64(bytes)}`
}

type Size = Pick<Picture, 'width' | 'height'>

function size(width: number | undefined, height: number | undefined): Size {
  return width && height ? { width, height } : {}
}

/** IHDR comes first; a moving one has `acTL` before its first `IDAT`. */
function pngOf(bytes: Uint8Array): Picture {
  if (ascii(bytes, 12, 4) !== 'IHDR') return { type: 'png' }
  const picture: Picture = { type: 'png', ...size(big(bytes, 16, 4), big(bytes, 20, 4)) }
  for (let at = 33, step = 0; step < maxSteps && at < bytes.length; step += 1) {
    const name = ascii(bytes, at + 4, 4)
    if (name === 'acTL') return { ...picture, isAnimated: true }
    if (name === 'IDAT') return picture
    at += 12 + (big(bytes, at, 4) ?? bytes.length)
  }
  return picture
}

/** The first frame header (SOF, ITU T.81 B.2.2) behind the segments before it. */
function jpegSize(bytes: Uint8Array): Size {
  for (let at = 2, step = 0; step < maxSteps && bytes[at] === 0xff; step += 1) {
    const marker = bytes[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return size(big(bytes, at + 7, 2), big(bytes, at + 5, 2))
    if (marker === 0xff) at += 1
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    else at += 2 + (big(bytes, at + 2, 2) ?? bytes.length)
  }
  return {}
}

/** Lossy (RFC 6386 §9.1), lossless, and extended with its flags, by the name of the first chunk. */
function webpSize(bytes: Uint8Array): Omit<Picture, 'type'> {
  const plus = (value: number | undefined) => (value === undefined ? undefined : value + 1)
  switch (ascii(bytes, 12, 4)) {
    case 'VP8 ': {
      const [width, height] = [little(bytes, 26, 2), little(bytes, 28, 2)]
      return startsWith(bytes.subarray(23), [0x9d, 0x01, 0x2a])
        ? size((width ?? 0) & 0x3fff, (height ?? 0) & 0x3fff)
        : {}
    }
    case 'VP8L': {
      const bits = bytes[20] === 0x2f ? little(bytes, 21, 4) : undefined
      return bits === undefined ? {} : size((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1)
    }
    case 'VP8X': {
      const found = size(plus(little(bytes, 24, 3)), plus(little(bytes, 27, 3)))
      return (bytes[20] ?? 0) & 0x02 ? { ...found, isAnimated: true } : found
    }
    default:
      return {}
  }
}

/** `<svg` behind declarations and comments. */
function isSvg(bytes: Uint8Array): boolean {
  const head = ascii(bytes, 0, Math.min(bytes.length, svgHeadBytes)).replace(/^\u00ef\u00bb\u00bf/, '')
  if (!/^\s*</.test(head)) return false
  const rest = head.replace(/<!--[^]*?-->|<\?[^]*?\?>|<![A-Za-z][^>]*>/g, '')
  return /^\s*<svg[\s>/]/.test(rest)
}

function startsWith(bytes: Uint8Array, head: readonly number[]): boolean {
  return head.every((byte, i) => bytes[i] === byte)
}

function ascii(bytes: Uint8Array, from: number, length: number): string {
  return Reflect.apply(String.fromCharCode, undefined, bytes.subarray(from, from + length)) as string
}

/** An unsigned number, first byte highest. @returns undefined where the bytes end before it does */
function big(bytes: Uint8Array, at: number, length: number): number | undefined {
  if (at + length > bytes.length) return undefined
  let value = 0
  for (let i = 0; i < length; i += 1) value = value * 256 + (bytes[at + i] ?? 0)
  return value
}

function little(bytes: Uint8Array, at: number, length: number): number | undefined {
  if (at + length > bytes.length) return undefined
  let value = 0
  for (let i = length - 1; i >= 0; i -= 1) value = value * 256 + (bytes[at + i] ?? 0)
  return value
}
