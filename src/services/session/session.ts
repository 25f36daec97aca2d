import { AppError } from '@/core/errors'
import type { Gap, ReceivedMessage, SentMessage, TimelineEntry } from '@/core/message/message'
import type { Gap as GapFacts } from '@/core/session/gap'
import type { Connack, InboundPacket, Publish, QoS } from '@/core/session/packets'
import * as subscriptions from '@/core/session/subscriptions'
import { matches } from '@/core/topic/match'
import { validateFilter, validateTopicName } from '@/core/topic/validate'
import { Listeners, runGuarded } from '../listeners'
import type { SessionConfig, SessionServices } from './config'
import { Deliveries } from './deliveries'
import { SessionRunner } from './runner'
import { loadSession, saveSession } from './sessionStore'
import type { Delivery, Handover, Session, Subscription } from './types'

let lastEntryId = 0

/** SUBACK §3.9.3 */
const TOPIC_FILTER_INVALID = 0x8f

/** Creates a session for a profile; nothing happens before `start()`. */
export function createSession(config: SessionConfig, services: SessionServices, hooks: SessionHooks = {}): Session {
  return new MqttSession(config, services, hooks)
}

export interface SessionHooks {
  /** the broker refused MQTT 5: keep 3.1.1 for this profile */
  onProtocolVersion?(protocolVersion: 4 | 5): void
  /** what the session before this one had not sent yet: it goes first, as the same messages */
  handover?: Handover
}

class MqttSession implements Session {
  private readonly runner: SessionRunner
  private subs = subscriptions.noSubscriptions
  private readonly deliveries: Deliveries
  private readonly changeListeners = new Listeners<[]>()
  private readonly entryListeners = new Listeners<[entry: TimelineEntry]>()
  /** everyone who holds a filter: it is wanted as long as one does */
  private readonly holders = new Set<{ filter: string; onMessage?(message: ReceivedMessage): void }>()
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
    this.deliveries = new Deliveries(
      {
        isOnline: () => this.status.name === 'online',
        send: (packet) => this.runner.send(packet),
        emit: (message) => this.emit(message),
        changed: () => this.changed(),
        now: () => services.clock.now(),
        isTaken: (id) => subscriptions.isPacketIdInUse(this.subs, id),
      },
      Math.floor(services.random() * 65_535),
      hooks.handover ?? [],
    )
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
    this.subs = validateFilter(filter).problem
      ? subscriptions.refuse(this.subs, filter, qos, TOPIC_FILTER_INVALID)
      : subscriptions.want(this.subs, filter, qos)
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
    return this.deliveries.add(message)
  }

  cancel(messageId: number): boolean {
    return this.deliveries.cancel(messageId)
  }

  release(): Handover {
    this.close()
    const handover = this.deliveries.release()
    this.forgetListeners()
    return handover
  }

  dispose(): void {
    this.close()
    this.deliveries.end()
    this.forgetListeners()
  }

  private close(): void {
    this.isDisposed = true
    this.runner.dispose()
  }

  private forgetListeners(): void {
    this.changeListeners.clear()
    this.entryListeners.clear()
    this.holders.clear()
  }

  // ---- what the connection brings

  private begin({ hasSessionState }: { hasSessionState: boolean }): void {
    this.runner.dispatch({ type: 'started', hasSessionState: hasSessionState || this.runner.hasSessionState })
  }

  private connected(connack: Connack, resumed: boolean): void {
    this.subs = subscriptions.onConnected(this.subs, resumed)
    this.deliveries.connected(connack, resumed)
    if (!resumed) this.saveSession()
    this.askForSubscriptions()
    this.deliveries.sendQueued()
  }

  private received(packet: InboundPacket): void {
    switch (packet.cmd) {
      case 'publish':
        return this.deliver(packet)
      case 'puback':
      case 'pubrec':
      case 'pubcomp':
        return this.deliveries.acknowledged(packet)
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

  private deliver({ topic, payload, qos, retain, dup, properties, omittedBytes }: Publish): void {
    const at = this.services.clock.now()
    const message: ReceivedMessage = {
      direction: 'received',
      id: ++lastEntryId,
      ...{ topic, payload, qos, retain, dup, at, properties, omittedBytes },
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
      const { subs, packets } = subscriptions.ask(this.subs, () => this.deliveries.allocatePacketId())
      this.subs = subs
      for (const packet of packets) this.runner.send(packet)
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
      outbox: this.deliveries.messages,
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
