import * as fc from 'fast-check'
import { generate } from 'mqtt-packet'
import { Framing } from './framing'

const LIMITS = { protocolVersion: 5, maximumPacketSize: 1000 } as const
const CONNACK = [0x20, 3, 0, 0, 0]

function scanAll(frames: number[][], limits: ConstructorParameters<typeof Framing>[0] = LIMITS) {
  const framing = new Framing(limits)
  const packets: number[][] = []
  let violation: string | undefined
  for (const frame of frames) {
    const framed = framing.scan(Uint8Array.from(frame))
    for (const packet of framed.packets) packets.push(Array.from(packet))
    violation = framed.violation
  }
  return { packets, violation }
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
      expect(scanAll(cut(bytes, places))).toEqual({ packets, violation: undefined })
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
  expect(framed.violation).toEqual(expect.any(String))
})

test('anything before CONNACK is a violation', () => {
  expect(scanAll([[0xd0, 0]]).violation).toContain('before CONNACK')
})

test('DISCONNECT from the server is MQTT 5 only', () => {
  expect(scanAll([[...CONNACK, 0xe0, 0]]).violation).toBeUndefined()
  expect(scanAll([[0x20, 2, 0, 0, 0xe0, 0]], { ...LIMITS, protocolVersion: 4 }).violation).toContain('3.1.1')
})
