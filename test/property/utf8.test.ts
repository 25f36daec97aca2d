import fc from 'fast-check'
import { characterBoundary, decodeUtf8, decodeUtf8Strict, encodeUtf8 } from '@/core/payload/utf8'

const lossy = new TextDecoder('utf-8', { ignoreBOM: true })
const fatal = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })

function strict(bytes: Uint8Array): string | undefined {
  try {
    return fatal.decode(bytes)
  } catch {
    return undefined
  }
}

function same(bytes: Uint8Array) {
  expect(decodeUtf8(bytes)).toBe(lossy.decode(bytes))
  expect(decodeUtf8Strict(bytes)).toBe(strict(bytes))
}

/** Bytes at the edges of Unicode table 3-7, so that random sequences are often nearly well-formed. */
const edges = [
  0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef,
  0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
]

test('decoding equals TextDecoder on random bytes and on bytes at the edges', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 64 }),
    fc.array(fc.constantFrom(...edges), { maxLength: 32 }).map((list) => new Uint8Array(list)),
    fc.string({ unit: 'binary', maxLength: 50 }).map((text) => new Uint8Array(Buffer.from(text, 'utf8'))),
  )
  fc.assert(fc.property(bytes, same), { numRuns: 5_000 })
})

test('decoding equals TextDecoder on every pair and on every triple and quadruple of edge bytes', () => {
  const tails = [0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc2, 0xe1, 0xf1]
  const all = Array.from({ length: 256 }, (_, i) => i)
  const sequences = [
    ...all.flatMap((a) => all.map((b) => [a, b])),
    ...edges.flatMap((a) => tails.flatMap((b) => tails.flatMap((c) => tails.map((d) => [a, b, c, d])))),
  ]
  const different = sequences.filter((list) => {
    const bytes = new Uint8Array(list)
    return decodeUtf8(bytes) !== lossy.decode(bytes)
  })
  expect(different).toEqual([])
})

test.each<[string, number[], string]>([
  // Unicode 15, tables 3-8 to 3-11
  ['non-shortest forms', [0xc0, 0xaf, 0xe0, 0x80, 0xbf, 0xf0, 0x81, 0x82, 0x41], '\ufffd'.repeat(8) + 'A'],
  ['surrogates', [0xed, 0xa0, 0x80, 0xed, 0xbf, 0xbf, 0xed, 0xaf, 0x41], '\ufffd'.repeat(8) + 'A'],
  ['other ill-formed', [0xf4, 0x91, 0x92, 0x93, 0xff, 0x41, 0x80, 0xbf, 0x42], '\ufffd'.repeat(5) + 'A\ufffd\ufffdB'],
  ['truncated', [0xe1, 0x80, 0xe2, 0xf0, 0x91, 0x92, 0xf1, 0xbf, 0x41], '\ufffd'.repeat(4) + 'A'],
])('%s sequences get one U+FFFD per maximal subpart', (_, list, expected) => {
  expect(decodeUtf8(new Uint8Array(list))).toBe(expected)
  same(new Uint8Array(list))
})

test('encoding equals TextEncoder, lone surrogates included, and comes back', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  )
  fc.assert(
    fc.property(text, (value) => {
      expect(Buffer.from(encodeUtf8(value)).equals(Buffer.from(new TextEncoder().encode(value)))).toBe(true)
    }),
    { numRuns: 2_000 },
  )
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => expect(decodeUtf8Strict(encodeUtf8(value))).toBe(value)),
  )
})

test('text longer than a chunk is whole, wherever a character meets the chunk', () => {
  for (const pad of [0, 1, 2, 3]) {
    const value = 'x'.repeat(8_190 + pad) + '😀温é'.repeat(4_000)
    expect(decodeUtf8(encodeUtf8(value))).toBe(value)
  }
})

test('the byte order mark is data', () => expect(decodeUtf8(new Uint8Array([0xef, 0xbb, 0xbf, 0x41]))).toBe('\ufeffA'))

test('a cut at a character boundary leaves well-formed text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), fc.nat(60), (value, limit) => {
      const bytes = encodeUtf8(value)
      const end = characterBoundary(bytes, limit)
      expect(end).toBeLessThanOrEqual(limit)
      expect(Math.min(limit, bytes.length) - end).toBeLessThan(4)
      expect(value.startsWith(decodeUtf8Strict(bytes.subarray(0, end)) ?? '?')).toBe(true)
    }),
  )
})
