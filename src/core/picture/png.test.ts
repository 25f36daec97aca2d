import { inflateSync } from 'node:zlib'
import { encode } from 'uqr'
import { encodePng } from './png'

/** Reads what `encodePng` writes, by the standard's words and node's zlib; checks lengths, CRCs and the Adler sum. */
function decode(png: Uint8Array): { width: number; isBlack: (x: number, y: number) => boolean } {
  const bytes = Buffer.from(png)
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const body = bytes.subarray(at + 4, at + 8 + length)
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc(body))
    chunks.set(body.subarray(0, 4).toString('latin1'), body.subarray(4))
    at += 12 + length
  }
  const width = chunks.get('IHDR')?.readUInt32BE(0) ?? 0
  const raw = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0))
  const stride = 1 + Math.ceil(width / 8)
  expect(raw).toHaveLength(stride * width)
  return { width, isBlack: (x, y) => ((raw[y * stride + 1 + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) === 0 }
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  }
  return (value ^ 0xffffffff) >>> 0
}

test.each([
  ['short', 'homing:1?abc', 4],
  ['as long as a code may be', `homing:1?${'x'.repeat(1_190)}`, 2],
  ['larger than a block', 'homing:1?abc', 25],
])('a code is in the picture cell by cell: %s', (_, text, scale) => {
  const { data, size } = encode(text, { ecc: 'L', border: 4 })
  const { width, isBlack } = decode(encodePng((x, y) => data[y]?.[x] === true, size, scale))
  expect(width).toBe(size * scale)
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const wanted = data[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true
      if (isBlack(x, y) !== wanted) throw new Error(`${x}, ${y} is ${wanted ? 'white' : 'black'}`)
    }
  }
})
