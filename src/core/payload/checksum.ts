/** Bytes of a step: some milliseconds on a phone without a compiler. */
const stepBytes = 131_072
/** Steps of Adler-32 that keep both sums below 2^31 */
const sumSteps = 3_800

/** RFC 1950 §8.2 */
export function* adler32(bytes: Uint8Array): Generator<number, number> {
  let low = 1
  let high = 0
  for (let i = 0; i < bytes.length;) {
    for (const stop = Math.min(i + sumSteps, bytes.length); i < stop; i += 1) {
      low += bytes[i] ?? 0
      high += low
    }
    low %= 65_521
    high %= 65_521
    if (i % (sumSteps * 32) === 0) yield bytes.length
  }
  return high * 65_536 + low
}

let crcTable: Int32Array | undefined

/** RFC 1952 §8 */
export function* crc32(bytes: Uint8Array): Generator<number, number> {
  crcTable ??= Int32Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit += 1) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1
    return n
  })
  let crc = -1
  for (let i = 0; i < bytes.length;) {
    const stop = Math.min(i + stepBytes, bytes.length)
    for (; i < stop; i += 1) crc = (crc >>> 8) ^ (crcTable[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0)
    if (i < bytes.length) yield bytes.length
  }
  return ~crc >>> 0
}
