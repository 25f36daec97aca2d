import type { Publish } from '@/core/session/packets'
import { decodeUtf8 } from '@/core/payload/utf8'
import { uint16 } from './bodyViolation'
import type { FramedPacket } from './framing'
import { PUBLISH } from './packetTypes'

/** A payload may be a view of its frame where that keeps at most so much more alive, bytes */
const SPARE_FRAME_BYTES = 16_384

/**
 * Reads a PUBLISH that the engine has nothing to do about: QoS 0 or 1, and on MQTT 5 without properties. Nearly all that
 * pours in is of this kind, and the engine costs four times as much.
 * @param packet passed by the framing, which has looked at its flags, length, topic and Packet Identifier
 * @returns undefined for what has to go through the engine
 */
export function plainPublish(packet: FramedPacket, protocolVersion: 4 | 5): Publish | undefined {
  const { bytes, headerLength, omittedBytes } = packet
  const first = bytes[0] as number
  if (first >> 4 !== PUBLISH || omittedBytes !== undefined || (first & 0x04) !== 0) return undefined
  const topicEnd = headerLength + 2 + uint16(bytes, headerLength)
  const idEnd = (first & 0x02) === 0 ? topicEnd : topicEnd + 2
  // Property Length §3.3.2.3.1
  if (protocolVersion === 5 && bytes[idEnd] !== 0) return undefined
  const start = protocolVersion === 5 ? idEnd + 1 : idEnd
  const publish: Publish = {
    cmd: 'publish',
    topic: packet.topic ?? decodeUtf8(bytes.subarray(headerLength + 2, topicEnd)),
    payload: payloadOf(bytes, start),
    qos: (first & 0x02) === 0 ? 0 : 1,
    retain: (first & 0x01) !== 0,
    dup: (first & 0x08) !== 0,
  }
  if (publish.qos === 1) publish.packetId = uint16(bytes, topicEnd)
  return publish
}

function payloadOf(packet: Uint8Array, start: number): Uint8Array {
  const size = packet.length - start
  const spare = packet.buffer.byteLength - size
  return spare <= SPARE_FRAME_BYTES || spare <= size ? packet.subarray(start) : packet.slice(start)
}
