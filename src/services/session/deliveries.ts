import { AppError } from '@/core/errors'
import { storeEntry } from '@/core/message/storedEntry'
import type { DeliveryStatus, SentMessage } from '@/core/message/message'
import { sessionDefaults } from '@/core/profile/defaults'
import * as outbox from '@/core/session/outbox'
import type { BrokerLimits, Outbox, OutboxEntry, OutboxPacket, OutboxStep } from '@/core/session/outbox'
import type { Acknowledgement, Connack, OutboundPacket } from '@/core/session/packets'
import type { Journal } from '../journal/types'
import type { Clock, SessionConfig } from './config'
import { factKeys, placeOf, type Flight } from './facts'
import type { Delivery, Handover, UnsettledMessage } from './types'

/** What deliveries need of their session. */
export interface DeliveryPorts {
  isOnline(): boolean
  send(packet: OutboundPacket): void
  /** a message is new or has another status */
  emit(message: SentMessage): void
  changed(): void
  nextId(): number
  /** whether SUBSCRIBE or UNSUBSCRIBE use a Packet Identifier: they share the space §2.2.1 */
  isTaken(packetId: number): boolean
  journal: Journal
  clock: Clock
  unknownRule: SessionConfig['unknownRule']
}

const isFinal = ({ status }: SentMessage) => status.name !== 'queued' && status.name !== 'sending'

/** Messages of ours from the moment they are published until their status is final. Each step is recorded before it is taken. */
export class Deliveries {
  private box: Outbox
  private limits: BrokerLimits = {}
  /** a connection's number: what was planned for one is not sent by the next */
  private connection = 0
  private isSendingSoon = false
  private readonly pending = new Map<number, UnsettledMessage>()
  private shown: { entries: readonly OutboxEntry[]; messages: SentMessage[] } | undefined
  private expiry: { at: number; cancel(): void } | undefined
  /** settled while the journal, which still has them, is being read */
  private settledEarly: Map<number, SentMessage> | undefined = new Map()

  /**
   * @param firstPacketId where to begin: a broker may still know the IDs of an earlier run, so that beginning at 1
   * again could make a new QoS 2 message pass for an old one [MQTT-4.3.3-2]
   */
  constructor(
    private readonly ports: DeliveryPorts,
    firstPacketId: number,
    handover: Handover,
  ) {
    this.box = { ...outbox.emptyOutbox, lastPacketId: firstPacketId }
    for (const taken of handover) this.pending.set(taken.message.id, taken)
    this.enqueue(handover.map(({ message }) => message).filter(({ status }) => status.name === 'queued'))
  }

  /** The same array until something of it changes. */
  get messages(): readonly SentMessage[] {
    const { entries } = this.box
    if (this.shown?.entries !== entries) this.shown = { entries, messages: entries.map((entry) => entry.message) }
    return this.shown.messages
  }

  /** What an earlier run has left goes before what this one has queued already. */
  restore(left: readonly OutboxEntry[], blockedIds: readonly number[]): void {
    const { settledEarly } = this
    const entries = left.filter(({ message }) => !settledEarly?.has(message.id))
    this.settledEarly = undefined
    settledEarly?.forEach((message) => this.ports.emit(message))
    const known = new Set(entries.map((entry) => entry.message.id))
    const added = this.box.entries.filter((entry) => !known.has(entry.message.id))
    // QoS 0 is never sent twice
    const lost = entries.filter(({ message, isHanded }) => message.qos === 0 && isHanded)
    const kept = entries.filter((entry) => !lost.includes(entry))
    const restored = { ...this.box, entries: [...entries, ...added], blockedIds: new Set(blockedIds) }
    this.box = restored
    const changed = lost.map(({ message }): SentMessage => ({ ...message, status: { name: 'unknown' } }))
    this.apply({ outbox: { ...restored, entries: [...kept, ...added] }, packets: [], changed })
    for (const { message } of [...this.pending.values()]) {
      // handed to a connection whose session nobody remembers
      const isLost = message.status.name === 'sending' && !known.has(message.id)
      if (isLost) this.tell({ ...message, status: { name: 'unknown' } })
    }
  }

