import zlib from 'node:zlib'
import { decodeCbor } from '@/core/payload/cbor'
import { decodeMessagePack } from '@/core/payload/messagePack'
import { parseDescriptorSet } from '@/core/payload/protobuf/descriptorSet'
import { decodeProtobuf } from '@/core/payload/protobuf/fieldTree'
import { protobufDecoder } from '@/core/payload/protobuf/messageTree'
import { parseProto } from '@/core/payload/protobuf/protoParser'
import { decodeSparkplug, sparkplugAliases } from '@/core/payload/sparkplug'
import { decodeLimits, type Decode, type DecodeLimits, type ValueNode } from '@/core/payload/tree'
import { atOnce, inflate as inflateSteps, unwrap, type Wrapping } from '@/core/payload/unwrap'

const inflate = (...args: Parameters<typeof inflateSteps>) => atOnce(inflateSteps(...args))

/** Inputs for each decoder; half of them random, half of them valid ones with a few bytes changed. */
const rounds = Number(process.env.HOMING_FUZZ_ROUNDS ?? 100_000)

class Random {
  constructor(private state: number) {}

  /** 0 to below `limit` */
  next(limit: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.state / 0x1_0000_0000) * limit)
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    for (let i = 0; i < length; i += 1) bytes[i] = this.next(256)
    return bytes
  }
}

/** Bytes that lengths and types turn on. */
const edges = [
  0x00, 0x01, 0x0a, 0x12, 0x18, 0x1b, 0x1f, 0x5f, 0x7f, 0x80, 0x9f, 0xbf, 0xc1, 0xc9, 0xdd, 0xdf, 0xfb, 0xff,
]

/** The bytes with `between` in place of what stands from `from` to `to`. */
function splice(bytes: Uint8Array, from: number, to: number, between: Uint8Array): Uint8Array {
  const spliced = new Uint8Array(bytes.length - (to - from) + between.length)
  spliced.set(bytes.subarray(0, from))
  spliced.set(between, from)
  spliced.set(bytes.subarray(to), from + between.length)
  return spliced
}

const nothing = new Uint8Array(0)

function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  let mutant: Uint8Array = bytes.slice()
  for (let times = 1 + random.next(4); times > 0; times -= 1) {
    const at = random.next(mutant.length + 1)
    const kind = random.next(6)
    if (kind === 0) mutant = mutant.slice(0, at)
    else if (kind === 1) mutant = splice(mutant, at, at, random.bytes(random.next(4)))
    else if (kind === 2) mutant = splice(mutant, at, Math.min(mutant.length, at + 1 + random.next(4)), nothing)
    else if (kind === 3) mutant = splice(mutant, at, at, mutant.subarray(random.next(at + 1), at))
    else if (at === mutant.length) continue
    else if (kind === 4) mutant[at] = edges[random.next(edges.length)] ?? 0
    else mutant[at] = (mutant[at] ?? 0) ^ (1 << random.next(8))
  }
  return mutant
}

function* inputs(seed: number, samples: Uint8Array[], count = rounds): Generator<Uint8Array> {
  const random = new Random(seed)
  for (let i = 0; i < count; i += 1) {
    const sample = samples[random.next(samples.length)]
    yield i % 2 === 0 || !sample ? random.bytes(random.next(40)) : mutate(sample, random)
  }
}

const hex = (...lines: string[]) => lines.map((line) => Uint8Array.from(Buffer.from(line.replace(/ /g, ''), 'hex')))

/** Nodes and deepest level of a tree. */
function measure(node: ValueNode, size = { nodes: 0, depth: 0 }, depth = 0): { nodes: number; depth: number } {
  size.nodes += 1
  size.depth = Math.max(size.depth, depth)
  node.children?.forEach((child) => measure(child, size, depth + 1))
  return size
}

const tight: DecodeLimits = { maxDepth: 8, maxNodes: 24, maxBytes: 1_000 }

