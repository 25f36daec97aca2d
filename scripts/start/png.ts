import { deflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const TRUE_COLOUR = 2

// zlib.crc32 is missing in the first releases of Node 20
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8 + body.length)
  frame.writeUInt32BE(data.length, 0)
  body.copy(frame, 4)
  frame.writeUInt32BE(crc32(body), 4 + body.length)
  return frame
}

type Rgb = [number, number, number]

/** A PNG picture (ISO/IEC 15948) of 8-bit true colour, one `pixel` call per point. */
export function encodePng(width: number, height: number, pixel: (x: number, y: number) => Rgb): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  header[9] = TRUE_COLOUR
  const rows = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows.set(pixel(x, y), y * (1 + width * 3) + 1 + x * 3)
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A row of plants under a lamp; `light` from 0 to 1. */
export function greenhousePicture(light: number, random: () => number): Buffer {
  const width = 64
  const height = 48
  const plants = Array.from({ length: 8 }, () => 14 + Math.floor(random() * 14))
  const shade = (rgb: Rgb): Rgb => rgb.map((part) => Math.round(part * (0.35 + 0.65 * light))) as Rgb
  return encodePng(width, height, (x, y) => {
    const plantHeight = plants[Math.floor(x / 8)] ?? 0
    const fromStem = Math.abs((x % 8) - 3.5)
    if (y >= height - 6) return shade([96, 66, 44])
    if (height - 6 - y <= plantHeight && fromStem < 1 + ((height - y) % 6) / 2) return shade([52, 140, 74])
    return shade([214 - y, 226 - y, 236 - y])
  })
}
