import { AppError } from '@/core/errors'
import type { DeliveryStatus, Gap, ReceivedMessage, SentMessage, TimelineEntry } from '@/core/message/message'
import { sessionDefaults } from '@/core/profile/defaults'
import type { Gap as GapFacts } from '@/core/session/gap'
import * as outbox from '@/core/session/outbox'
import type { BrokerLimits, Outbox, OutboxStep } from '@/core/session/outbox'
import type { Connack, InboundPacket, Publish, QoS } from '@/core/session/packets'
import * as subscriptions from '@/core/session/subscriptions'
import { matches } from '@/core/topic/match'
import { validateTopicName } from '@/core/topic/validate'
import { Listeners, runGuarded } from '../listeners'
import type { SessionConfig, SessionServices } from './config'
import { SessionRunner } from './runner'
import { loadSession, saveSession } from './sessionStore'
import type { Delivery, Session, Subscription } from './types'

let lastEntryId = 0

/** Creates a session for a profile; nothing happens before `start()`. */
export function createSession(config: SessionConfig, services: SessionServices, hooks: SessionHooks = {}): Session {
  return new MqttSession(config, services, hooks)
}

export interface SessionHooks {
  /** the broker refused MQTT 5: keep 3.1.1 for this profile */
  onProtocolVersion?(protocolVersion: 4 | 5): void
}

class MqttSession implements Session {
  private readonly runner: SessionRunner
  private subs = subscriptions.noSubscriptions
  private box: Outbox = outbox.emptyOutbox
  private limits: BrokerLimits = {}
  private readonly changeListeners = new Listeners<[]>()
  private readonly entryListeners = new Listeners<[entry: TimelineEntry]>()
  /** everyone who holds a filter: it is wanted as long as one does */
  private readonly holders = new Set<{ filter: string; onMessage?(message: ReceivedMessage): void }>()
  private readonly settlers = new Map<number, (status: DeliveryStatus) => void>()
  private gapIds = new Map<number, number>()
  private wantsStart = false
  private isDisposed = false
  /** set once the storage was read */
  private stored: { hasSessionState: boolean } | undefined
  private cached: { subscriptions: subscriptions.SubscriptionState[]; outbox: SentMessage[] } | undefined

  constructor(
    private readonly config: SessionConfig,
    private readonly services: SessionServices,
    hooks: SessionHooks,
  ) {
    this.runner = new SessionRunner(config, services, {
      statusChanged: () => this.changed(),
      connected: (connack, resumed) => this.connected(connack, resumed),
      received: (packet) => this.received(packet),
      gapChanged: (gap) => this.gapChanged(gap),
      protocolVersionRemembered: (version) => hooks.onProtocolVersion?.(version),
    })
  }

  get profileId() {
    return this.config.profileId
  }

  get status() {
    return this.runner.status
  }

  get subscriptions() {
    return this.snapshot().subscriptions
  }

  get outbox() {
    return this.snapshot().outbox
  }

  onChange(listener: () => void): () => void {
    return this.changeListeners.add(listener)
  }

  onEntry(listener: (entry: TimelineEntry) => void): () => void {
    return this.entryListeners.add(listener)
  }

  start(): void {
    this.wantsStart = true
    if (this.stored) return this.begin(this.stored)
    void loadSession(this.services.storage, this.config).then((granted) => {
      if (this.stored) return
      this.stored = { hasSessionState: granted !== undefined }
      if (granted) this.subs = { ...this.subs, granted }
      if (this.wantsStart) this.begin(this.stored)
    })
  }

  stop(): void {
    this.wantsStart = false
    this.runner.dispatch({ type: 'stopped' })
  }

  retryNow(): void {
    this.runner.dispatch({ type: 'retryRequested' })
  }

  subscribe(filter: string, { qos }: { qos: QoS }, onMessage?: (message: ReceivedMessage) => void): Subscription {
    const holder = { filter, onMessage }
    this.holders.add(holder)
    this.subs = subscriptions.want(this.subs, filter, qos)
    this.askForSubscriptions()
    const stateOf = () => this.subscriptions.find((s) => s.filter === filter)
    return {
      filter,
      get state() {
        return stateOf() ?? { filter, qos, status: { name: 'wanted' } }
      },
      unsubscribe: () => {
        const isLast = this.holders.delete(holder) && ![...this.holders].some((other) => other.filter === filter)
        if (!isLast) return
        this.subs = subscriptions.unwant(this.subs, filter)
        this.askForSubscriptions()
      },
    }
  }

  publish(topic: string, payload: Uint8Array, { qos, retain }: { qos: QoS; retain: boolean }): Delivery {
    if (this.isDisposed) throw new AppError('noSession')
    const { problem } = validateTopicName(topic)
    if (problem) throw new AppError('invalidTopic', { detail: problem.code })
    if (payload.length > sessionDefaults.outboxMaxBytes) throw new AppError('payloadTooLarge')
    const isFull =
      this.box.entries.length >= sessionDefaults.outboxMaxMessages ||
      outbox.outboxBytes(this.box) + payload.length > sessionDefaults.outboxMaxBytes
    if (isFull) throw new AppError('outboxFull', { isRetriable: true })
    const message: SentMessage = {
      direction: 'sent',
      id: ++lastEntryId,
      topic,
      payload,
      qos,
      retain,
      at: this.services.clock.now(),
      status: { name: 'queued' },
    }
    let { status }: { status: DeliveryStatus } = message
    const stopWatching = this.onEntry((entry) => {
      if (entry.id === message.id && entry.direction === 'sent') status = entry.status
    })
    const settled = new Promise<DeliveryStatus>((resolve) => this.settlers.set(message.id, resolve))
    void settled.then(stopWatching)
    this.box = outbox.enqueue(this.box, message)
    this.emit(message)
    this.sendQueued()
    return {
      id: message.id,
      get status() {
        return status
      },
      settled,
    }
  }

