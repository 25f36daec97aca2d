/** Bytes of a deflate block that is stored as it is (RFC 1951 §3.2.4) */
const maxStored = 65_535

const crcTable = new Int32Array(256)
for (let n = 0; n < 256; n += 1) {
  let c = n
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  crcTable[n] = c
}

/**
 * A square picture in black and white as PNG, uncompressed: for QR codes, which have little to compress.
 * @param isBlack tells the colour of a cell
 * @param cells on each side
 * @param scale pixels of each cell
 */
export function encodePng(isBlack: (x: number, y: number) => boolean, cells: number, scale: number): Uint8Array {
  const width = cells * scale
  const stride = 1 + Math.ceil(width / 8)
  const raw = new Uint8Array(stride * width)
  for (let y = 0; y < width; y += 1) {
    // the first byte of a line is its filter: none
    for (let x = 0; x < width; x += 1) {
      const isWhite = !isBlack(Math.floor(x / scale), Math.floor(y / scale))
      if (isWhite) raw[y * stride + 1 + (x >> 3)] = (raw[y * stride + 1 + (x >> 3)] ?? 0) | (0x80 >> (x & 7))
    }
  }
  // 1 bit a pixel, greyscale, no interlace
  const header = [...number(width), ...number(width), 1, 0, 0, 0, 0]
  return joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', Uint8Array.from(header)),
    chunk('IDAT', stored(raw)),
    chunk('IEND', new Uint8Array(0)),
  ])
}

/** A zlib stream (RFC 1950) of stored blocks. */
function stored(raw: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)]
  for (let from = 0; from < raw.length; from += maxStored) {
    const piece = raw.subarray(from, from + maxStored)
    const isLast = from + maxStored >= raw.length ? 1 : 0
    const { length } = piece
    parts.push(Uint8Array.of(isLast, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255), piece)
  }
  let a = 1
  let b = 0
  for (let i = 0; i < raw.length; i += 1) {
    a = (a + (raw[i] ?? 0)) % 65_521
    b = (b + a) % 65_521
  }
  parts.push(Uint8Array.from(number(b * 65_536 + a)))
  return joined(parts)
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const name = Uint8Array.from(type.split('').map((letter) => letter.charCodeAt(0)))
  const body = joined([name, data])
  return joined([Uint8Array.from(number(data.length)), body, Uint8Array.from(number(crcOf(body)))])
}

function crcOf(bytes: Uint8Array): number {
  let crc = -1
  for (let i = 0; i < bytes.length; i += 1) crc = (crcTable[(crc ^ (bytes[i] ?? 0)) & 255] ?? 0) ^ (crc >>> 8)
  return ~crc >>> 0
}

const number = (n: number): number[] => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