/** Whatever the bytes are: an answer, within the bounds, and a place that is in the payload. */
function check(decode: Decode, bytes: Uint8Array, limits: DecodeLimits): boolean {
  const decoded = decode(bytes, limits)
  if (!decoded.ok) {
    const { offset } = decoded.failure
    if (!(offset >= 0 && offset <= bytes.length))
      throw new Error(`offset ${offset} of ${Buffer.from(bytes).toString('hex')}`)
    return false
  }
  const { nodes, depth } = measure(decoded.tree)
  // a container that the last node opens may name what it left out, and keys of maps count without being shown
  const isWithin = nodes <= limits.maxNodes + limits.maxDepth && depth <= limits.maxDepth + 2
  if (!isWithin) throw new Error(`${nodes} nodes, ${depth} deep: ${Buffer.from(bytes).toString('hex')}`)
  return true
}

const schemaText = `syntax = "proto3"; message A { int32 a = 1; A inner = 2; repeated sint64 n = 3; string s = 4; E e = 5;
  map<string, A> m = 6; google.protobuf.Timestamp t = 7; google.protobuf.Any any = 8; google.protobuf.Struct st = 9;
  repeated fixed32 f = 10; double d = 11; bytes b = 12; } enum E { Z = 0; ONE = 1; }`

function schemaDecoder(): Decode {
  const parsed = parseProto(schemaText)
  if (!parsed.ok) throw new Error(parsed.failure.detail)
  return protobufDecoder(parsed.schema, 'A')
}

/** A length-delimited field. */
const len = (number: number, ...content: (number | number[])[]): number[] => {
  const bytes = content.reduce<number[]>((all, part) => all.concat(part), [])
  return [...(number < 16 ? [number * 8 + 2] : [((number * 8 + 2) & 127) | 128, number >> 4]), bytes.length, ...bytes]
}
const ascii = (text: string) => [...Buffer.from(text)]
const message = (...fields: (number | number[])[]) => Uint8Array.from(len(1, ...fields).slice(2))

const protobufSamples = [
  message([8, 150, 1], len(2, [8, 1], len(2, [8, 2])), len(3, [1, 4, 3]), len(4, ascii('hi')), [0x28, 1, 0x28, 9]),
  message(len(6, len(1, ascii('k')), len(2, [8, 1], len(6)))),
  message(len(7, [8, 0xb0, 0xcf, 0x8a, 0x8a, 5]), len(8, len(1, ascii('x/A')), len(2, [8, 1]))),
  message(len(9, len(1, len(1, ascii('a')), len(2, len(6, len(1, len(3, ascii('c')))))))),
  message([0x5d, 1, 2, 3, 4], len(10, [1, 2, 3, 4, 5, 6, 7, 8]), [0x59, 1, 2, 3, 4, 5, 6, 7, 0x40], [0x6b, 8, 1, 0x6c]),
  message(len(12, [255, 0, 255]), [0x28, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]),
]
const sparkplugSamples = [
  message([8, 1], len(2, len(1, ascii('temp')), [0x10, 1, 0x18, 5, 0x20, 3, 0x50, 255, 255, 255, 255, 15]), [0x18, 7]),
  message(len(2, [0x10, 1, 0x20, 16], len(17, [8, 1], len(2, ascii('c')), [0x18, 3], len(4, len(1, [8, 1]))))),
  message(len(2, [0x20, 19], len(18, len(2, len(1, ascii('m')), [0x20, 1, 0x50, 255, 1]), len(3, len(1, ascii('p')))))),
  message(len(2, len(1, ascii('a')), len(9, len(1, ascii('b')), len(2, [8, 3, 0x18, 5])), len(8, [0x18, 3]))),
  message(len(2, len(1, ascii('a')), [0x20, 32], len(16, [12, 0, 0, 0, 0x34, 0xd0]))),
]
const decoders: [string, Decode, Uint8Array[]][] = [
  [
    'CBOR',
    decodeCbor,
    hex(
      'a56161614161626142616361436164614461656145',
      'bf61610161629f0203ffff',
      'd9d9f7a301c249010000000000000000 02 c48221196ab3 03 d818 43820102',
      '5f42010243030405ff',
      '8a 00 20 40 60 80 a0 c11a514b67b0 f97c00 fa47c35000 fb3ff199999999999a',
    ),
  ],
  [
    'MessagePack',
    decodeMessagePack,
    hex(
      '83 a161 c0 a162 93 cc ff d0 80 cb 3ff199999999999a a163 81 01 c3',
      'dc0003 d6ff514b67b0 d7ff77359400514b67b0 c70cff00000001ffffffffffffffff',
      'de0002 d903616263 c403010203 cf ffffffffffffffff ca 41c4cccd',
    ),
  ],
  ['protobuf without a schema', decodeProtobuf, protobufSamples],
  ['protobuf with a schema', schemaDecoder(), protobufSamples],
  ['Sparkplug', (bytes, limits) => decodeSparkplug(bytes, limits, sparkplugAliases(bytes, limits)), sparkplugSamples],
]

