import { Buffer } from 'buffer'
import type { IClientOptions, IClientPublishOptions } from 'mqtt/lib/client'
import type { IConnackPacket, IPublishPacket, Packet } from 'mqtt-packet'
import type {
  Acknowledgement,
  Connack,
  InboundPacket,
  Publish,
  PublishProperties,
  SubscribeAck,
} from '@/core/session/packets'
import type { LinkOptions } from './types'

/** The same bytes as the engine wants them; no copy. */
export const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** What of the CONNECT is the profile's and the session's; the engine's own switches stand in link.ts. */
export function connectOptionsOf(options: LinkOptions): IClientOptions {
  const { will, password } = options
  return {
    protocolId: 'MQTT',
    protocolVersion: options.protocolVersion,
    clientId: options.clientId,
    // the encoder refuses a password without a user name, which 3.1.1 forbids and MQTT 5 allows: an empty name serves both
    username: options.username ?? (password === undefined ? undefined : ''),
    password,
    clean: options.cleanStart,
    keepalive: options.keepAliveSeconds,
    properties:
      options.protocolVersion === 5
        ? {
            sessionExpiryInterval: options.sessionExpirySeconds,
            receiveMaximum: options.receiveMaximum,
            maximumPacketSize: options.maximumPacketSize,
          }
        : undefined,
    will: will && {
      topic: will.topic,
      payload: bufferOf(will.payload),
      qos: will.qos,
      retain: will.retain,
      properties: options.protocolVersion === 5 ? { willDelayInterval: will.delaySeconds } : undefined,
    },
  }
}

/** @param packet one whose code says success */
export function connackOf({ sessionPresent, properties = {} }: IConnackPacket): Connack {
  return withoutAbsent<Connack>({
    sessionPresent,
    serverKeepAliveSeconds: properties.serverKeepAlive,
    sessionExpirySeconds: properties.sessionExpiryInterval,
    receiveMaximum: properties.receiveMaximum,
    maximumPacketSize: properties.maximumPacketSize,
    maximumQoS: properties.maximumQoS as 0 | 1 | undefined,
    retainAvailable: properties.retainAvailable,
    assignedClientId: properties.assignedClientIdentifier,
    topicAliasMaximum: properties.topicAliasMaximum,
    wildcardSubscriptionAvailable: properties.wildcardSubscriptionAvailable,
    sharedSubscriptionAvailable: properties.sharedSubscriptionAvailable,
  })
}

export function publishOf(packet: IPublishPacket): Publish {
  const publish: Publish = {
    cmd: 'publish',
    topic: packet.topic,
    // a copy: the parser's view would keep the whole frame alive
    payload: new Uint8Array(packet.payload as Buffer),
    qos: packet.qos,
    retain: packet.retain,
    dup: packet.dup,
  }
  if (packet.qos > 0) publish.packetId = packet.messageId
  if (packet.properties) publish.properties = publishPropertiesOf(packet.properties)
  return publish
}

function publishPropertiesOf(properties: NonNullable<IPublishPacket['properties']>): PublishProperties {
  const { correlationData, subscriptionIdentifier, userProperties } = properties
  return withoutAbsent<PublishProperties>({
    payloadFormatIndicator: properties.payloadFormatIndicator,
    messageExpirySeconds: properties.messageExpiryInterval,
    contentType: properties.contentType,
    responseTopic: properties.responseTopic,
    correlationData: correlationData && new Uint8Array(correlationData),
    subscriptionIdentifiers:
      subscriptionIdentifier === undefined ? undefined : ([] as number[]).concat(subscriptionIdentifier),
    userProperties: userProperties && userPropertyPairsOf(userProperties),
  })
}

/** The engine groups User Properties by name: order is kept within a name only. */
function userPropertyPairsOf(grouped: { [name: string]: string | string[] }): [string, string][] {
  const pairs: [string, string][] = []
  for (const name of Object.keys(grouped)) {
    for (const value of ([] as string[]).concat(grouped[name] ?? [])) pairs.push([name, value])
  }
  return pairs
}

export function publishOptionsOf(publish: Publish, protocolVersion: 4 | 5): IClientPublishOptions {
  const options: IClientPublishOptions = { qos: publish.qos, retain: publish.retain, dup: publish.dup }
  if (protocolVersion === 5 && publish.properties) options.properties = enginePropertiesOf(publish.properties)
  return options
}

function enginePropertiesOf(properties: PublishProperties): IClientPublishOptions['properties'] {
  // no prototype: a User Property may be named `__proto__`
  const grouped = Object.create(null) as { [name: string]: string[] }
  for (const [name, value] of properties.userProperties ?? []) grouped[name] = [...(grouped[name] ?? []), value]
  return withoutAbsent({
    payloadFormatIndicator: properties.payloadFormatIndicator,
    messageExpiryInterval: properties.messageExpirySeconds,
    contentType: properties.contentType,
    responseTopic: properties.responseTopic,
    correlationData: properties.correlationData && bufferOf(properties.correlationData),
    // Subscription Identifiers are the server's to send [MQTT-3.3.4-6]
    userProperties: properties.userProperties && grouped,
  })
}

/** Acknowledgements and answers as the session sees them; nothing for packets the link handles itself. */
export function inboundAckOf(packet: Packet): Exclude<InboundPacket, Publish> | undefined {
  switch (packet.cmd) {
    case 'puback':
    case 'pubrec':
    case 'pubrel':
    case 'pubcomp':
      return withoutAbsent<Acknowledgement>({
        cmd: packet.cmd,
        packetId: packet.messageId as number,
        reasonCode: packet.reasonCode ?? 0,
        reasonString: packet.properties?.reasonString,
      })
    case 'suback':
      return subscribeAckOf('suback', packet.messageId, packet.granted as number[])
    case 'unsuback':
      return subscribeAckOf('unsuback', packet.messageId, packet.granted)
    case 'pingresp':
      return { cmd: 'pingresp' }
    default:
      return undefined
  }
}

const subscribeAckOf = (cmd: 'suback' | 'unsuback', packetId = 0, reasonCodes: number[] = []): SubscribeAck => ({
  cmd,
  packetId,
  reasonCodes,
})

/** Absent properties are absent and not `undefined`: a spread over defaults must not undo them. */
function withoutAbsent<T extends object>(record: T): T {
  for (const key of Object.keys(record) as (keyof T)[]) if (record[key] === undefined) delete record[key]
  return record
}

/** A property the parser could not read to its end comes as `null`, or as -1 for a number [MQTT-1.5]. */
export function hasUnreadableProperty(packet: Packet): boolean {
  return 'properties' in packet && packet.properties !== undefined && hasUnreadable(packet.properties)
}

function hasUnreadable(record: object): boolean {
  return Object.values(record).some((value: unknown) => {
    if (value === null || value === undefined || value === -1) return true
    return typeof value === 'object' && !ArrayBuffer.isView(value) && hasUnreadable(value)
  })
}
