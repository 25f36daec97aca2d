import * as fc from 'fast-check'
import { generate, parser, type IPublishPacket } from 'mqtt-packet'
import { Framing } from './framing'
import { publishOf } from './packetMapping'
import { plainPublish } from './plainPublish'

const publish = fc.record({
  topic: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((topic) => /^[^\0#+]+$/.test(topic)),
  payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
  messageId: fc.integer({ min: 1, max: 65535 }),
  retain: fc.boolean(),
  properties: fc.option(fc.constant({ contentType: 'text/plain' }), { nil: undefined }),
})
const version = fc.constantFrom(4 as const, 5 as const)

const framed = (bytes: Uint8Array, protocolVersion: 4 | 5) => {
  const framing = new Framing({ protocolVersion, maximumPacketSize: 100_000 })
  framing.scan(Uint8Array.from(protocolVersion === 5 ? [0x20, 3, 0, 0, 0] : [0x20, 2, 0, 0]))
  return framing.scan(bytes).packets
}

test('a plain PUBLISH is read as the engine reads it, however the stream is cut', () => {
  fc.assert(
    fc.property(publish, version, fc.boolean(), fc.nat(), ({ properties, ...fields }, protocolVersion, dup, at) => {
      const packet = { cmd: 'publish' as const, dup: dup && fields.qos > 0, ...fields, properties }
      const bytes = Uint8Array.from(generate(packet, { protocolVersion }))
      const engine = parser({ protocolVersion })
      let parsed: IPublishPacket | undefined
      engine.on('packet', (each) => (parsed = each as IPublishPacket))
      engine.parse(Buffer.from(bytes))
      const framing = new Framing({ protocolVersion, maximumPacketSize: 100_000 })
      framing.scan(Uint8Array.from(protocolVersion === 5 ? [0x20, 3, 0, 0, 0] : [0x20, 2, 0, 0]))
      const cut = at % bytes.length
      const packets = [...framing.scan(bytes.subarray(0, cut)).packets, ...framing.scan(bytes.subarray(cut)).packets]
      expect(packets).toHaveLength(1)
      const read = packets[0] && plainPublish(packets[0], protocolVersion)
      const isPlain = fields.qos < 2 && (protocolVersion === 4 || !properties)
      expect(read).toEqual(isPlain && parsed ? publishOf(parsed) : undefined)
    }),
  )
})

test('a payload keeps its frame alive only where that is little more than itself', () => {
  const packetOf = (size: number) =>
    generate({ cmd: 'publish', dup: false, retain: false, qos: 0, topic: 't', payload: Buffer.alloc(size) })
  const payloadOf = (frame: Uint8Array) => {
    const [packet] = framed(frame, 4)
    return packet && plainPublish(packet, 4)?.payload
  }
  const one = Uint8Array.from(packetOf(200))
  expect(payloadOf(one)?.buffer).toBe(one.buffer)
  const many = Uint8Array.from(Buffer.concat(Array.from({ length: 200 }, () => packetOf(200))))
  expect(payloadOf(many)).toHaveLength(200)
  expect(payloadOf(many)?.buffer.byteLength).toBe(200)
})
