import MqttClient from 'mqtt/lib/client'
import type { IPublishPacket } from 'mqtt-packet'
import { streamBuilderOf, type EngineStream } from './engineStream'
import { connectOptionsOf } from './packetMapping'
import { createIncomingStore, createOutgoingStore } from './stores'
import type { LinkOptions } from './types'

/** setTimeout's longest: waiting for CONNACK is the session's business */
const NEVER_MS = 0x7fffffff

const ignore = () => undefined

interface EngineParts {
  stream: EngineStream
  options: LinkOptions
  /** The Packet Identifier of what is being encoded */
  packetId: () => number
  /** A QoS 2 message whose ID was not known */
  publishStored: (packet: IPublishPacket) => void
}

/** An MQTT.js client for one connection that encodes, parses and acknowledges, and does nothing by itself. */
export function createEngine({ stream, options, packetId, publishStored }: EngineParts): MqttClient {
  return new MqttClient(streamBuilderOf(stream), {
    ...connectOptionsOf(options),
    manualConnect: true,
    connectTimeout: NEVER_MS,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    // the session sends the pings
    timerVariant: { set: () => 0, clear: ignore },
    reschedulePings: false,
    // the cache is 65,536 buffers made at the first packet
    writeCache: false,
    log: ignore,
    messageIdProvider: {
      allocate: packetId,
      getLastAllocated: packetId,
      register: () => true,
      deallocate: ignore,
      clear: ignore,
    },
    outgoingStore: createOutgoingStore(),
    incomingStore: createIncomingStore(options.receivedIds, (packet) => {
      if (packet.cmd === 'publish') publishStored(packet)
    }),
  })
}
