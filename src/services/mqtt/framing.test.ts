import * as fc from 'fast-check'
import { generate, type Packet } from 'mqtt-packet'
import { Framing, type Framed } from './framing'

const LIMITS = { protocolVersion: 5, maximumPacketSize: 1000 } as const
const CONNACK = [0x20, 3, 0, 0, 0]

function scanAll(frames: number[][], limits: ConstructorParameters<typeof Framing>[0] = LIMITS) {
  const framing = new Framing(limits)
  const packets: number[][] = []
  const omitted: (number | undefined)[] = []
  let violation: Framed['violation']
  for (const frame of frames) {
    const framed = framing.scan(Uint8Array.from(frame))
    for (const { bytes, omittedBytes } of framed.packets) {
      packets.push(Array.from(bytes))
      omitted.push(omittedBytes)
    }
    violation = framed.violation
  }
  return { packets, omitted, violation }
}

/** Cuts the bytes at the given places. */
function cut(bytes: number[], places: number[]): number[][] {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return sorted.slice(1).map((end, index) => bytes.slice(sorted[index], end))
}

const publish = fc
  .record({
    topic: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((topic) => /^[^\0#+]+$/.test(topic)),
    payload: fc.uint8Array({ maxLength: 300 }),
    qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
    messageId: fc.integer({ min: 1, max: 65535 }),
    retain: fc.boolean(),
  })
  .map((fields) =>
    Array.from(
      generate({ cmd: 'publish', dup: false, ...fields, payload: Buffer.from(fields.payload) }, { protocolVersion: 5 }),
    ),
  )

test('packets come out whole and in order wherever the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(publish, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 12 }), (publishes, places) => {
      const packets = [CONNACK, ...publishes]
      const bytes = ([] as number[]).concat(...packets)
      expect(scanAll(cut(bytes, places))).toMatchObject({ packets, violation: undefined })
    }),
  )
})

test('any bytes whatever are cut the same at once and byte by byte, and never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (noise, isAfterConnack) => {
      const bytes = [...(isAfterConnack ? CONNACK : []), ...Array.from(noise)]
      expect(scanAll(bytes.map((byte) => [byte]))).toEqual(bytes.length > 0 ? scanAll([bytes]) : scanAll([]))
    }),
  )
})

const VIOLATIONS: [name: string, bytes: number[]][] = [
  ['type 0', [0x00, 0]],
  ['CONNECT', [0x10, 0]],
  ['PINGREQ', [0xc0, 0]],
  ['AUTH that was not asked for', [0xf0, 0]],
  ['a second CONNACK', CONNACK],
  ['QoS 3', [0x36, 5, 0, 1, 0x61, 0, 1]],
  ['DUP with QoS 0', [0x38, 4, 0, 1, 0x61, 0]],
  ['reserved flags of PUBACK', [0x41, 2, 0, 1]],
  ['reserved flags of PUBREL', [0x60, 2, 0, 1]],
  ['PINGRESP with a body', [0xd0, 1, 0]],
  ['a length over four bytes', [0x30, 0x80, 0x80, 0x80, 0x80, 1]],
  ['a packet over the limit, by its header', [0x30, 0xe9, 0x07]],
  ['a topic longer than its packet', [0x30, 3, 0, 9, 0x61]],
  ['no topic', [0x30, 3, 0, 0, 0]],
  ['a wildcard topic', [0x30, 4, 0, 1, 0x23, 0]],
  ['U+0000 in a topic', [0x30, 4, 0, 1, 0, 0]],
  ['a surrogate in a topic', [0x30, 6, 0, 3, 0xed, 0xa0, 0x80, 0]],
  ['an overlong topic', [0x30, 5, 0, 2, 0xc0, 0x80, 0]],
  ['a topic cut within a character', [0x30, 5, 0, 2, 0xe5, 0xbd, 0]],
  ['Packet Identifier 0 of a PUBLISH', [0x32, 6, 0, 1, 0x61, 0, 0, 0]],
  ['Packet Identifier 0 of a PUBACK', [0x40, 2, 0, 0]],
  ['no Packet Identifier', [0x32, 3, 0, 1, 0x61]],
]

