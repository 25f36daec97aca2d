import { AppError } from '@/core/errors'
import type { DeliveryStatus, SentMessage } from '@/core/message/message'
import { sessionDefaults } from '@/core/profile/defaults'
import * as outbox from '@/core/session/outbox'
import type { BrokerLimits, Outbox, OutboxStep } from '@/core/session/outbox'
import type { Acknowledgement, Connack, OutboundPacket } from '@/core/session/packets'
import type { Delivery, Handover, UnsettledMessage } from './types'

/** What deliveries need of their session. */
export interface DeliveryPorts {
  isOnline(): boolean
  send(packet: OutboundPacket): void
  /** a message is new or has another status */
  emit(message: SentMessage): void
  changed(): void
  now(): number
  /** whether SUBSCRIBE or UNSUBSCRIBE use a Packet Identifier: they share the space §2.2.1 */
  isTaken(packetId: number): boolean
}

/** Messages of ours from the moment they are published until their status is final. */
export class Deliveries {
  private box: Outbox
  private limits: BrokerLimits = {}
  private readonly pending = new Map<number, UnsettledMessage>()

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
    for (const taken of handover) {
      this.pending.set(taken.message.id, taken)
      this.box = outbox.enqueue(this.box, taken.message)
    }
  }

  get messages(): SentMessage[] {
    return this.box.entries.map((entry) => entry.message)
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
    this.box = outbox.enqueue(this.box, message)
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
    this.apply(resumed ? outbox.resend(this.box, this.limits) : outbox.forget(this.box))
  }

  acknowledged(ack: Acknowledgement): void {
    this.apply(outbox.acknowledge(this.box, ack, this.ports.now()))
    this.sendQueued()
  }

  sendQueued(): void {
    if (!this.ports.isOnline()) return
    this.apply(outbox.send(this.box, this.limits, (id) => this.ports.isTaken(id), this.ports.now()))
  }

  allocatePacketId(): number {
    const inOutbox = new Set(this.box.entries.map((entry) => entry.packetId))
    const isTaken = (id: number) => inOutbox.has(id) || this.ports.isTaken(id)
    const lastPacketId = outbox.freePacketId(this.box.lastPacketId, isTaken)
    this.box = { ...this.box, lastPacketId }
    return lastPacketId
  }

  /** What was handed to a connection is `unknown` from now on. @returns what was not */
  release(): Handover {
    this.apply(outbox.forget(this.box))
    const queued = [...this.pending.values()]
    this.box = { ...this.box, entries: [] }
    this.pending.clear()
    return queued
  }

  /** Settles everything: nobody comes after. */
  end(): void {
    this.apply(outbox.forget(this.box))
    for (const { message } of this.box.entries) this.apply(outbox.cancel(this.box, message.id))
  }

  private apply({ outbox: box, packets, changed }: OutboxStep): void {
    if (box === this.box && packets.length === 0) return
    this.box = box
    for (const packet of packets) this.ports.send(packet)
    for (const message of changed) {
      const pending = this.pending.get(message.id)
      if (pending) pending.message = message
      this.ports.emit(message)
      if (message.status.name === 'queued' || message.status.name === 'sending') continue
      pending?.resolve(message.status)
      this.pending.delete(message.id)
    }
    this.ports.changed()
  }
}
