import { bodyViolation, plainTopic } from './bodyViolation'
import { OversizedPublish } from './oversizedPublish'
import { CONNACK, DISCONNECT, PINGRESP, PUBLISH, PUBREL, SUBACK, UNSUBACK } from './packetTypes'
import type { LinkClose } from './types'

const FROM_SERVER = [CONNACK, PUBLISH, 4, 5, PUBREL, 7, SUBACK, UNSUBACK, PINGRESP, DISCONNECT]

export interface FramingLimits {
  protocolVersion: 4 | 5
  /** bytes, fixed header included §3.1.2.11.4 */
  maximumPacketSize: number
}

export interface FramedPacket {
  bytes: Uint8Array
  /** of the fixed header §2.1 */
  headerLength: number
  /** of a PUBLISH, where it was cheap to read */
  topic?: string
  /** Of a PUBLISH over the limit: how long its payload was, which `bytes` has not */
  omittedBytes?: number
}

export interface Framed {
  /** Whole packets, in order */
  packets: FramedPacket[]
  /** What the peer did wrong after these packets. Nothing is read any more. */
  violation?: Extract<LinkClose, { kind: 'protocolError' | 'packetTooLarge' }>
}

/**
 * Cuts a byte stream into MQTT packets and guards it: CONNACK first and once, packet types a server may send, reserved
 * flags, QoS 3, lengths over four bytes, packets over the limit (by their header, before they are buffered), topics that
 * are not UTF-8. The engine gets one whole packet at a time, so that a short packet never reads into the next one.
 *
 * MQTT 5 announces the limit, and a packet over it is the server's fault. 3.1.1 cannot, and to close would have the same
 * message sent again at every connect: there a PUBLISH over the limit comes out without its payload.
 */
export class Framing {
  private readonly header: number[] = []
  private packet?: Uint8Array
  private oversized?: OversizedPublish
  private filled = 0
  private isFirst = true
  private violation?: Framed['violation']

  constructor(private readonly limits: FramingLimits) {}

  /** Takes the next bytes of the stream; packets that lie whole within them are views of them. */
  scan(bytes: Uint8Array): Framed {
    const packets: FramedPacket[] = []
    let at = 0
    while (at < bytes.length && this.violation === undefined) {
      const wholeEnd = this.takePublish(bytes, at, packets)
      if (wholeEnd > at) {
        at = wholeEnd
      } else if (this.packet) {
        at += this.fill(bytes, at)
      } else if (this.oversized) {
        at += this.oversized.take(bytes, at)
        this.violate(this.oversized.violation)
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

  /**
   * The short way of what pours in: a PUBLISH that lies whole in `bytes`, with nothing wrong in its header.
   * @returns where it ends, or `at` for what has to go the long way
   */
  private takePublish(bytes: Uint8Array, at: number, packets: FramedPacket[]): number {
    const first = bytes[at] as number
    if (first >> 4 !== PUBLISH || this.isFirst || this.header.length > 0 || this.oversized) return at
    // QoS 3, or DUP at QoS 0
    if ((first & 0x06) === 0x06 || (first & 0x0e) === 0x08) return at
    let remaining = 0
    let headerLength = 1
    for (let byte = 0x80; byte >= 0x80; headerLength += 1) {
      byte = bytes[at + headerLength] ?? 0x80
      if (headerLength > 4) return at
      remaining += (byte & 0x7f) * 128 ** (headerLength - 1)
    }
    const end = at + headerLength + remaining
    if (remaining < 3 || end > bytes.length || end - at > this.limits.maximumPacketSize) return at
    const packet = bytes.subarray(at, end)
    const topic = plainTopic(packet, headerLength)
    this.violate(bodyViolation(packet, headerLength, topic !== undefined))
    if (this.violation === undefined) packets.push({ bytes: packet, headerLength, topic })
    return end
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
    if (header.length === 1) this.violate(this.firstByteViolation(header[0] as number))
    const last = header[header.length - 1] as number
    if (this.violation !== undefined || header.length === 1) return 0
    if (last >= 0x80) {
      if (header.length === 5) this.violate('remaining length over four bytes')
      return 0
    }
    const remaining = header.slice(1).reduce((sum, byte, place) => sum + (byte & 0x7f) * 128 ** place, 0)
    this.checkLength((header[0] as number) >> 4, remaining)
    if (this.violation !== undefined || this.oversized) return 0
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

  private takeWhole(): FramedPacket | undefined {
    if (this.oversized) return this.takeOversized(this.oversized)
    const { packet } = this
    if (!packet || (this.filled !== 0 && this.filled < packet.length)) return undefined
    const headerLength = this.header.length
    this.packet = undefined
    this.filled = 0
    this.header.length = 0
    this.violate(bodyViolation(packet, headerLength))
    return this.violation === undefined ? { bytes: packet, headerLength } : undefined
  }

  private takeOversized(oversized: OversizedPublish): FramedPacket | undefined {
    if (!oversized.isOver || this.violation !== undefined) return undefined
    this.oversized = undefined
    this.header.length = 0
    const { head, headLength, omittedBytes } = oversized
    return { bytes: head, headerLength: headLength, omittedBytes }
  }

  private violate(detail: string | undefined): void {
    if (detail !== undefined) this.violation = { kind: 'protocolError', detail }
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

  private checkLength(type: number, remaining: number): void {
    const { maximumPacketSize, protocolVersion } = this.limits
    const [least, most] = lengthBounds(type, protocolVersion)
    const size = this.header.length + remaining
    const detail = `packet of ${size} bytes, Maximum Packet Size is ${maximumPacketSize}`
    if (size <= maximumPacketSize) {
      if (remaining < least || remaining > most) this.violate(`packet type ${type} with ${remaining} bytes`)
    } else if (protocolVersion === 5) this.violation = { kind: 'packetTooLarge', detail }
    else if (type !== PUBLISH) this.violate(detail)
    else this.oversized = new OversizedPublish(this.header[0] as number, remaining, maximumPacketSize)
  }
}

function lengthBounds(type: number, protocolVersion: 4 | 5): [least: number, most: number] {
  if (type === PINGRESP) return [0, 0]
  if (type === DISCONNECT) return [0, Infinity]
  if (type === PUBLISH || type === SUBACK) return [3, Infinity]
  // a server without MQTT 5 answers its CONNECT with a CONNACK of 3.1.1: two bytes
  return protocolVersion === 4 ? [2, 2] : [type === UNSUBACK ? 3 : 2, Infinity]
}
