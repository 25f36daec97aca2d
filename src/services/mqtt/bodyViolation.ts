import { CONNACK, DISCONNECT, PINGRESP, PUBLISH } from './packetTypes'

/** ASCII without U+0000 and wildcards: what most topics are */
// eslint-disable-next-line no-control-regex -- U+0000 is what is looked for
const plain = /^[\x01-\x22\x24-\x2a\x2c-\x7f]+$/
/** No topic that is longer is worth a call with so many arguments. */
const PLAIN_MAX_BYTES = 256

/** The topic of a PUBLISH, where it is plain: without a look at each byte, which is what costs where nothing is compiled. */
export function plainTopic(packet: Uint8Array, headerLength: number): string | undefined {
  const start = headerLength + 2
  const end = start + uint16(packet, headerLength)
  if (end > packet.length || end - start > PLAIN_MAX_BYTES) return undefined
  const topic = Reflect.apply(String.fromCharCode, undefined, packet.subarray(start, end)) as string
  return plain.test(topic) ? topic : undefined
}

/**
 * What stands in every packet the same way: the topic of a PUBLISH, and Packet Identifiers, which are never 0 [MQTT-2.2.1-3].
 * @param hasPlainTopic its topic has been found to be one
 */
export function bodyViolation(packet: Uint8Array, headerLength: number, hasPlainTopic = false): string | undefined {
  const type = (packet[0] as number) >> 4
  if (type === CONNACK || type === PINGRESP || type === DISCONNECT) return undefined
  if (type !== PUBLISH) return packetIdViolation(packet, headerLength)
  const topicEnd = headerLength + 2 + uint16(packet, headerLength)
  const violation = hasPlainTopic ? undefined : topicViolation(packet, headerLength + 2, topicEnd)
  if (violation !== undefined || ((packet[0] as number) & 0x06) === 0) return violation
  return packetIdViolation(packet, topicEnd)
}

function packetIdViolation(packet: Uint8Array, at: number): string | undefined {
  if (at + 2 > packet.length) return 'a packet that ends before its Packet Identifier'
  return uint16(packet, at) === 0 ? 'Packet Identifier 0' : undefined
}

export function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) * 256 + (bytes[at + 1] as number)
}

/** Topic Name §3.3.2.1: UTF-8 [MQTT-1.5.4-1], no U+0000 [MQTT-1.5.4-2], no wildcards [MQTT-3.3.2-2] */
function topicViolation(packet: Uint8Array, start: number, end: number): string | undefined {
  if (end > packet.length) return 'PUBLISH shorter than its topic'
  if (end === start) return 'PUBLISH without a topic'
  for (let at = start; at < end; at += 1) {
    const byte = packet[at] as number
    if (byte === 0 || byte === 0x23 || byte === 0x2b) return 'PUBLISH topic with a wildcard or U+0000'
  }
  return isUtf8(packet, start, end) ? undefined : 'PUBLISH topic that is not UTF-8'
}

/** Well-formed UTF-8 as Unicode table 3-7 has it: no overlong forms, no surrogates, nothing over U+10FFFF. */
function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end) {
    const lead = bytes[at] as number
    const tail = lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1
    if (tail < 0 || at + tail >= end) return false
    for (let index = 1; index <= tail; index += 1) {
      const byte = bytes[at + index] as number
      const least = index > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
      const most = index > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
      if (byte < least || byte > most) return false
    }
    at += tail + 1
  }
  return true
}
