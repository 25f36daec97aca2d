import type { PublishProperties, QoS } from '../session/packets'

/** What happened to a message that we publish. */
export type DeliveryStatus =
  /** waiting for a connection */
  | { name: 'queued' }
  /** handed to the socket, not acknowledged */
  | { name: 'sending' }
  /** PUBACK or PUBCOMP came; QoS 0: handed to an open socket, which is all it promises (`roundTripMs` is absent) */
  | { name: 'acknowledged'; roundTripMs?: number }
  | { name: 'refused'; mqttCode: number; detail?: string }
  /** it was sent, the session ended before its acknowledgement */
  | { name: 'unknown' }
  | { name: 'cancelled' }
  /** its Message Expiry Interval was over before it could be sent; what was sent never expires [MQTT-4.3.3-7] */
  | { name: 'expired' }

interface MessageBase {
  /** unique and increasing within a session, over all runs of the app */
  id: number
  topic: string
  payload: Uint8Array
  qos: QoS
  retain: boolean
  /** epoch ms: arrival, or the moment of publishing */
  at: number
}

export interface ReceivedMessage extends MessageBase {
  direction: 'received'
  /** DUP: the sender tried before; never proof that we saw it */
  dup: boolean
  /** The session has seen it before: QoS 1 promises at least once, and this is the second time (DESIGN: redelivery) */
  isRedelivered?: boolean
  properties?: PublishProperties
  /** The payload was larger than we take and was not kept: its length in bytes. `payload` is empty. */
  omittedBytes?: number
}

export interface SentMessage extends MessageBase {
  direction: 'sent'
  /** epoch ms: from then on it is not sent any more */
  expiresAt?: number
  status: DeliveryStatus
}

/** What can be opened. */
export type Message = ReceivedMessage | SentMessage

/** Time away, shown as a line between messages. Times are epoch ms. */
export interface Gap {
  direction: 'gap'
  id: number
  from: number
  /** absent while still away */
  to?: number
  at: number
  /** Session Present of the CONNACK that ended it */
  resumed?: boolean
  /** QoS > 0 messages that came right after the session was resumed */
  caughtUp: number
  /** `stopped`: the person had closed the connection; `ended`: the app itself was not running */
  cause: 'hidden' | 'stopped' | 'disconnected' | 'ended'
}

/** One entry of a connection's timeline. */
export type TimelineEntry = ReceivedMessage | SentMessage | Gap