// a stack trace for each failure would take half of the time
const { stackTraceLimit } = Error
beforeAll(() => (Error.stackTraceLimit = 0))
afterAll(() => (Error.stackTraceLimit = stackTraceLimit))

describe(`${rounds} random and mutated inputs`, () => {
  it.each(decoders)('%s', (_, decode, samples) => {
    let good = 0
    let i = 0
    for (const sample of samples) expect(decode(sample)).toMatchObject({ ok: true })
    for (const bytes of inputs(1, samples))
      good += check(decode, bytes, (i += 1) % 2 === 0 ? decodeLimits : tight) ? 1 : 0
    // inputs that nothing reads would test nothing
    expect(good).toBeGreaterThan(rounds / 100)
  })

  it.each<Wrapping>(['gzip', 'zlib', 'deflate'])('%s', (wrapping) => {
    const pack = { gzip: zlib.gzipSync, zlib: zlib.deflateSync, deflate: zlib.deflateRawSync }[wrapping]
    const text = Buffer.from('{"temperature":24.6,"humidity":61.2} '.repeat(3))
    const samples = [
      pack(text),
      pack(text, { strategy: zlib.constants.Z_FIXED }),
      pack(text, { level: 0 }),
      pack(Buffer.alloc(300)),
    ]
    for (const bytes of inputs(2, samples)) {
      const inner = inflate(bytes, wrapping, tight)
      if (inner.ok) expect(inner.bytes.length).toBeLessThanOrEqual(tight.maxBytes)
      else if (inner.failure.offset > bytes.length) throw new Error(Buffer.from(bytes).toString('hex'))
    }
  })

  it('wrappings in one another', () => {
    const samples = [zlib.gzipSync(zlib.deflateSync('abc')), zlib.deflateSync(zlib.gzipSync('abc'))]
    for (const bytes of inputs(5, samples, rounds / 4)) unwrap(bytes, tight)
  })

  it('a .proto text', () => {
    const samples = [
      Buffer.from(schemaText),
      Buffer.from('message A { repeated group G = 1 { oneof o { A a = 2; } } } // x'),
    ]
    const random = new Random(3)
    // a text is longer than a payload, and has fewer ways to go wrong
    for (let i = 0; i < rounds / 10; i += 1) {
      const text = Buffer.from(mutate(samples[i % 2] ?? Buffer.alloc(0), random)).toString('latin1')
      const result = parseProto(text)
      if (!result.ok) expect(result.failure.detail.length).toBeLessThan(200)
    }
  })

  it('a descriptor set', () => {
    const set = hex(
      '0a320a01661201702215 0a014d 1209 0a0166 180120012809 1a05 0a0145 3a00 2a0d 0a0145 1208 0a04 5a45524f 1000',
    )
    for (const bytes of inputs(4, set, rounds / 4)) parseDescriptorSet(bytes)
  })
})