  /** @throws AppError `payloadTooLarge`, `outboxFull` */
  add(message: SentMessage): Delivery {
    const { length } = message.payload
    if (length > sessionDefaults.outboxMaxBytes) throw new AppError('payloadTooLarge')
    const isFull =
      this.box.entries.length >= sessionDefaults.outboxMaxMessages ||
      outbox.outboxBytes(this.box) + length > sessionDefaults.outboxMaxBytes
    if (isFull) throw new AppError('outboxFull', { isRetriable: true })
    let resolve: UnsettledMessage['resolve'] = () => undefined
    const settled = new Promise<DeliveryStatus>((settle) => (resolve = settle))
    const pending = { message, resolve }
    this.pending.set(message.id, pending)
    this.enqueue([message])
    this.ports.emit(message)
    this.ports.changed()
    this.sendQueued()
    return {
      id: message.id,
      get status() {
        return pending.message.status
      },
      settled,
    }
  }

  /** @returns whether the message was still queued */
  cancel(messageId: number): boolean {
    const step = outbox.cancel(this.box, messageId)
    this.apply(step)
    return step.changed.length > 0
  }

  connected(connack: Connack, resumed: boolean): void {
    this.limits = connack
    this.connection += 1
    if (resumed) this.apply(outbox.resend(this.box, this.limits, this.ports.clock.now()))
    else this.forget()
  }

  /** The session that the messages in flight belong to is gone. */
  forget(): void {
    const places = new Map(this.box.entries.map((entry) => [entry.message.id, placeOf(entry)]))
    const step = outbox.forget(this.box)
    this.apply(step)
    if (this.ports.unknownRule !== 'resend') return
    const now = this.ports.clock.now()
    const again = step.changed
      .filter(({ status }) => status.name === 'unknown')
      .map((message): OutboxEntry => ({
        message: { ...message, id: this.ports.nextId(), at: now, status: { name: 'queued' } },
        place: places.get(message.id),
      }))
    // before what was published after them
    const entries = [...again, ...this.box.entries]
    this.apply({ outbox: { ...this.box, entries }, packets: [], changed: [] })
    for (const { message } of again) this.ports.emit(message)
  }

  acknowledged(ack: Acknowledgement): void {
    this.apply(outbox.acknowledge(this.box, ack, this.ports.clock.now()))
    this.sendSoon()
  }

  /** Acknowledgements come many at a time: what they make room for goes together. */
  private sendSoon(): void {
    if (this.isSendingSoon) return
    this.isSendingSoon = true
    void Promise.resolve().then(() => {
      this.isSendingSoon = false
      this.sendQueued()
    })
  }

  sendQueued(): void {
    const now = this.ports.clock.now()
    if (!this.ports.isOnline()) return
    this.apply(outbox.send(this.box, this.limits, (id) => this.ports.isTaken(id), now))
  }

  allocatePacketId(): number {
    const inOutbox = new Set(this.box.entries.map((entry) => entry.packetId))
    const isTaken = (id: number) => inOutbox.has(id) || this.box.blockedIds.has(id) || this.ports.isTaken(id)
    const lastPacketId = outbox.freePacketId(this.box.lastPacketId, isTaken)
    this.box = { ...this.box, lastPacketId }
    return lastPacketId
  }

  /** @returns everything not settled: the journal has it too, where there is one */
  release(): Handover {
    const unsettled = [...this.pending.values()]
    this.pending.clear()
    this.expiry?.cancel()
    return unsettled
  }

  /** Nobody comes after in this run of the app. What the journal holds stays as it is. */
  end(): void {
    for (const { message, resolve } of this.release()) {
      resolve({ name: message.status.name === 'queued' ? 'cancelled' : 'unknown' })
    }
  }

  private enqueue(messages: readonly SentMessage[]): void {
    const next = messages.reduce(outbox.enqueue, this.box)
    this.apply({ outbox: next, packets: [], changed: [] })
  }

