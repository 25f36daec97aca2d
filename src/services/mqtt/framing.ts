/** Packet types, the upper four bits of the first byte: MQTT 5 §2.1.2 */
const CONNACK = 2
const PUBLISH = 3
const PUBREL = 6
const SUBACK = 9
const UNSUBACK = 11
const PINGRESP = 13
const DISCONNECT = 14
const FROM_SERVER = [CONNACK, PUBLISH, 4, 5, PUBREL, 7, SUBACK, UNSUBACK, PINGRESP, DISCONNECT]

export interface FramingLimits {
  protocolVersion: 4 | 5
  /** bytes, fixed header included §3.1.2.11.4 */
  maximumPacketSize: number
}

export interface Framed {
  /** Whole packets, in order */
  packets: Uint8Array[]
  /** What the peer did wrong after these packets, in words for the log. Nothing is read any more. */
  violation?: string
}

/**
 * Cuts a byte stream into MQTT packets and guards it: CONNACK first and once, packet types a server may send, reserved
 * flags, QoS 3, lengths over four bytes, packets over the limit (by their header, before they are buffered), topics that
 * are not UTF-8. The engine gets one whole packet at a time, so that a short packet never reads into the next one.
 */
export class Framing {
  private readonly header: number[] = []
  private packet?: Uint8Array
  private filled = 0
  private isFirst = true
  private violation?: string

  constructor(private readonly limits: FramingLimits) {}

  /** Takes the next bytes of the stream; packets that lie whole within them are views of them. */
  scan(bytes: Uint8Array): Framed {
    const packets: Uint8Array[] = []
    let at = 0
    while (at < bytes.length && this.violation === undefined) {
      if (this.packet) {
        at += this.fill(bytes, at)
      } else {
        this.header.push(bytes[at] as number)
        at += 1
        at += this.readHeader(bytes, at)
      }
      const whole = this.takeWhole()
      if (whole) packets.push(whole)
    }
    return this.violation === undefined ? { packets } : { packets, violation: this.violation }
  }

  private fill(bytes: Uint8Array, at: number): number {
    const packet = this.packet as Uint8Array
    const part = bytes.subarray(at, at + packet.length - this.filled)
    packet.set(part, this.filled)
    this.filled += part.length
    return part.length
  }

  /**
   * `at` stands behind the last header byte. Leaves `filled` at 0 when the whole packet lies in `bytes`.
   * @returns how many bytes behind the header are taken with it
   */
  private readHeader(bytes: Uint8Array, at: number): number {
    const { header } = this
    if (header.length === 1) this.violation = this.firstByteViolation(header[0] as number)
    const last = header[header.length - 1] as number
    if (this.violation !== undefined || header.length === 1) return 0
    if (last >= 0x80) {
      if (header.length === 5) this.violation = 'remaining length over four bytes'
      return 0
    }
    const remaining = header.slice(1).reduce((sum, byte, place) => sum + (byte & 0x7f) * 128 ** place, 0)
    this.violation = this.lengthViolation((header[0] as number) >> 4, remaining)
    if (this.violation !== undefined) return 0
    const size = header.length + remaining
    const start = at - header.length
    if (start >= 0 && start + size <= bytes.length) {
      this.packet = bytes.subarray(start, start + size)
      this.filled = 0
      return remaining
    }
    this.packet = new Uint8Array(size)
    this.packet.set(header)
    this.filled = header.length
    return 0
  }

  private takeWhole(): Uint8Array | undefined {
    const { packet } = this
    if (!packet || (this.filled !== 0 && this.filled < packet.length)) return undefined
    const headerLength = this.header.length
    this.packet = undefined
    this.filled = 0
    this.header.length = 0
    this.violation = bodyViolation(packet, headerLength)
    return this.violation === undefined ? packet : undefined
  }

  private firstByteViolation(byte: number): string | undefined {
    const type = byte >> 4
    const flags = byte & 0x0f
    if (FROM_SERVER.indexOf(type) < 0) return `packet type ${type} from a server`
    if (type === DISCONNECT && this.limits.protocolVersion === 4) return 'DISCONNECT from a 3.1.1 server'
    if (this.isFirst !== (type === CONNACK))
      return this.isFirst ? `packet type ${type} before CONNACK` : 'a second CONNACK'
    this.isFirst = false
    if (type === PUBLISH) {
      if ((flags & 0x06) === 0x06) return 'PUBLISH with QoS 3'
      return flags >= 8 && (flags & 0x06) === 0 ? 'PUBLISH with DUP and QoS 0' : undefined
    }
    return flags === (type === PUBREL ? 2 : 0) ? undefined : `reserved flags ${flags} of packet type ${type}`
  }

  private lengthViolation(type: number, remaining: number): string | undefined {
    const { maximumPacketSize, protocolVersion } = this.limits
    const size = this.header.length + remaining
    if (size > maximumPacketSize) return `packet of ${size} bytes, Maximum Packet Size is ${maximumPacketSize}`
    const [least, most] = lengthBounds(type, protocolVersion)
    return remaining < least || remaining > most ? `packet type ${type} with ${remaining} bytes` : undefined
  }
}

function lengthBounds(type: number, protocolVersion: 4 | 5): [least: number, most: number] {
  if (type === PINGRESP) return [0, 0]
  if (type === DISCONNECT) return [0, Infinity]
  if (type === PUBLISH || type === SUBACK) return [3, Infinity]
  // a server without MQTT 5 answers its CONNECT with a CONNACK of 3.1.1: two bytes
  return protocolVersion === 4 ? [2, 2] : [type === UNSUBACK ? 3 : 2, Infinity]
}

/** What stands in every packet the same way: the topic of a PUBLISH, and Packet Identifiers, which are never 0 [MQTT-2.2.1-3]. */
function bodyViolation(packet: Uint8Array, headerLength: number): string | undefined {
  const type = (packet[0] as number) >> 4
  if (type === CONNACK || type === PINGRESP || type === DISCONNECT) return undefined
  if (type !== PUBLISH) return packetIdViolation(packet, headerLength)
  const topicEnd = headerLength + 2 + uint16(packet, headerLength)
  const violation = topicViolation(packet, headerLength + 2, topicEnd)
  if (violation !== undefined || ((packet[0] as number) & 0x06) === 0) return violation
  return packetIdViolation(packet, topicEnd)
}

function packetIdViolation(packet: Uint8Array, at: number): string | undefined {
  if (at + 2 > packet.length) return 'a packet that ends before its Packet Identifier'
  return uint16(packet, at) === 0 ? 'Packet Identifier 0' : undefined
}

function uint16(bytes: Uint8Array, at: number): number {
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
