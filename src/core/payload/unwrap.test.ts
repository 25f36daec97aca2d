import zlib from 'node:zlib'
import { decodeLimits } from './tree'
import { atOnce, inflate as inflateSteps, unwrap, unwrapSteps, type Wrapping } from './unwrap'

const inflate = (...args: Parameters<typeof inflateSteps>) => atOnce(inflateSteps(...args))

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()
const pack: Record<Wrapping, (bytes: Uint8Array, options?: zlib.ZlibOptions) => Buffer> = {
  gzip: (bytes, options) => zlib.gzipSync(bytes, options),
  zlib: (bytes, options) => zlib.deflateSync(bytes, options),
  deflate: (bytes, options) => zlib.deflateRawSync(bytes, options),
}
const all: Wrapping[] = ['gzip', 'zlib', 'deflate']

/** Bytes that compress to every kind of block: words, noise, runs. */
function corpus(seed: number, length: number): Uint8Array {
  let state = seed
  const random = () => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff) / 0x80000000
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length;) {
    const kind = random()
    const run = Math.floor(random() * 200) + 1
    const back = 1 + Math.floor(random() * Math.min(i, 40_000))
    for (let n = 0; n < run && i < length; n += 1, i += 1) {
      bytes[i] = kind < 0.3 ? random() * 256 : kind < 0.5 ? 65 : kind < 0.7 ? 97 + random() * 8 : (bytes[i - back] ?? 7)
    }
  }
  return bytes
}

describe.each(all)('%s', (wrapping) => {
  it.each([0, 1, 6, 9])('gives back what zlib packed at level %i', (level) => {
    for (const length of [0, 1, 100, 5_000, 70_000, 300_000]) {
      for (const strategy of [
        zlib.constants.Z_DEFAULT_STRATEGY,
        zlib.constants.Z_FIXED,
        zlib.constants.Z_HUFFMAN_ONLY,
      ]) {
        const bytes = corpus(length + level, length)
        const inner = inflate(pack[wrapping](bytes, { level, strategy }), wrapping)
        expect(inner.ok && Buffer.compare(inner.bytes, bytes)).toBe(0)
      }
    }
  })

  it('names the place where it was cut', () => {
    const packed = pack[wrapping](corpus(5, 2_000))
    for (let length = 0; length < packed.length; length += 1) {
      const inner = inflate(packed.subarray(0, length), wrapping)
      expect(inner).toMatchObject({ ok: false, failure: { code: 'truncated', offset: length } })
    }
  })

  it('stops a bomb at the bound', () => {
    const bomb = pack[wrapping](new Uint8Array(3_000_000))
    expect(bomb.length).toBeLessThan(4_000)
    const limits = { ...decodeLimits, maxBytes: 100_000 }
    expect(inflate(bomb, wrapping, limits)).toMatchObject({ ok: false, failure: { code: 'tooLarge' } })
    expect(inflate(pack[wrapping](new Uint8Array(100_000)), wrapping, limits)).toMatchObject({ ok: true })
    expect(inflate(pack[wrapping](new Uint8Array(100_001)), wrapping, limits)).toMatchObject({ ok: false })
  })

  it('gives no other bytes for a flipped bit where there is a checksum', () => {
    const bytes = corpus(7, 400)
    const packed = pack[wrapping](bytes)
    for (let bit = 0; bit < packed.length * 8 && wrapping === 'zlib'; bit += 1) {
      const broken = Uint8Array.from(packed)
      broken[bit >> 3] = (broken[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const inner = inflate(broken, wrapping)
      // padding behind the last block may be anything
      expect(inner.ok && Buffer.compare(inner.bytes, bytes) !== 0).toBe(false)
    }
  })
})

describe('unwrap', () => {
  it('leaves what is not wrapped, text that begins like zlib too', () => {
    for (const plain of ['', '{"a":1}', 'x^2 + y^2', 'x\u0001', 'HG wells is read']) {
      expect(unwrap(Buffer.from(plain))).toMatchObject({ wrappings: [] })
      expect(text(unwrap(Buffer.from(plain)).bytes)).toBe(plain)
    }
  })

  it('takes off one wrapping after the other', () => {
    const packed = zlib.gzipSync(zlib.deflateSync(zlib.gzipSync('{"a":1}')))
    const inner = unwrap(packed)
    expect(inner.wrappings).toEqual(['gzip', 'zlib', 'gzip'])
    expect(text(inner.bytes)).toBe('{"a":1}')
    let deep: Buffer = Buffer.from('a')
    for (let i = 0; i < 9; i += 1) deep = zlib.gzipSync(deep)
    expect(unwrap(deep).wrappings).toHaveLength(4)
  })

  it('says what keeps it from unwrapping', () => {
    const packed = zlib.gzipSync(corpus(1, 1_000))
    expect(unwrap(packed.subarray(0, 50))).toEqual({
      bytes: packed.subarray(0, 50),
      wrappings: [],
      failure: { wrapping: 'gzip', code: 'truncated', offset: 50, detail: 'the stream has no end' },
    })
    const wrong = Buffer.from(packed)
    wrong[packed.length - 8] = (wrong[packed.length - 8] ?? 0) ^ 1
    expect(unwrap(wrong).failure).toMatchObject({ code: 'invalid', detail: 'CRC-32', offset: packed.length - 8 })
    expect(unwrap(zlib.deflateSync(new Uint8Array(9_000)), { ...decodeLimits, maxBytes: 100 })).toMatchObject({
      failure: { wrapping: 'zlib', code: 'tooLarge' },
    })
  })

  it('reads names, comments, extra fields, several members and padding', () => {
    const plain = zlib.gzipSync('abc')
    const head = [0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, ...Buffer.from('name\0comment\0'), 1, 2]
    const named = Buffer.concat([Buffer.from(head), plain.subarray(10)])
    expect(text(unwrap(Buffer.concat([named, plain, zlib.gzipSync(''), plain, Buffer.alloc(512)])).bytes)).toBe(
      'abcabcabc',
    )
    expect(unwrap(Buffer.concat([plain, Buffer.from('rest')])).failure).toMatchObject({ offset: plain.length })
  })

  it('is not held up by a file of many empty members', () => {
    const empty = zlib.gzipSync('')
    const many = Buffer.concat([
      zlib.gzipSync(new Uint8Array(1_000_000)),
      ...Array.from({ length: 20_000 }, () => empty),
    ])
    expect(unwrap(many).bytes).toHaveLength(1_000_000)
  })
})

describe('step by step', () => {
  it.each([
    ['much that comes out', zlib.gzipSync(new Uint8Array(1_000_000))],
    ['many members', Buffer.concat(Array.from({ length: 100 }, () => zlib.gzipSync('')))],
    ['noise', zlib.gzipSync(corpus(9, 300_000))],
  ])('%s is done in many steps, none of them long, with the same end', (_, packed) => {
    const steps = unwrapSteps(packed)
    let [count, before, longest] = [0, 0, 0]
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) {
        expect(step.value.wrappings).toEqual(['gzip'])
        expect(Buffer.compare(step.value.bytes, zlib.gunzipSync(packed))).toBe(0)
        break
      }
      longest = Math.max(longest, step.value - before)
      before = step.value
      count += 1
    }
    expect(count).toBeGreaterThan(10)
    expect(longest).toBeLessThan(200_000)
  })
})
