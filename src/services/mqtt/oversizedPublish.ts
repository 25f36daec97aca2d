import { bodyViolation, uint16 } from './bodyViolation'

const LENGTH_FIELD = 2

/**
 * A 3.1.1 PUBLISH that is larger than we take, while its bytes stream by: fixed header, topic and Packet Identifier are
 * kept, the payload is counted only, however long it says it is.
 */
export class OversizedPublish {
  /** In words for the log, as soon as the kept part shows it */
  violation?: string
  /** Topic length, topic and Packet Identifier, as much as is known to be wanted */
  private kept = new Uint8Array(LENGTH_FIELD)
  private filled = 0
  private left: number

  /** @param remaining Remaining Length §2.2.3, at least that of the shortest PUBLISH */
  constructor(
    private readonly firstByte: number,
    private readonly remaining: number,
    private readonly maximumPacketSize: number,
  ) {
    this.left = remaining
  }

  /** All of it has passed. */
  get isOver(): boolean {
    return this.left === 0
  }

  get omittedBytes(): number {
    return this.remaining - this.kept.length
  }

  /** A whole PUBLISH with the same topic and Packet Identifier, and no payload */
  get head(): Uint8Array {
    const header = [this.firstByte, ...remainingLength(this.kept.length)]
    const packet = new Uint8Array(header.length + this.kept.length)
    packet.set(header)
    packet.set(this.kept, header.length)
    return packet
  }

  /** Bytes of the fixed header of {@link head} */
  get headLength(): number {
    return 1 + remainingLength(this.kept.length).length
  }

  /** @returns how many of the bytes from `at` on were its own */
  take(bytes: Uint8Array, at: number): number {
    const wanted = this.kept.length - this.filled
    const part = bytes.subarray(at, at + (wanted > 0 ? wanted : this.left))
    this.left -= part.length
    if (wanted > 0) {
      this.kept.set(part, this.filled)
      this.filled += part.length
      if (part.length === wanted) this.check()
    }
    return part.length
  }

  private check(): void {
    if (this.kept.length > LENGTH_FIELD) {
      this.violation = bodyViolation(this.head, this.headLength)
      return
    }
    const hasPacketId = (this.firstByte & 0x06) !== 0
    const size = LENGTH_FIELD + uint16(this.kept, 0) + (hasPacketId ? 2 : 0)
    if (size > this.remaining) this.violation = 'PUBLISH shorter than its topic'
    else if (size === LENGTH_FIELD) this.violation = 'PUBLISH without a topic'
    else if (size > this.maximumPacketSize) this.violation = `PUBLISH with a topic over ${this.maximumPacketSize} bytes`
    const kept = new Uint8Array(this.violation === undefined ? size : LENGTH_FIELD)
    kept.set(this.kept)
    this.kept = kept
  }
}

/** Variable Byte Integer §1.5.5 */
function remainingLength(length: number): number[] {
  return length < 0x80 ? [length] : [0x80 | (length & 0x7f), ...remainingLength(length >> 7)]
}