test.each(VIOLATIONS)('%s is a violation, and nothing is read after it', (_name, bytes) => {
  const framed = scanAll([
    [...CONNACK, ...bytes],
    [0xd0, 0],
  ])
  expect(framed.packets).toEqual([CONNACK])
  expect(framed.violation).toBeDefined()
})

test('anything before CONNACK is a violation', () => {
  expect(scanAll([[0xd0, 0]]).violation?.detail).toContain('before CONNACK')
})

test('DISCONNECT from the server is MQTT 5 only', () => {
  expect(scanAll([[...CONNACK, 0xe0, 0]]).violation).toBeUndefined()
  expect(scanAll([[0x20, 2, 0, 0, 0xe0, 0]], { ...LIMITS, protocolVersion: 4 }).violation?.detail).toContain('3.1.1')
})

describe('a PUBLISH over the limit on 3.1.1, which has no way to announce one', () => {
  const SMALL = { protocolVersion: 4, maximumPacketSize: 64 } as const
  const CONNACK_4 = [0x20, 2, 0, 0]
  const PINGRESP = [0xd0, 0]
  const encode = (packet: Packet) => Array.from(generate(packet, { protocolVersion: 4 }))
  const message = fc.record({
    cmd: fc.constant('publish' as const),
    topic: fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((topic) => /^[^\0#+]{1,12}$/.test(topic)),
    size: fc.integer({ min: 0, max: 20_000 }),
    qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
    messageId: fc.integer({ min: 1, max: 65535 }),
    retain: fc.boolean(),
    dup: fc.constant(false),
  })

  test('comes out without its payload, its neighbours whole, wherever the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), fc.array(fc.nat(), { maxLength: 12 }), (messages, places) => {
        const sent = messages.map(({ size, ...fields }) => encode({ ...fields, payload: Buffer.alloc(size, 0x30) }))
        const bytes = [CONNACK_4, ...sent, PINGRESP].flat()
        const { packets, omitted, violation } = scanAll(cut(bytes, places), SMALL)
        const fits = sent.map((packet) => packet.length <= SMALL.maximumPacketSize)
        const kept = messages.map(({ size: _, ...fields }, at) =>
          fits[at] ? sent[at] : encode({ ...fields, payload: Buffer.alloc(0) }),
        )
        expect(packets).toEqual([CONNACK_4, ...kept, PINGRESP])
        const left = messages.map(({ size }, at) => (fits[at] ? undefined : size))
        expect(omitted).toEqual([undefined, ...left, undefined])
        expect(violation).toBeUndefined()
      }),
    )
  })

  test('keeps nothing of 256 MB but its head', () => {
    const framing = new Framing(SMALL)
    framing.scan(Uint8Array.from([...CONNACK_4, 0x32, 0xff, 0xff, 0xff, 0x7f, 0, 1, 0x61, 0, 9]))
    const chunk = new Uint8Array(1 << 20)
    const before = process.memoryUsage().arrayBuffers
    const size = 268_435_455 - 5
    let packets: Framed['packets'] = []
    for (let left = size; left > 0; left -= chunk.length) {
      expect(packets).toEqual([])
      packets = framing.scan(chunk.subarray(0, left)).packets
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20)
    expect(packets).toEqual([{ bytes: Uint8Array.of(0x32, 5, 0, 1, 0x61, 0, 9), headerLength: 2, omittedBytes: size }])
  })

  test.each([
    ['a topic over the limit', [0x30, 0xff, 0x7f, 0, 100]],
    ['a topic longer than the packet', [0x30, 70, 0xff, 0xff]],
    ['a wildcard topic, before the body', [0x30, 0xff, 0x7f, 0, 1, 0x23]],
    ['Packet Identifier 0, before the body', [0x32, 0xff, 0x7f, 0, 1, 0x61, 0, 0]],
    ['another type', [0x90, 0xff, 0x7f]],
  ])('%s is still a violation', (_name, bytes) => {
    const { packets, violation } = scanAll([[...CONNACK_4, ...bytes]], SMALL)
    expect(packets).toEqual([CONNACK_4])
    expect(violation).toEqual({ kind: 'protocolError', detail: expect.any(String) as string })
  })
})

test('a packet over the limit that MQTT 5 announces is told apart', () => {
  expect(scanAll([[...CONNACK, 0x30, 0xe9, 0x07]]).violation?.kind).toBe('packetTooLarge')
})
