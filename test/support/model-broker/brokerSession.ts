import type { IPublishPacket, Packet } from 'mqtt-packet'
import type { QoS } from '@/core/session/packets'
import { matches } from '@/core/topic/match'
import type { BrokerMessage, BrokerRules } from './types'

export interface BrokerSubscription {
  qos: QoS
  noLocal: boolean
  retainAsPublished: boolean
}

interface Inflight {
  packetId: number
  message: BrokerMessage
  /** PUBREC came: what is due is PUBREL */
  isReleased: boolean
}

/** What a session's connection takes. */
export interface SessionOutput {
  send(packet: Packet): void
  /** QoS > 0 messages that may be under way at once */
  window: number
  /** bytes; a larger message counts as delivered [MQTT-3.1.2-25] */
  maximumPacketSize: number
  sizeOf(packet: IPublishPacket): number
}

/** The broker's half of a session, §4.1: outlives connections. */
export class BrokerSession {
  readonly subscriptions = new Map<string, BrokerSubscription>()
  /** QoS 2 identifiers received and not yet released */
  readonly receivedIds = new Set<number>()
  /** in the order they were first sent */
  private inflight: Inflight[] = []
  private queue: BrokerMessage[] = []
  private lastPacketId = 0
  private output: SessionOutput | undefined
  /** dropped because {@link maxQueued} was reached or they had expired */
  dropped = 0
  /** PUBACK, PUBREC or PUBCOMP for an identifier that is not in use */
  readonly unknownAcks: string[] = []

  constructor(
    readonly clientId: string,
    private readonly now: () => number,
    private readonly rules: Pick<BrokerRules, 'packetIds'>,
  ) {}

  /** Messages that the client has not acknowledged to the end. */
  get unfinished(): number {
    return this.inflight.length + this.queue.length
  }

  get inflightIds(): number[] {
    return this.inflight.map(({ packetId }) => packetId)
  }

  /** The highest QoS among the matching subscriptions; undefined where none matches. */
  subscriptionFor(topic: string, publisher: string | undefined): BrokerSubscription | undefined {
    let best: BrokerSubscription | undefined
    for (const [filter, subscription] of this.subscriptions) {
      if (subscription.noLocal && publisher === this.clientId) continue
      if (matches(filter, topic) && (!best || subscription.qos > best.qos)) best = subscription
    }
    return best
  }

  /** Sends again what was under way, in order, then what was queued [MQTT-4.4.0-1, 4.6.0-1]. */
  attach(output: SessionOutput): void {
    this.output = output
    for (const { packetId, message, isReleased } of this.inflight) {
      if (isReleased) output.send({ cmd: 'pubrel', messageId: packetId })
      else this.sendPublish(message, packetId, true)
    }
    this.pump()
  }

  detach(): void {
    this.output = undefined
  }

  /** @param maxQueued how many may wait */
  deliver(message: BrokerMessage, maxQueued: number): void {
    if (message.qos === 0) {
      if (this.output) this.sendPublish(message, undefined, false)
      return
    }
    if (this.queue.length >= maxQueued) {
      this.dropped += 1
      return
    }
    this.queue.push(message)
    this.pump()
  }

  acknowledged(cmd: 'puback' | 'pubrec' | 'pubcomp', packetId: number, reasonCode: number): void {
    const at = this.inflight.findIndex((one) => one.packetId === packetId)
    const one = this.inflight[at]
    const isExpected =
      one && (cmd === 'pubcomp' ? one.isReleased : one.message.qos === (cmd === 'puback' ? 1 : 2) && !one.isReleased)
    // PUBREC again for what is released is answered again
    if (cmd === 'pubrec' && one?.isReleased) return this.output?.send({ cmd: 'pubrel', messageId: packetId })
    if (!isExpected) {
      this.unknownAcks.push(`${cmd} #${packetId}`)
      if (cmd === 'pubrec') this.output?.send({ cmd: 'pubrel', messageId: packetId, reasonCode: 0x92 })
      return
    }
    if (cmd === 'pubrec' && reasonCode < 0x80) {
      one.isReleased = true
      this.output?.send({ cmd: 'pubrel', messageId: packetId })
      return
    }
    this.inflight.splice(at, 1)
    this.pump()
  }

  private pump(): void {
    const { output } = this
    if (!output) return
    while (this.queue.length > 0 && this.inflight.length < output.window) {
      const message = this.queue.shift() as BrokerMessage
      if (message.expiresAt !== undefined && message.expiresAt <= this.now()) {
        this.dropped += 1
        continue
      }
      if (output.sizeOf(publishPacket(message, 1, false)) > output.maximumPacketSize) continue
      const packetId = this.freePacketId()
      this.inflight.push({ packetId, message, isReleased: false })
      this.sendPublish(message, packetId, false)
    }
  }

  private sendPublish(message: BrokerMessage, packetId: number | undefined, dup: boolean): void {
    const { output } = this
    if (!output) return
    const packet = publishPacket(message, packetId, dup)
    if (packetId !== undefined || output.sizeOf(packet) <= output.maximumPacketSize) output.send(packet)
  }

  private freePacketId(): number {
    if (this.rules.packetIds === 'lowest') this.lastPacketId = 0
    do this.lastPacketId = (this.lastPacketId % 65_535) + 1
    while (this.inflight.some(({ packetId }) => packetId === this.lastPacketId))
    return this.lastPacketId
  }
}

function publishPacket(message: BrokerMessage, packetId: number | undefined, dup: boolean): IPublishPacket {
  const packet: IPublishPacket = {
    cmd: 'publish',
    topic: message.topic,
    payload: Buffer.from(message.payload),
    qos: message.qos,
    retain: message.retain,
    dup,
  }
  if (packetId !== undefined) packet.messageId = packetId
  if (message.properties) packet.properties = message.properties
  return packet
}
