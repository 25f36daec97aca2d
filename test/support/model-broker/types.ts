import type { IConnectPacket, IPublishPacket } from 'mqtt-packet'
import type { QoS } from '@/core/session/packets'

/** What the broker announces, allows and does. All may be changed while it runs; connections look when it matters. */
export interface BrokerRules {
  /** Receive Maximum of ours, MQTT 5; a client that passes it is sent away with 0x93 */
  receiveMaximum?: number
  /** of ours, bytes; a larger packet is answered by DISCONNECT 0x95 */
  maximumPacketSize?: number
  serverKeepAliveSeconds?: number
  maximumQoS?: 0 | 1
  /** Session Expiry Interval granted at most, seconds */
  sessionExpiryMaxSeconds?: number
  /** how many QoS > 0 messages may be under way to a 3.1.1 client; MQTT 5 clients announce it */
  maxInflight: number
  /** messages kept for a client that is away */
  maxQueued: number
  /** which identifier a message to a client gets: the next one, as mosquitto has it, or the lowest that is free */
  packetIds: 'next' | 'lowest'
  /** how long an acknowledgement of ours is held back, ms */
  ackDelayMs: number
  /** whether PINGREQ is answered */
  answersPings: boolean
  /** whether MQTT 5 is told 0x8E; mosquitto's WebSocket may end before it arrives */
  announcesTakeover: boolean
  /** CONNACK code other than success */
  refuseConnect?(packet: IConnectPacket): number | undefined
  /** SUBACK code; undefined grants what is asked */
  grant?(filter: string, qos: QoS): number | undefined
  /** reason code of PUBACK or PUBREC, MQTT 5 */
  refusePublish?(packet: IPublishPacket): number | undefined
}

export interface BrokerMessage {
  topic: string
  payload: Uint8Array
  qos: QoS
  retain: boolean
  properties?: IPublishPacket['properties']
  /** epoch ms */
  expiresAt?: number
}

/** A message that a client brought, counted once its first PUBLISH came (QoS 2: once per Packet Identifier). */
export interface ReceivedByBroker extends BrokerMessage {
  clientId: string
  dup: boolean
  /** the payload as Latin-1 text, for assertions */
  text: string
}

export const ReasonCodes = {
  noMatchingSubscribers: 0x10,
  noSubscriptionExisted: 0x11,
  malformedPacket: 0x81,
  protocolError: 0x82,
  keepAliveTimeout: 0x8d,
  sessionTakenOver: 0x8e,
  packetIdentifierInUse: 0x91,
  packetIdentifierNotFound: 0x92,
  receiveMaximumExceeded: 0x93,
  packetTooLarge: 0x95,
} as const
