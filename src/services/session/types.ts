import type { DeliveryStatus, ReceivedMessage, SentMessage, TimelineEntry } from '@/core/message/message'
import type { QoS } from '@/core/session/packets'
import type { SessionStatus } from '@/core/session/states'
import type { SubscriptionState } from '@/core/session/subscriptions'

/**
 * An MQTT session that outlives its sockets: one profile, many connections one after the other.
 *
 * ```ts
 * const session = createSession(profile, services)
 * session.subscribe('site/+/temp', { qos: 1 }, (message) => …)
 * session.start()
 * ```
 */
export interface Session {
  readonly profileId: string
  readonly status: SessionStatus
  /** Wanted subscriptions with what the broker granted, in the order asked for. */
  readonly subscriptions: readonly SubscriptionState[]
  /** Messages not settled yet, in the order they will be or were sent. */
  readonly outbox: readonly SentMessage[]
  /** Called after status, subscriptions or outbox changed. @returns ends the listening */
  onChange(listener: () => void): () => void
  /** Called for every message and gap once, whatever the filters. @returns ends the listening */
  onEntry(listener: (entry: TimelineEntry) => void): () => void
  /**
   * What earlier runs of the app have left of the timeline, oldest first, with the messages that are not settled yet.
   * Resolves once the storage is read; nothing of it comes by {@link onEntry}, but changes of it do.
   */
  readonly restored: Promise<readonly TimelineEntry[]>
  /** How many records of earlier runs could not be read; 0 until {@link restored}. What they held is lost, not guessed. */
  readonly damaged: number
  /** Wants a connection from now on; nothing happens when it has one or waits for one. */
  start(): void
  /** DISCONNECT 0x00, no connection until {@link start}. The broker keeps the session. */
  stop(): void
  /**
   * Skips the wait, and leaves `blocked`. What could not be stored is stored again at the same time: only what needs it on
   * the disk, acknowledgements and messages of ours, waits for that.
   */
  retryNow(): void
  /** Leaves `blocked(storage…)` without the disk: what QoS 1 and 2 promise holds until the app ends, and no longer. */
  continueInMemory(): void
  /** false: nothing of this session is kept over the end of the app */
  readonly isStored: boolean
  /**
   * Wants the filter; asked at once when online, else when next online. The same filter again changes its QoS; it is
   * wanted until the last who subscribed has unsubscribed.
   */
  subscribe(filter: string, options: SubscribeOptions, onMessage?: (message: ReceivedMessage) => void): Subscription
  /**
   * Publishes, or queues while not online. The message is stored before it is sent, and outlives the app.
   * @throws AppError `invalidTopic`, `payloadTooLarge`, `outboxFull`; `notConnected`: QoS 0 without `queueOffline`;
   * `noSession` after {@link dispose}
   */
  publish(topic: string, payload: Uint8Array, options: PublishOptions): Delivery
  /** Withdraws a message that is still queued. @returns whether it was */
  cancel(messageId: number): boolean
  /** Takes the timeline so far out of what the next start restores. @returns undoes it */
  forgetHistory(): () => void
  /**
   * Ends everything; the session cannot be used afterwards. What is stored stays: the next session of the profile goes
   * on with it. Promises that wait settle as `cancelled` for what was queued, else as `unknown`.
   */
  dispose(): void
  /** As {@link dispose}, but promises go on waiting: hand them to the session that comes after. */
  release(): Handover
}

export interface SubscribeOptions {
  qos: QoS
}

export interface PublishOptions {
  qos: QoS
  retain: boolean
  /** ms from now: what could not be sent by then is `expired`, and the broker is told how long it may keep the rest §3.3.2.3.3 */
  expiryMs?: number
  /** whether it may wait for a connection; default: QoS 1 and 2 do, QoS 0 does not */
  queueOffline?: boolean
}

export interface Subscription {
  readonly filter: string
  readonly state: SubscriptionState
  unsubscribe(): void
}

export interface Delivery {
  readonly id: number
  readonly status: DeliveryStatus
  /** Resolves with the first status that is final: acknowledged, refused, unknown, cancelled or expired. Never rejects. */
  readonly settled: Promise<DeliveryStatus>
}

/** A message whose status is not final, with the promise that hangs on it. */
export interface UnsettledMessage {
  message: SentMessage
  resolve: (status: DeliveryStatus) => void
}

/** Messages not settled, for the session that comes after. */
export type Handover = readonly UnsettledMessage[]
