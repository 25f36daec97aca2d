import type { ReceivedMessage } from '@/core/message/message'
import type { Publish } from '@/core/session/packets'
import { contentHash, isRedelivery, seenMax, type SeenMessages } from '@/core/session/redelivery'
import type { Journal } from '../journal/types'
import { factKeys, type SessionFacts } from './facts'

/** Records what is received, so that it may be acknowledged, and tells what came before. */
export class Inbox {
  private seen: SeenMessages = new Map()
  /** QoS 2 identifiers on the disk */
  private readonly heldIds = new Set<number>()
  private connection = { connection: 0, resumed: false, setsDup: false }

  constructor(
    private readonly journal: Journal,
    private readonly nextId: () => number,
    private readonly now: () => number,
  ) {}

  restore({ seen, receivedIds, setsDup }: Pick<SessionFacts, 'seen' | 'receivedIds' | 'setsDup'>): void {
    this.seen = new Map([...seen, ...this.seen])
    if (setsDup) this.connection = { ...this.connection, setsDup }
    for (const id of receivedIds) this.heldIds.add(id)
  }

  connected(resumed: boolean): void {
    this.connection = { ...this.connection, connection: this.connection.connection + 1, resumed }
    if (resumed) return
    // a fresh session: the broker knows none of them [MQTT-3.2.2-5]
    for (const id of this.heldIds) this.journal.delete(factKeys.receivedId(id))
    this.heldIds.clear()
    // nor does it deliver again what the one before has sent
    for (const id of this.seen.keys()) this.journal.delete(factKeys.seen(id))
    this.seen.clear()
  }

  /** @returns the message, to be shown once it is committed */
  received(packet: Publish): ReceivedMessage {
    const { topic, payload, qos, retain, dup, properties, omittedBytes, packetId } = packet
    const at = this.now()
    const message: ReceivedMessage = { direction: 'received', id: this.nextId(), topic, payload, qos, retain, dup, at }
    if (properties) message.properties = properties
    if (omittedBytes !== undefined) message.omittedBytes = omittedBytes
    if (dup && !this.connection.setsDup) this.learnDup()
    if (packetId !== undefined && qos === 2) this.hold(packetId)
    if (packetId !== undefined && qos === 1 && this.isSeen(packet, packetId)) message.isRedelivered = true
    this.journal.add(message)
    return message
  }

  /** PUBREL came: the identifier may stand for another message from now on §4.3.3 */
  released(packetId: number): void {
    if (this.heldIds.delete(packetId)) this.journal.delete(factKeys.receivedId(packetId))
  }

  private learnDup(): void {
    this.connection = { ...this.connection, setsDup: true }
    this.journal.set(factKeys.setsDup, 1)
  }

  private hold(packetId: number): void {
    this.heldIds.add(packetId)
    this.journal.set(factKeys.receivedId(packetId), 1)
  }

  private isSeen(packet: Publish, packetId: number): boolean {
    const hash = contentHash(packet)
    const isAgain = isRedelivery(this.seen, packet, hash, this.connection)
    // in its place as the newest
    this.seen.delete(packetId)
    this.seen.set(packetId, { hash, connection: this.connection.connection })
    this.journal.set(factKeys.seen(packetId), hash)
    if (this.seen.size > seenMax) this.forgetOldest()
    return isAgain
  }

  private forgetOldest(): void {
    const [oldest] = this.seen.keys()
    if (oldest === undefined) return
    this.seen.delete(oldest)
    this.journal.delete(factKeys.seen(oldest))
  }
}
