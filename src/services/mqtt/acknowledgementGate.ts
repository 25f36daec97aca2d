import type { Acknowledgement } from '@/core/session/packets'
import type { LinkOptions } from './types'

/** An acknowledgement of ours; its reason code leaves on MQTT 5 only, and only where it is not 0 */
export type Answer = Pick<Acknowledgement, 'cmd' | 'packetId' | 'reasonCode'>

const FIRST_BYTE = { puback: 0x40, pubrec: 0x50, pubrel: 0x62, pubcomp: 0x70 } as const

/**
 * Of Receive Maximum. 3.1.1 has none to announce, and mosquitto 2.0.11 had up to 222 messages unacknowledged where 20 were
 * announced: ending at the first one too many would end good connections.
 */
const HELD_PER_RECEIVE_MAXIMUM = 5

/** Of our Maximum Packet Size: what waits for storage is in memory, and the journal takes more for a disk that hangs. */
const HELD_PER_PACKET_SIZE = 5
/** Whoever raises the size of a packet does not ask for five of them in memory, bytes; the largest comes on top */
const HELD_BYTES = 5_242_880

/** @property bytes of the packet it answers */
type Held = Answer & { bytes: number }

/**
 * Holds PUBACK, PUBREC, PUBREL and PUBCOMP of one link until what they acknowledge is durable; a broker that has one
 * forgets the message. They leave in the order they came [MQTT-4.6.0-2…4], joined, and never after {@link close}.
 */
export class AcknowledgementGate {
  private held: Held[] = []
  private heldBytes = 0
  /** How many have left */
  private gone = 0
  /** Held and gone when it was last asked */
  private asked = 0
  /** Held PUBRELs: one of each is enough, however often PUBREC comes, and a broker cannot make more of them */
  private readonly releases = new Set<string>()
  private isClosed = false
  private emptied: () => void = () => undefined

  /** @param leave takes the bytes of the acknowledgements that leave together */
  constructor(
    private readonly options: Pick<LinkOptions, 'receiveMaximum' | 'maximumPacketSize' | 'whenCommitted'>,
    private readonly leave: (bytes: Uint8Array) => void,
  ) {}

  /** How many it holds of those a broker can cause at will */
  get count(): number {
    return this.held.length - this.releases.size
  }

  /** No more should be read. */
  get isFull(): boolean {
    const { receiveMaximum, maximumPacketSize } = this.options
    const most = Math.min(maximumPacketSize * HELD_PER_PACKET_SIZE, HELD_BYTES)
    const isTooMuch = this.heldBytes >= most && this.heldBytes - this.spareBytes >= most
    return isTooMuch || this.count >= receiveMaximum * HELD_PER_RECEIVE_MAXIMUM
  }

  /** Where packets may be larger, one alone must not end the connection. */
  private get spareBytes(): number {
    if (this.options.maximumPacketSize * HELD_PER_PACKET_SIZE <= HELD_BYTES) return 0
    return this.held.reduce((most, { bytes }) => Math.max(most, bytes), 0)
  }

  /** Calls `emptied` when the last that is held has left. */
  whenEmpty(emptied: () => void): void {
    this.emptied = emptied
    if (this.held.length === 0) emptied()
  }

  /** @param bytes of the packet it answers */
  hold(answer: Answer, bytes = 0): void {
    if (this.isClosed) return
    if (answer.cmd === 'pubrel') {
      if (this.releases.has(keyOf(answer))) return
      this.releases.add(keyOf(answer))
    }
    const { cmd, packetId, reasonCode } = answer
    this.held.push({ cmd, packetId, reasonCode, bytes })
    this.heldBytes += bytes
  }

  /** To be called when everything that led to what is held has been told. */
  ask(): void {
    const upTo = this.gone + this.held.length
    if (this.isClosed || upTo === this.asked) return
    this.asked = upTo
    this.options.whenCommitted(() => this.release(upTo))
  }

  /** Drops what is held. */
  close(): void {
    this.isClosed = true
    this.held = []
  }

  private release(upTo: number): void {
    const leaving = this.isClosed ? [] : this.held.splice(0, upTo - this.gone)
    if (leaving.length === 0) return
    this.gone = upTo
    for (const answer of leaving) {
      this.heldBytes -= answer.bytes
      if (answer.cmd === 'pubrel') this.releases.delete(keyOf(answer))
    }
    this.leave(bytesOf(leaving))
    if (this.held.length === 0) this.emptied()
  }
}

const keyOf = ({ packetId, reasonCode }: Answer): string => `${packetId} ${reasonCode}`

function bytesOf(answers: readonly Answer[]): Uint8Array {
  const bytes = new Uint8Array(answers.length * 5)
  let length = 0
  for (const { cmd, packetId, reasonCode } of answers) {
    bytes[length++] = FIRST_BYTE[cmd]
    bytes[length++] = reasonCode === 0 ? 2 : 3
    bytes[length++] = packetId >> 8
    bytes[length++] = packetId & 0xff
    if (reasonCode !== 0) bytes[length++] = reasonCode
  }
  return bytes.subarray(0, length)
}

/** PUBREL for the resend, which waits for nothing. */
export const pubrelBytes = (packetId: number): Uint8Array => bytesOf([{ cmd: 'pubrel', packetId, reasonCode: 0 }])
