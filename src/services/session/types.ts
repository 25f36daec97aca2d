import type { DeliveryStatus, Gap, ReceivedMessage, SentMessage } from '@/core/message/message'
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
  onEntry(listener: (entry: ReceivedMessage | SentMessage | Gap) => void): () => void
  /** Wants a connection from now on; nothing happens when it has one or waits for one. */
  start(): void
  /** DISCONNECT 0x00, no connection until {@link start}. The broker keeps the session. */
  stop(): void
  /** Skips the wait, and leaves `blocked`. */
  retryNow(): void
  /**
   * Wants the filter; asked at once when online, else when next online. The same filter again changes its QoS; it is
   * wanted until the last who subscribed has unsubscribed.
   */
  subscribe(filter: string, options: { qos: QoS }, onMessage?: (message: ReceivedMessage) => void): Subscription
  /**
   * Publishes, or queues while not online.
   * @throws AppError `invalidTopic`, `payloadTooLarge`, `outboxFull`; `noSession` after {@link dispose}
   */
  publish(topic: string, payload: Uint8Array, options: { qos: QoS; retain: boolean }): Delivery
  /** Withdraws a message that is still queued. @returns whether it was */
  cancel(messageId: number): boolean
  /**
   * Ends everything; the session cannot be used afterwards. What was queued is `cancelled`, what was sent and not
   * acknowledged `unknown`.
   */
  dispose(): void
  /** As {@link dispose}, but what was queued stays queued: hand it to the session that comes after. */
  release(): Handover
}

export interface Subscription {
  readonly filter: string
  readonly state: SubscriptionState
  unsubscribe(): void
}

export interface Delivery {
  readonly id: number
  readonly status: DeliveryStatus
  /** Resolves with the first status that is final: acknowledged, refused, unknown or cancelled. Never rejects. */
  readonly settled: Promise<DeliveryStatus>
}

/** A message whose status is not final, with the promise that hangs on it. */
export interface UnsettledMessage {
  message: SentMessage
  resolve: (status: DeliveryStatus) => void
}

/** Messages that no connection has seen, for the session that comes after. */
export type Handover = readonly UnsettledMessage[]
