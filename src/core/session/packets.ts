/** MQTT control packets as the session sees them: MQTT 5 §3, with the fields of 3.1.1 as a subset. */
export type QoS = 0 | 1 | 2

/** PUBLISH §3.3. `payload` is bytes and stays bytes. */
export interface Publish {
  cmd: 'publish'
  topic: string
  payload: Uint8Array
  qos: QoS
  retain: boolean
  dup: boolean
  /** Packet Identifier, for QoS 1 and 2 only */
  packetId?: number
  properties?: PublishProperties
  /** Received only: the payload was larger than we take and was not kept. Its length in bytes; `payload` is empty. */
  omittedBytes?: number
}

export interface PublishProperties {
  payloadFormatIndicator?: boolean
  /** Message Expiry Interval, seconds */
  messageExpirySeconds?: number
  contentType?: string
  responseTopic?: string
  correlationData?: Uint8Array
  subscriptionIdentifiers?: number[]
  userProperties?: [string, string][]
}

/** PUBACK, PUBREC, PUBREL, PUBCOMP §3.4–3.7. Reason code 0 where 3.1.1 has none. */
export interface Acknowledgement {
  cmd: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp'
  packetId: number
  reasonCode: number
  reasonString?: string
}

/** SUBSCRIBE §3.8 */
export interface Subscribe {
  cmd: 'subscribe'
  packetId: number
  filters: { filter: string; qos: QoS; noLocal: boolean; retainAsPublished: boolean; retainHandling: 0 | 1 | 2 }[]
}

export interface Unsubscribe {
  cmd: 'unsubscribe'
  packetId: number
  filters: string[]
}

/** SUBACK and UNSUBACK: a code per filter, in the order asked. On 3.1.1 an UNSUBACK has none. */
export interface SubscribeAck {
  cmd: 'suback' | 'unsuback'
  packetId: number
  reasonCodes: number[]
}

/** CONNACK §3.2 with success. Absent properties are absent, never defaulted here. */
export interface Connack {
  sessionPresent: boolean
  serverKeepAliveSeconds?: number
  sessionExpirySeconds?: number
  receiveMaximum?: number
  maximumPacketSize?: number
  maximumQoS?: 0 | 1
  retainAvailable?: boolean
  assignedClientId?: string
  topicAliasMaximum?: number
  wildcardSubscriptionAvailable?: boolean
  sharedSubscriptionAvailable?: boolean
}

/**
 * What the session sends. Acknowledgements of received messages (PUBACK, PUBREC, PUBCOMP) are the link's work;
 * of PUBREL only the resend after a resumed connection is the session's [MQTT-4.4.0-1].
 */
export type OutboundPacket =
  Publish | Subscribe | Unsubscribe | { cmd: 'pubrel'; packetId: number } | { cmd: 'pingreq' }

export type InboundPacket = Publish | Acknowledgement | SubscribeAck | { cmd: 'pingresp' }