  cancel(messageId: number): boolean {
    const step = outbox.cancel(this.box, messageId)
    this.apply(step)
    return step.changed.length > 0
  }

  dispose(): void {
    this.isDisposed = true
    this.runner.dispose()
    this.apply(outbox.forget(this.box))
    for (const { message } of this.box.entries) this.apply(outbox.cancel(this.box, message.id))
    this.changeListeners.clear()
    this.entryListeners.clear()
    this.holders.clear()
  }

  // ---- what the connection brings

  private begin({ hasSessionState }: { hasSessionState: boolean }): void {
    this.runner.dispatch({ type: 'started', hasSessionState: hasSessionState || this.runner.hasSessionState })
  }

  private connected(connack: Connack, resumed: boolean): void {
    this.limits = connack
    this.subs = subscriptions.onConnected(this.subs, resumed)
    this.apply(resumed ? outbox.resend(this.box, this.limits) : outbox.forget(this.box))
    if (!resumed) this.saveSession()
    this.askForSubscriptions()
    this.sendQueued()
  }

  private received(packet: InboundPacket): void {
    switch (packet.cmd) {
      case 'publish':
        return this.deliver(packet)
      case 'puback':
      case 'pubrec':
      case 'pubcomp':
        this.apply(outbox.acknowledge(this.box, packet, this.services.clock.now()))
        return this.sendQueued()
      case 'suback':
      case 'unsuback':
        this.subs = subscriptions.answered(this.subs, packet)
        this.saveSession()
        // wanted anew while the answer was out
        return this.askForSubscriptions()
      case 'pubrel':
      case 'pingresp':
        return
      default:
        packet satisfies never
    }
  }

  private deliver({ topic, payload, qos, retain, dup, properties }: Publish): void {
    const at = this.services.clock.now()
    const message: ReceivedMessage = {
      direction: 'received',
      id: ++lastEntryId,
      ...{ topic, payload, qos, retain, dup, at, properties },
    }
    this.emit(message)
    for (const holder of [...this.holders]) {
      // an earlier one may have ended a later one
      if (this.holders.has(holder) && matches(holder.filter, topic)) runGuarded(() => holder.onMessage?.(message))
    }
  }

  private gapChanged({ from, to, cause, resumed, caughtUp }: GapFacts): void {
    if (this.isDisposed) return
    const id = this.gapIds.get(from) ?? ++lastEntryId
    // only the newest gap can still change
    this.gapIds = new Map([[from, id]])
    const gap: Gap = { direction: 'gap', id, at: from, from, to, cause, resumed, caughtUp }
    this.emit(gap)
  }

  // ---- what is asked of the connection

  private askForSubscriptions(): void {
    if (this.status.name === 'online') {
      const { subs, packets } = subscriptions.ask(this.subs, () => this.allocatePacketId())
      this.subs = subs
      for (const packet of packets) this.runner.send(packet)
    }
    this.changed()
  }

  private sendQueued(): void {
    if (this.status.name !== 'online') return
    const isTaken = (id: number) => subscriptions.isPacketIdInUse(this.subs, id)
    this.apply(outbox.send(this.box, this.limits, isTaken, this.services.clock.now()))
  }

  private allocatePacketId(): number {
    const inOutbox = new Set(this.box.entries.map((entry) => entry.packetId))
    const lastPacketId = outbox.freePacketId(
      this.box.lastPacketId,
      (id) => inOutbox.has(id) || subscriptions.isPacketIdInUse(this.subs, id),
    )
    this.box = { ...this.box, lastPacketId }
    return lastPacketId
  }

  private apply({ outbox: box, packets, changed }: OutboxStep): void {
    if (box === this.box && packets.length === 0) return
    this.box = box
    for (const packet of packets) this.runner.send(packet)
    for (const message of changed) {
      this.emit(message)
      if (message.status.name === 'queued' || message.status.name === 'sending') continue
      this.settlers.get(message.id)?.(message.status)
      this.settlers.delete(message.id)
    }
    this.changed()
  }

  private saveSession(): void {
    if (this.config.keepSession) void saveSession(this.services.storage, this.config, this.subs.granted)
  }

  // ---- telling

  private snapshot() {
    this.cached ??= {
      subscriptions: subscriptions.subscriptionStates(this.subs),
      outbox: this.box.entries.map((entry) => entry.message),
    }
    return this.cached
  }

  private changed(): void {
    this.cached = undefined
    this.changeListeners.tell()
  }

  private emit(entry: TimelineEntry): void {
    this.entryListeners.tell(entry)
  }
}
