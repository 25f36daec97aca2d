import type MqttClient from 'mqtt/lib/client'
import type { IPublishPacket, Packet } from 'mqtt-packet'
import type { OutboundPacket } from '@/core/session/packets'
import type { Socket, SocketClose, SocketPort } from '../socket/types'
import { createEngine } from './engine'
import { EngineStream } from './engineStream'
import { Framing, type Framed } from './framing'
import { connackOf, hasUnreadableProperty, inboundAckOf, publishOf, publishOptionsOf } from './packetMapping'
import type { Link, LinkClose, LinkEvents, LinkOptions, OpenLink } from './types'

const PACKET_IDENTIFIER_NOT_FOUND = 0x92
const PACKET_TOO_LARGE = 0x95

const ignore = () => undefined

type Phase = 'opening' | 'handshaking' | 'connected' | 'over'

/**
 * One connection: one socket, one MQTT.js client, thrown away together. MQTT.js encodes, parses and acknowledges; what
 * spans connections (retry, resend, resubscription, keep alive) is the session's, and all of that is switched off here.
 */
class MqttLink implements Link {
  private readonly socket: Socket
  private readonly stream = new EngineStream((bytes) => this.write(bytes))
  private readonly framing: Framing
  private client?: MqttClient
  private phase: Phase = 'opening'
  /** Bytes of this turn, sent as one frame at its end */
  private unsent: Uint8Array[] = []
  /** What the packet in hand led to: told after the engine has finished with it, so that the session may call back */
  private readonly pending: (() => void)[] = []
  private nextPacketId = 0
  /** Of the packet in hand */
  private omittedBytes?: number
  /** IDs whose PUBREL the session resent: a PUBREC for one of them is answered by PUBREL again */
  private readonly releasedIds = new Set<number>()

  constructor(
    socketPort: SocketPort,
    private readonly options: LinkOptions,
    private readonly events: LinkEvents,
  ) {
    this.framing = new Framing(options)
    this.socket = socketPort.open(
      { url: options.url, timeoutMs: options.connectTimeoutMs },
      {
        opened: () => this.handleOpened(),
        received: (bytes) => this.handleBytes(bytes),
        closed: (close) => this.handleSocketClosed(close),
      },
    )
  }

  send(packet: OutboundPacket): void {
    if (this.phase !== 'connected' || !this.client) return
    const alreadyUnsent = this.unsent.length
    try {
      this.encode(this.client, packet)
      // some of the engine's refusals are told to a callback only
      if (this.unsent.length === alreadyUnsent) this.stream.destroy(new Error(`${packet.cmd} cannot be encoded`))
    } catch (error) {
      this.stream.destroy(error instanceof Error ? error : new Error(String(error)))
    }
    // told later: the caller is in the middle of sending
    if (this.stream.failure) void Promise.resolve().then(() => this.end(this.protocolErrorOf(this.stream.failure)))
  }

  close(disconnect?: { reasonCode: number }): void {
    if (this.phase === 'over') return
    if (disconnect && this.phase !== 'opening') {
      const { reasonCode } = disconnect
      const hasCode = this.options.protocolVersion === 5 && reasonCode !== 0
      this.write(Uint8Array.of(...(hasCode ? [0xe0, 1, reasonCode] : [0xe0, 0])))
      this.flush()
    }
    this.shut()
  }

  private handleOpened(): void {
    if (this.phase !== 'opening') return
    this.phase = 'handshaking'
    try {
      this.startEngine()
    } catch (error) {
      this.stream.destroy(error instanceof Error ? error : new Error(String(error)))
    }
    if (this.stream.failure) return this.end(this.protocolErrorOf(this.stream.failure))
    this.flush()
    this.events.socketOpened()
  }

  private startEngine(): void {
    const client = createEngine({
      stream: this.stream,
      options: this.options,
      packetId: () => this.nextPacketId,
      publishStored: (packet) => this.tellPublish(packet),
    })
    this.client = client
    client.on('packetreceive', (packet) => this.handlePacket(client, packet))
    client.on('message', (_topic, _payload, packet) => {
      // QoS 2 was given when its ID was stored; the engine emits it again at PUBREL
      if (packet.qos !== 2) this.tellPublish(packet)
    })
    client.on('error', (error) => this.pending.push(() => this.end(this.protocolErrorOf(error))))
    client.connect()
  }

  private handleBytes(bytes: Uint8Array): void {
    if (this.phase === 'over') return
    this.events.progressed()
    const { packets, violation } = this.framing.scan(bytes)
    for (const { bytes: packet, omittedBytes } of packets) {
      this.omittedBytes = omittedBytes
      try {
        this.stream.deliver(packet)
      } catch (error) {
        this.pending.push(() => this.end(this.protocolErrorOf(error)))
      }
      this.tellPending()
    }
    if (violation) this.endForViolation(violation)
  }

  private endForViolation(violation: NonNullable<Framed['violation']>): void {
    if (violation.kind === 'packetTooLarge' && this.phase !== 'over') {
      this.write(Uint8Array.of(0xe0, 1, PACKET_TOO_LARGE))
      this.flush()
    }
    this.end(violation)
  }

