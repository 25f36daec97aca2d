import type { IPublishPacket, Packet } from 'mqtt-packet'
import type { InboundPacket, OutboundPacket, Publish } from '@/core/session/packets'
import type { Socket, SocketClose, SocketPort } from '../socket/types'
import { AcknowledgementGate, pubrelBytes, type Answer } from './acknowledgementGate'
import { Engine } from './engine'
import { Framing } from './framing'
import { connackOf, hasUnreadableProperty, inboundAckOf, publishOf } from './packetMapping'
import { plainPublish } from './plainPublish'
import type { Link, LinkClose, LinkEvents, LinkOptions, OpenLink } from './types'

/** Reason codes §2.4 */
const PACKET_IDENTIFIER_NOT_FOUND = 0x92
const RECEIVE_MAXIMUM_EXCEEDED = 0x93
const PACKET_TOO_LARGE = 0x95
const QUOTA_EXCEEDED = 0x97

/** `draining`: nothing is read or sent any more, but for the acknowledgements that are held */
type Phase = 'opening' | 'handshaking' | 'connected' | 'draining' | 'over'

/**
 * One connection: one socket, one MQTT.js client, thrown away together. MQTT.js encodes, parses and acknowledges; what
 * spans connections (retry, resend, resubscription, keep alive) is the session's, and all of that is switched off here.
 */
class MqttLink implements Link {
  private readonly socket: Socket
  private readonly engine: Engine
  private readonly framing: Framing
  private readonly gate: AcknowledgementGate
  private phase: Phase = 'opening'
  /** Bytes of this turn, sent as one frame at its end */
  private unsent: Uint8Array[] = []
  /** What the packet in hand led to: told after the engine has finished with it, so that the session may call back */
  private readonly pending: (() => void)[] = []
  /** Of the packet in hand */
  private omittedBytes?: number
  private packetBytes = 0
  /** IDs whose PUBREL the session resent: a PUBREC for one of them is answered by PUBREL again */
  private readonly releasedIds = new Set<number>()

  constructor(
    socketPort: SocketPort,
    private readonly options: LinkOptions,
    private readonly events: LinkEvents,
  ) {
    this.framing = new Framing(options)
    this.gate = new AcknowledgementGate(options, (bytes) => this.write(bytes))
    this.engine = new Engine(options, {
      parsed: (packet) => this.handlePacket(packet),
      message: (packet) => this.tellPublish(packet),
      answered: (answer) => this.hold(answer),
      failed: (error) => this.pending.push(() => this.end(protocolErrorOf(error))),
      written: (bytes) => this.write(bytes),
    })
    this.socket = socketPort.open(
      { url: options.url, timeoutMs: options.connectTimeoutMs },
      {
        opened: () => this.handleOpened(),
        received: (bytes) => this.handleBytes(bytes),
        closed: (close) => this.handleSocketClosed(close),
      },
    )
  }

  send(packet: OutboundPacket): boolean {
    if (this.phase !== 'connected') return false
    if (packet.cmd === 'pubrel') {
      this.releasedIds.add(packet.packetId)
      this.write(pubrelBytes(packet.packetId))
      return true
    }
    const alreadyUnsent = this.unsent.length
    this.engine.send(packet)
    // some of the engine's refusals are told to a callback only
    if (this.unsent.length === alreadyUnsent) this.engine.destroy(new Error(`${packet.cmd} cannot be encoded`))
    const { failure } = this.engine
    // told later: the caller is in the middle of sending
    if (failure) void Promise.resolve().then(() => this.end(protocolErrorOf(failure)))
    return !failure
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
    this.engine.connect()
    if (this.engine.failure) return this.end(protocolErrorOf(this.engine.failure))
    this.flush()
    this.events.socketOpened()
  }

  private handleBytes(bytes: Uint8Array): void {
    if (!this.isReading) return
    this.events.progressed()
    const { packets, violation } = this.framing.scan(bytes)
    for (const packet of packets) {
      if (!this.isReading) break
      this.omittedBytes = packet.omittedBytes
      this.packetBytes = packet.bytes.length
      const publish = this.engine.failure ? undefined : plainPublish(packet, this.options.protocolVersion)
      if (publish) this.tellPlain(publish)
      else this.engine.deliver(packet.bytes)
      this.tellPending()
      if (this.gate.isFull) this.gate.ask()
      if (this.gate.isFull) this.drain()
    }
    this.gate.ask()
    if (violation && this.isReading) {
      this.endWith(violation.kind === 'packetTooLarge' ? PACKET_TOO_LARGE : undefined, violation)
    }
  }

