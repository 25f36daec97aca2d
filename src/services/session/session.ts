import { AppError } from '@/core/errors'
import type { TimelineEntry } from '@/core/message/message'
import type { Gap as GapFacts } from '@/core/session/gap'
import type { Connack, InboundPacket, Publish } from '@/core/session/packets'
import { reason } from '@/core/session/reasons'
import type { SessionStatus } from '@/core/session/states'
import { validateTopicName } from '@/core/topic/validate'
import { memoryJournal } from '../journal/memoryJournal'
import type { Journal, Restored } from '../journal/types'
import { Listeners } from '../listeners'
import { configOf, type SessionConfig, type SessionHooks, type SessionOptions, type SessionServices } from './config'
import { Deliveries } from './deliveries'
import { factKeys, readFacts, type SessionFacts } from './facts'
import { GapLog } from './gapLog'
import { Inbox } from './inbox'
import { Reading } from './reading'
import { SessionRunner } from './runner'
import { Subscriber } from './subscriber'
import { Timeline } from './timeline'
import type { Delivery, Handover, PublishOptions, Session, SubscribeOptions, Subscription } from './types'

/** Creates a session for a profile; nothing is sent before `start()`. @param options what is left out has its default */
export function createSession(options: SessionOptions, services: SessionServices, hooks: SessionHooks = {}): Session {
  return new MqttSession(configOf(options, services), services, hooks)
}

class MqttSession implements Session {
  readonly restored: Promise<readonly TimelineEntry[]>
  private readonly runner: SessionRunner
  private readonly journal: Journal
  private readonly inbox: Inbox
  private readonly subscriber: Subscriber
  private readonly deliveries: Deliveries
  private readonly gaps: GapLog
  private readonly timeline: Timeline
  private readonly changeListeners = new Listeners<[]>()
  private wantsStart = false
  private readonly reading: Reading
  private couldNotRead = false
  private isDisposed = false
  /** what an earlier run has left, once it is read */
  private facts: SessionFacts | undefined

  constructor(
    private readonly config: SessionConfig,
    private readonly services: SessionServices,
    hooks: SessionHooks,
  ) {
    const { clock } = services
    const journal = config.isDurable
      ? services.openJournal(config.profileId, (error) => this.storageFailed(error))
      : memoryJournal()
    this.journal = journal
    this.timeline = new Timeline(journal, () => clock.now())
    this.reading = new Reading(clock, () => this.storageFailed(new AppError('storageFailed')))
    const nextId = () => this.timeline.nextId()
    this.inbox = new Inbox(journal, nextId, () => clock.now())
    this.gaps = new GapLog(journal, nextId)
    this.runner = new SessionRunner(config, services, {
      statusChanged: () => this.changed(),
      connected: (connack, resumed) => this.connected(connack, resumed),
      received: (packet) => this.received(packet),
      gapChanged: (gap) => this.gapChanged(gap),
      onlineStatusRefused: (packet) => this.timeline.tellTooLarge(packet),
      protocolVersionRemembered: (version) => hooks.onProtocolVersion?.(version),
      whenCommitted: (done) => journal.whenCommitted(done),
    })
    const isOnline = () => this.status.name === 'online'
    const send = this.runner.send.bind(this.runner)
    const ports = { isOnline, send, changed: () => this.changed(), journal }
    this.subscriber = new Subscriber({ ...ports, clock, allocatePacketId: () => this.deliveries.allocatePacketId() })
    this.deliveries = new Deliveries(
      {
        ...ports,
        ...{ nextId, clock, unknownRule: config.unknownRule },
        emit: (message) => this.timeline.tell(message),
        isTaken: (id) => this.subscriber.isPacketIdInUse(id),
      },
      Math.floor(services.random() * 65_535),
      hooks.handover ?? [],
    )
    this.restored = journal.loaded.then((restored) => this.restore(restored))
  }

  get profileId() {
    return this.config.profileId
  }

  get status(): SessionStatus {
    const { status } = this.runner
    return status.name === 'idle' ? (this.reading.status ?? status) : status
  }

  get subscriptions() {
    return this.subscriber.states
  }

  get outbox() {
    return this.deliveries.messages
  }

  get damaged() {
    return this.facts?.damaged ?? 0
  }

  get isStored() {
    return this.journal.isStored
  }

  onChange(listener: () => void): () => void {
    return this.changeListeners.add(listener)
  }

  onEntry(listener: (entry: TimelineEntry) => void): () => void {
    return this.timeline.onEntry(listener)
  }

  start(): void {
    this.wantsStart = true
    if (this.facts) return this.begin(this.facts)
    this.reading.begin()
    this.changed()
  }

  stop(): void {
    this.wantsStart = false
    this.reading.end()
    this.runner.dispatch({ type: 'stopped' })
    this.changed()
  }

  retryNow(): void {
    this.journal.retry()
    // without what earlier runs have left nothing is begun
    if (this.facts) this.runner.dispatch({ type: 'retryRequested' })
  }

  continueInMemory(): void {
    this.journal.goOnInMemory()
    this.retryNow()
  }

  subscribe(filter: string, { qos }: SubscribeOptions, onMessage?: Parameters<Session['subscribe']>[2]): Subscription {
    return this.subscriber.subscribe(filter, qos, onMessage)
  }