  private apply({ outbox: box, packets, changed }: OutboxStep): void {
    if (box === this.box && packets.length === 0) return
    this.record(this.box.entries, box.entries)
    this.recordBlocked(this.box.blockedIds, box.blockedIds)
    this.box = box
    // before anyone is told, who might publish what would then go first
    if (packets.length > 0) {
      const { connection } = this
      this.ports.journal.whenCommitted(() => this.hand(packets, connection))
    }
    for (const message of changed) this.tell(message)
    this.watchExpiry()
    this.ports.changed()
  }

  /** What is planned for a connection is sent by it or not at all. */
  private hand(packets: readonly OutboxPacket[], connection: number): void {
    const isUp = () => connection === this.connection && this.ports.isOnline()
    const given: OutboxPacket[] = []
    for (const each of packets) {
      if (isUp()) this.ports.send(each.packet)
      // sending may find that nobody is there: what is in the socket's way then never leaves
      if (isUp()) given.push(each)
    }
    if (given.length > 0) this.apply(outbox.handed(this.box, given))
    // the next connection plans anew; until then it may be withdrawn, and expire
    if (connection === this.connection && !isUp()) this.apply(outbox.requeue(this.box))
  }

  private tell(message: SentMessage): void {
    const pending = this.pending.get(message.id)
    if (pending) pending.message = message
    if (isFinal(message)) this.ports.journal.add(message)
    this.ports.emit(message)
    if (!isFinal(message)) return
    this.settledEarly?.set(message.id, message)
    pending?.resolve(message.status)
    this.pending.delete(message.id)
  }

  private record(before: readonly OutboxEntry[], after: readonly OutboxEntry[]): void {
    const { journal } = this.ports
    // a step changes few of many: what is the same at both ends is left alone
    let start = 0
    while (start < before.length && before[start] === after[start]) start += 1
    let rest = 0
    const most = Math.min(before.length, after.length) - start
    while (rest < most && before[before.length - 1 - rest] === after[after.length - 1 - rest]) rest += 1
    const old = new Map(before.slice(start, before.length - rest).map((entry) => [entry.message.id, entry]))
    for (const entry of after.slice(start, after.length - rest)) {
      const { id } = entry.message
      const former = old.get(id)
      old.delete(id)
      if (entry === former) continue
      if (!former) journal.set(factKeys.out(id), storeEntry(entry.message))
      if (!former && entry.place !== undefined) journal.set(factKeys.place(id), entry.place)
      const flight = flightOf(entry)
      const formerFlight = former && flightOf(former)
      if (String(flight) === String(formerFlight)) continue
      if (flight) journal.set(factKeys.flight(id), flight)
      else journal.delete(factKeys.flight(id))
    }
    for (const [id, entry] of old) {
      journal.delete(factKeys.out(id))
      if (entry.place !== undefined) journal.delete(factKeys.place(id))
      if (flightOf(entry)) journal.delete(factKeys.flight(id))
    }
  }

  private recordBlocked(before: ReadonlySet<number>, after: ReadonlySet<number>): void {
    if (before === after) return
    const { journal } = this.ports
    after.forEach((id) => before.has(id) || journal.set(factKeys.blockedId(id), 1))
    before.forEach((id) => after.has(id) || journal.delete(factKeys.blockedId(id)))
  }

  /** One timer for what expires next. */
  private watchExpiry(): void {
    const at = outbox.nextExpiry(this.box)
    if (this.expiry?.at === at) return
    this.expiry?.cancel()
    this.expiry = undefined
    if (at === Infinity) return
    const { clock } = this.ports
    const expire = () => {
      this.expiry = undefined
      this.apply(outbox.expire(this.box, clock.now()))
      this.watchExpiry()
    }
    this.expiry = { at, cancel: clock.setTimer(expire, Math.max(0, at - clock.now())) }
  }
}

function flightOf({ packetId, isPlanned, isReleased, sentAt }: OutboxEntry): Flight | undefined {
  if (packetId === undefined && !isPlanned) return undefined
  return [packetId ?? 0, isReleased === true, sentAt ?? 0]
}