  private get isReading(): boolean {
    return this.phase !== 'over' && this.phase !== 'draining'
  }

  /**
   * The broker sent more than can be held. What came is acknowledged as soon as it may be, and the connection ends then:
   * closing at once would have the same messages sent again each time.
   */
  private drain(): void {
    if (!this.isReading) return
    this.phase = 'draining'
    const { count } = this.gate
    const { receiveMaximum, protocolVersion } = this.options
    const detail = `${count} acknowledgements wait for storage`
    // 3.1.1 has no Receive Maximum that a broker could keep to
    const isPeersFault = protocolVersion === 5 && count > receiveMaximum
    const code = isPeersFault ? RECEIVE_MAXIMUM_EXCEEDED : QUOTA_EXCEEDED
    const kind = isPeersFault ? 'protocolError' : 'storageSlow'
    this.gate.whenEmpty(() => this.endWith(code, { kind, detail }))
  }

  /** Called by the engine before it handles the packet. */
  private handlePacket(packet: Packet): void {
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
    if (packet.cmd === 'pubrec') this.answerUnknownPubrec(packet.messageId as number, packet.reasonCode ?? 0)
    if (packet.cmd === 'pubcomp') this.releasedIds.delete(packet.messageId as number)
    const inbound = inboundAckOf(packet)
    if (inbound) this.pending.push(() => this.tellAck(inbound))
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
  private answerUnknownPubrec(packetId: number, reasonCode: number): void {
    if (this.engine.isInFlight(packetId) || reasonCode >= 0x80) return
    const isKnown = this.releasedIds.has(packetId) || this.options.protocolVersion === 4
    this.gate.hold({ cmd: 'pubrel', packetId, reasonCode: isKnown ? 0 : PACKET_IDENTIFIER_NOT_FOUND })
  }

  private hold(answer: Answer): void {
    const isKnown = answer.cmd !== 'pubcomp' || this.options.receivedIds.has(answer.packetId)
    const hasCode = !isKnown && this.options.protocolVersion === 5
    this.gate.hold(hasCode ? { ...answer, reasonCode: PACKET_IDENTIFIER_NOT_FOUND } : answer, this.packetBytes)
  }

  private tellPublish(packet: IPublishPacket): void {
    const publish = publishOf(packet)
    if (this.omittedBytes !== undefined) publish.omittedBytes = this.omittedBytes
    this.pending.push(() => {
      if (publish.qos === 2) this.options.receivedIds.add(publish.packetId as number)
      this.events.received(publish)
    })
  }

  /** At once: the engine knows nothing of it. */
  private tellPlain(publish: Publish): void {
    if (publish.qos === 1) this.hold({ cmd: 'puback', packetId: publish.packetId as number, reasonCode: 0 })
    this.events.received(publish)
  }

  private tellAck(packet: Exclude<InboundPacket, Publish>): void {
    if (packet.cmd === 'pubrel') this.options.receivedIds.delete(packet.packetId)
    this.events.received(packet)
  }

  private tellPending(): void {
    while (this.pending.length > 0) {
      const tell = this.pending.shift()
      if (this.phase !== 'over') tell?.()
    }
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

  /** Says DISCONNECT first where the protocol has it. Sent is what had been released, not what is held. */
  private endWith(reasonCode: number | undefined, close: LinkClose): void {
    if (reasonCode !== undefined && this.options.protocolVersion === 5) {
      this.write(Uint8Array.of(0xe0, 1, reasonCode))
    }
    this.flush()
    this.end(close)
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
    this.gate.close()
    this.engine.destroy()
    this.socket.close()
  }
}

function protocolErrorOf(error: unknown): LinkClose {
  return { kind: 'protocolError', detail: error instanceof Error ? error.message : String(error) }
}

function withReason<T extends LinkClose>(close: T, reasonString: string | undefined): T {
  return reasonString === undefined ? close : { ...close, reasonString }
}

export const openLink: OpenLink = (socketPort, options, events) => new MqttLink(socketPort, options, events)