describe('a megabyte made to hurt is answered', () => {
  const mega = 1_000_000
  const fill = (unit: string) => Buffer.from(unit.repeat(Math.floor((mega * 2) / unit.length)), 'hex')
  /** Length-delimited fields one in the other, from the outside in. */
  const nested = (tag: number, length: number) => {
    const bytes = Buffer.alloc(length)
    for (let at = 0; at + 5 < length; at += 5) {
      const left = length - at - 5
      bytes.set([tag, (left & 127) | 128, ((left >> 7) & 127) | 128, ((left >> 14) & 127) | 128, left >> 21], at)
    }
    return bytes
  }

  it.each([
    ...['81', '9f', 'a1', 'bf', 'c1', 'd818', '5f', '5f40', 'ff', '9a00100000', 'c24100', 'd8184100'].map(
      (unit) => `${unit} in CBOR`,
    ),
    ...['91', '8100', 'dd00000fff', 'c0', 'c700ff', 'd4ff00'].map((unit) => `${unit} in MessagePack`),
    ...['0b', '0801', '0a00', '120112', '0b0c', '0affffff7f', '1a0208ff', '12021200'].map(
      (unit) => `${unit} in protobuf`,
    ),
    ...['1200', '12020a00', '12029201', '12034a0112', '120782010400000000'].map((unit) => `${unit} in Sparkplug`),
  ])('%s', (name) => {
    const [unit = '', , format] = name.split(' ')
    for (const [decoder, decode] of decoders)
      if (decoder.startsWith(format ?? '')) check(decode, fill(unit), decodeLimits)
  })

  it.each(decoders)('containers within a container, for %s', (_, decode) => {
    for (const tag of [0x0a, 0x12, 0x1a]) check(decode, nested(tag, mega), decodeLimits)
    // a chunked string of a million chunks, an announcement of 2^64 members, and text that is none
    check(decode, Buffer.concat([Buffer.from([0x5f]), fill('4141'), Buffer.from([0xff])]), decodeLimits)
    check(decode, Buffer.concat([Buffer.from('9bffffffffffffffff', 'hex'), fill('01')]), decodeLimits)
    check(decode, Buffer.concat([Buffer.from('db000f4200', 'hex'), Buffer.alloc(mega, 0xff)]), decodeLimits)
  })

  it('blocks of codes that are never used, stored blocks of nothing', () => {
    // BTYPE 2, 257 and 1 codes, lengths of the codes 18, 0 and 1, then 256 zeros, a 1, a 0, and the end of the block
    const lengths = Array.from({ length: 18 }, (_, i) => (i === 2 ? '100' : i === 3 || i === 17 ? '010' : '000')).join(
      '',
    )
    const block = `001${'00000'}${'00000'}${'0111'}${lengths}${'01111111'}${'01101011'}11100`
    const twice = (block + block).match(/.{8}/g) ?? []
    const dynamic = Buffer.from(twice.map((bits) => parseInt([...bits].reverse().join(''), 2)))
    expect(dynamic).toHaveLength(23)
    expect(inflate(dynamic, 'deflate')).toMatchObject({ failure: { code: 'truncated', offset: 23 } })
    for (const bytes of [fill(dynamic.toString('hex')), fill('000000ffff')]) {
      expect(inflate(bytes, 'deflate')).toMatchObject({ failure: { code: 'truncated', offset: bytes.length } })
    }
    expect(inflate(fill(zlib.gzipSync('a').toString('hex')), 'gzip')).toMatchObject({
      ok: expect.any(Boolean) as boolean,
    })
  })

  it('a bomb stops at the bound', () => {
    const bomb = zlib.gzipSync(zlib.gzipSync(Buffer.alloc(40_000_000)))
    expect(unwrap(bomb)).toMatchObject({ wrappings: ['gzip'], failure: { wrapping: 'gzip', code: 'tooLarge' } })
  })

  it('a .proto text of nothing but openings', () => {
    for (const unit of ['message A {', '/*', '{', 'a.', '"', 'option (a) = {', ';', '// x\n', 'import "a";']) {
      const result = parseProto(unit.repeat(Math.floor(65_000 / unit.length)))
      expect(result.ok).toBe(false)
    }
  })
})
