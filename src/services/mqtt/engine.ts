import MqttClient from 'mqtt/lib/client'
import type { IPublishPacket, Packet } from 'mqtt-packet'
import type { OutboundPacket } from '@/core/session/packets'
import type { Answer } from './acknowledgementGate'
import { EngineStream, streamBuilderOf } from './engineStream'
import { connectOptionsOf, publishOptionsOf } from './packetMapping'
import { createIncomingStore, createOutgoingStore } from './stores'
import type { LinkOptions } from './types'

/** setTimeout's longest: waiting for CONNACK is the session's business */
const NEVER_MS = 0x7fffffff

const ignore = () => undefined

interface EngineEvents {
  /** A packet was parsed; nothing has been done about it yet. */
  parsed(packet: Packet): void
  /** A message; at QoS 2 only where its ID was not known. */
  message(packet: IPublishPacket): void
  /** What the engine would acknowledge now. It writes nothing: whoever hears it does. */
  answered(answer: Answer): void
  failed(error: unknown): void
  /** Bytes to send, a part of a packet at least */
  written(bytes: Uint8Array): void
}

/** An MQTT.js client for one connection that encodes, parses and acknowledges, and does nothing by itself. */
export class Engine {
  private readonly stream = new EngineStream((bytes) => this.isAnswering || this.events.written(bytes))
  private readonly client: MqttClient
  private nextPacketId = 0
  /** The packet being encoded is an acknowledgement */
  private isAnswering = false

  constructor(
    private readonly options: LinkOptions,
    private readonly events: EngineEvents,
  ) {
    this.client = this.createClient()
    this.client.on('packetreceive', (packet) => events.parsed(packet))
    this.client.on('packetsend', (packet) => (this.isAnswering = this.answer(packet)))
    this.client.on('message', (_topic, _payload, packet) => {
      // QoS 2 was given when it came; the engine emits it again at PUBREL
      if (packet.qos !== 2) events.message(packet)
    })
    this.client.on('error', (error) => events.failed(error))
  }

  /** Why it gave up; a packet it cannot encode ends it, too. */
  get failure(): Error | undefined {
    return this.stream.failure
  }

  /** Writes CONNECT. */
  connect(): void {
    this.attempt(() => this.client.connect())
    // announced by now: how many messages are too many is the gate's to say
    this.client['_receiveMaximum'] = 65_535
  }

  /** Hands it one whole packet, which has been handled when this returns. */
  deliver(packet: Uint8Array): void {
    try {
      this.stream.deliver(packet)
    } catch (error) {
      this.events.failed(error)
    }
  }

  send(packet: Exclude<OutboundPacket, { cmd: 'pubrel' }>): void {
    this.attempt(() => this.encode(packet))
  }

  /** Whether a PUBLISH of this link waits for its acknowledgement. */
  isInFlight(packetId: number): boolean {
    return this.client['outgoing'][packetId] !== undefined
  }

  destroy(error?: Error): void {
    this.stream.destroy(error)
  }

  private attempt(act: () => void): void {
    try {
      act()
    } catch (error) {
      this.stream.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  }

  private answer(packet: Packet): boolean {
    if (packet.cmd !== 'puback' && packet.cmd !== 'pubrec' && packet.cmd !== 'pubrel' && packet.cmd !== 'pubcomp')
      return false
    this.events.answered({ cmd: packet.cmd, packetId: packet.messageId as number, reasonCode: packet.reasonCode ?? 0 })
    return true
  }

  private createClient(): MqttClient {
    return new MqttClient(streamBuilderOf(this.stream), {
      ...connectOptionsOf(this.options),
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
        allocate: () => this.nextPacketId,
        getLastAllocated: () => this.nextPacketId,
        register: () => true,
        deallocate: ignore,
        clear: ignore,
      },
      outgoingStore: createOutgoingStore(),
      incomingStore: createIncomingStore(this.options.receivedIds, (packet) => {
        if (packet.cmd === 'publish') this.events.message(packet)
      }),
    })
  }

  private encode(packet: Exclude<OutboundPacket, { cmd: 'pubrel' }>): void {
    const { client } = this
    switch (packet.cmd) {
      case 'publish':
        this.nextPacketId = packet.packetId ?? 0
        // typed as Buffer; any view is written as it is
        client.publish(
          packet.topic,
          packet.payload as Buffer,
          publishOptionsOf(packet, this.options.protocolVersion),
          ignore,
        )
        return
      case 'subscribe':
        // not `client.subscribe`: as the keys of an object, filters like `1` would change places and reason codes with them
        sendPacket(client, {
          cmd: 'subscribe',
          messageId: packet.packetId,
          subscriptions: packet.filters.map((wanted) => ({
            topic: wanted.filter,
            qos: wanted.qos,
            nl: wanted.noLocal,
            rap: wanted.retainAsPublished,
            rh: wanted.retainHandling,
          })),
        })
        return
      case 'unsubscribe':
        sendPacket(client, { cmd: 'unsubscribe', messageId: packet.packetId, unsubscriptions: packet.filters })
        return
      case 'pingreq':
        client.sendPing()
        return
      default:
        packet satisfies never
    }
  }
}

/** What `client.subscribe` and `client.unsubscribe` call; declared private, and stable since MQTT.js 2. */
function sendPacket(client: MqttClient, packet: Packet): void {
  // the declaration of a private member has no type
  const engine = client as unknown as { _sendPacket(packet: Packet): void }
  engine._sendPacket(packet)
}