  publish(topic: string, payload: Uint8Array, options: PublishOptions): Delivery {
    const { qos, retain, expiryMs, queueOffline = qos > 0 } = options
    if (this.isDisposed) throw new AppError('noSession')
    const { problem } = validateTopicName(topic)
    if (problem) throw new AppError('invalidTopic', { detail: problem.code })
    if (!queueOffline && this.status.name !== 'online') throw new AppError('notConnected', { isRetriable: true })
    const at = this.services.clock.now()
    return this.deliveries.add({
      direction: 'sent',
      id: this.timeline.nextId(),
      ...{ topic, payload, qos, retain, at },
      ...(expiryMs !== undefined && { expiresAt: at + expiryMs }),
      status: { name: 'queued' },
    })
  }

  cancel(messageId: number): boolean {
    return !this.isDisposed && this.deliveries.cancel(messageId)
  }

  forgetHistory(): () => void {
    return this.timeline.forget()
  }

  release(): Handover {
    // what has no journal cannot be gone on with
    if (!this.config.isDurable) this.deliveries.forget()
    this.close()
    return this.deliveries.release()
  }

  dispose(): void {
    this.close()
    this.deliveries.end()
  }

  private close(): void {
    this.reading.end()
    this.isDisposed = true
    this.runner.dispose()
    this.journal.close()
    this.changeListeners.clear()
    this.timeline.end()
    this.subscriber.end()
  }

  // ---- what earlier runs have left

  private restore(restored: Restored): readonly TimelineEntry[] {
    // the session that comes after reads it again
    if (this.isDisposed) return []
    const facts = readFacts(restored)
    const { url, clientId } = this.config
    // another broker's or another client's session is not this one
    const isOurs = facts.session?.url === url && facts.session.clientId === clientId
    const more = [...this.gaps.restore(facts, restored.lastAt), ...facts.outbox.map(({ message }) => message)]
    const entries = this.timeline.restore(restored, more, () => {
      this.subscriber.restore(facts.granted)
      this.inbox.restore({ ...facts, setsDup: isOurs && facts.setsDup })
      this.deliveries.restore(facts.outbox, facts.blockedIds)
      if (isOurs) for (const id of facts.receivedIds) this.runner.receivedIds.add(id)
      else this.forgetSession()
    })
    this.facts = { ...facts, session: isOurs ? facts.session : undefined }
    if (this.wantsStart) this.begin(this.facts)
    this.reading.end()
    this.changed()
    return entries
  }

  private forgetSession(): void {
    this.journal.delete(factKeys.session)
    this.journal.delete(factKeys.setsDup)
    this.subscriber.connected(false)
    this.inbox.connected(false)
    this.deliveries.forget()
  }

  private storageFailed({ code }: AppError): void {
    if (this.isDisposed) return
    this.couldNotRead = !this.facts
    const why = this.couldNotRead ? 'storageUnreadable' : code === 'storageFull' ? 'storageFull' : 'storageFailed'
    this.runner.dispatch({ type: 'storageFailed', reason: reason(why) })
    // a wish that waits for what cannot be read is told so
    if (!this.facts && this.wantsStart) this.runner.dispatch({ type: 'started', hasSessionState: false })
  }

  // ---- what the connection brings

  private begin({ session }: SessionFacts): void {
    const hasSessionState = (session !== undefined && this.config.keepSession) || this.runner.hasSessionState
    // of an earlier run; from here on the runner knows
    this.facts = this.facts && { ...this.facts, session: undefined }
    // it could not be read before, and now it could
    const wasBlocked = this.status.name === 'blocked'
    if (wasBlocked) this.runner.dispatch({ type: 'stopped' })
    this.runner.dispatch({ type: 'started', hasSessionState, gap: this.gaps.takeOpen() })
    if (wasBlocked || this.couldNotRead) this.runner.dispatch({ type: 'retryRequested' })
    this.couldNotRead = false
  }

  private connected(connack: Connack, resumed: boolean): void {
    const { url, clientId } = this.config
    this.journal.set(factKeys.online, 1)
    if (this.runner.hasSessionState) this.journal.set(factKeys.session, { url, clientId })
    else this.journal.delete(factKeys.session)
    this.inbox.connected(resumed)
    this.deliveries.connected(connack, resumed)
    this.subscriber.connected(resumed)
    this.deliveries.sendQueued()
  }

  private received(packet: InboundPacket): 'repeated' | void {
    switch (packet.cmd) {
      case 'publish':
        return this.deliver(packet)
      case 'puback':
      case 'pubrec':
      case 'pubcomp':
        return this.deliveries.acknowledged(packet)
      case 'suback':
      case 'unsuback':
        return this.subscriber.answered(packet)
      case 'pubrel':
        return this.inbox.released(packet.packetId)
      case 'pingresp':
        return
      default:
        packet satisfies never
    }
  }

  /** Shown once it cannot be lost any more: a kill in between would show it twice. */
  private deliver(packet: Publish): 'repeated' | void {
    const message = this.inbox.received(packet)
    this.journal.whenCommitted(() => {
      this.timeline.tell(message)
      this.subscriber.deliver(message)
    })
    if (message.isRedelivered) return 'repeated'
  }

  // ---- telling

  /** One that opens as the session ends is recorded only: the session that comes after shows it. */
  private gapChanged(facts: GapFacts): void {
    const gap = this.gaps.changed(facts)
    if (!this.isDisposed) this.timeline.tell(gap)
  }

  private changed(): void {
    this.changeListeners.tell()
  }
}