  /** Called by the engine before it handles the packet. */
  private handlePacket(client: MqttClient, packet: Packet): void {
    if (hasUnreadableProperty(packet)) {
      this.pending.push(() => this.end({ kind: 'protocolError', detail: `unreadable property in ${packet.cmd}` }))
      return
    }
    if (packet.cmd === 'connack') return this.handleConnack(packet)
    if (packet.cmd === 'disconnect') {
      const { reasonCode = 0, properties } = packet
      this.pending.push(() => this.end(withReason({ kind: 'disconnected', reasonCode }, properties?.reasonString)))
      return
    }
    if (packet.cmd === 'pubrec') this.answerUnknownPubrec(client, packet.messageId as number, packet.reasonCode ?? 0)
    if (packet.cmd === 'pubcomp') this.releasedIds.delete(packet.messageId as number)
    const inbound = inboundAckOf(packet)
    if (inbound) this.pending.push(() => this.events.received(inbound))
  }

  private handleConnack(packet: Extract<Packet, { cmd: 'connack' }>): void {
    const { protocolVersion } = this.options
    // a CONNACK of two bytes is one of 3.1.1, whatever was asked
    const spoken = protocolVersion === 5 && packet.length === 2 ? 4 : protocolVersion
    const reasonCode = (protocolVersion === 5 ? packet.reasonCode : packet.returnCode) ?? 0
    if (reasonCode !== 0) {
      const close = { kind: 'refused', protocolVersion: spoken, reasonCode } as const
      this.pending.push(() => this.end(withReason(close, packet.properties?.reasonString)))
      return
    }
    if (!packet.sessionPresent) this.options.receivedIds.clear()
    this.pending.push(() => {
      this.phase = 'connected'
      this.events.connected(connackOf(packet))
    })
  }

  /** The engine ignores a PUBREC for an ID it did not send itself, and the exchange would never end. */
  private answerUnknownPubrec(client: MqttClient, packetId: number, reasonCode: number): void {
    if (client['outgoing'][packetId] || reasonCode >= 0x80) return
    const isKnown = this.releasedIds.has(packetId) || this.options.protocolVersion === 4
    this.writeRelease(packetId, isKnown ? 0 : PACKET_IDENTIFIER_NOT_FOUND)
  }

  private encode(client: MqttClient, packet: OutboundPacket): void {
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
      case 'pubrel':
        this.releasedIds.add(packet.packetId)
        this.writeRelease(packet.packetId, 0)
        return
      case 'pingreq':
        client.sendPing()
        return
      default:
        packet satisfies never
    }
  }

  private writeRelease(packetId: number, reasonCode: number): void {
    const code = reasonCode === 0 ? [] : [reasonCode]
    this.write(Uint8Array.of(0x62, 2 + code.length, packetId >> 8, packetId & 0xff, ...code))
  }

  private tellPublish(packet: IPublishPacket): void {
    const publish = publishOf(packet)
    if (this.omittedBytes !== undefined) publish.omittedBytes = this.omittedBytes
    this.pending.push(() => this.events.received(publish))
  }

  private tellPending(): void {
    for (let tell = this.pending.shift(); tell; tell = this.pending.shift()) if (this.phase !== 'over') tell()
  }

  private write(bytes: Uint8Array): void {
    if (this.phase === 'over') return
    if (this.unsent.push(bytes) === 1) void Promise.resolve().then(() => this.flush())
  }

  private flush(): void {
    if (this.phase === 'over' || this.unsent.length === 0) return
    const parts = this.unsent
    this.unsent = []
    const frame = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
    parts.reduce((at, part) => (frame.set(part, at), at + part.length), 0)
    this.socket.send(frame)
  }

  private handleSocketClosed(close: SocketClose): void {
    this.end({ kind: 'socket', opened: this.phase !== 'opening', close })
  }

  private end(close: LinkClose): void {
    if (this.phase === 'over') return
    this.shut()
    this.events.closed(close)
  }

  /** From here on nothing is heard and nothing is sent. */
  private shut(): void {
    this.phase = 'over'
    this.unsent = []
    this.stream.destroy()
    this.socket.close()
  }

  private protocolErrorOf(error: unknown): LinkClose {
    return { kind: 'protocolError', detail: error instanceof Error ? error.message : String(error) }
  }
}

/** What `client.subscribe` and `client.unsubscribe` call; declared private, and stable since MQTT.js 2. */
function sendPacket(client: MqttClient, packet: Packet): void {
  // the declaration of a private member has no type
  const engine = client as unknown as { _sendPacket(packet: Packet): void }
  engine._sendPacket(packet)
}

function withReason<T extends LinkClose>(close: T, reasonString: string | undefined): T {
  return reasonString === undefined ? close : { ...close, reasonString }
}

export const openLink: OpenLink = (socketPort, options, events) => new MqttLink(socketPort, options, events)
