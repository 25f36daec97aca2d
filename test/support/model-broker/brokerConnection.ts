import type { IConnackPacket, IConnectPacket, IPublishPacket, ISubscribePacket, Packet } from 'mqtt-packet'
import type { BrokerSession } from './brokerSession'
import type { ModelBroker } from './modelBroker'
import type { ModelSocket, ServerSide } from './modelNetwork'
import { concat, encode, PacketReader } from './packetStream'
import { ReasonCodes } from './types'

const KEEP_ALIVE_FACTOR = 1.5
const MAX_PACKET = 268_435_460

/** One client connection: parses, answers, and keeps the rules a client must keep; what it breaks stands in `violations`. */
export class BrokerConnection implements ServerSide {
  session: BrokerSession | undefined
  connect: IConnectPacket | undefined
  isOver = false
  private readonly reader = new PacketReader()
  private cancelKeepAlive: () => void = () => undefined
  private unsent: Uint8Array[] = []
  /** client's QoS > 0 messages not acknowledged to the end, by identifier §4.9 */
  private readonly underway = new Map<number, 1 | 2>()

  constructor(
    private readonly broker: ModelBroker,
    readonly number: number,
    private readonly socket: ModelSocket,
  ) {}

  get protocolVersion(): 4 | 5 {
    return this.reader.settings.protocolVersion
  }

  received(bytes: Uint8Array): void {
    if (this.isOver) return
    try {
      for (const { packet, size } of this.reader.read(bytes)) {
        this.broker.wire.add(this.number, 'in', packet, this.broker.now())
        this.handle(packet, size)
        // a handler may have sent the client away
        if (this.isOver as boolean) return
      }
    } catch (error) {
      this.violate(`malformed: ${String(error)}`, ReasonCodes.malformedPacket)
    }
    this.flush()
  }

  /** The socket is gone without a DISCONNECT. */
  closed(): void {
    this.over({ isWillDue: true })
  }

  send(packet: Packet): void {
    if (this.isOver) return
    this.broker.wire.add(this.number, 'out', packet, this.broker.now())
    this.unsent.push(encode(packet, this.protocolVersion))
    if (this.unsent.length === 1) void Promise.resolve().then(() => this.flush())
  }

  /** MQTT 5: DISCONNECT with a code; 3.1.1 has none and is closed without a word. */
  sendAway(reasonCode: number): void {
    if (this.isOver) return
    if (this.protocolVersion === 5) this.send({ cmd: 'disconnect', reasonCode })
    this.flush()
    this.over({ isWillDue: true })
    this.socket.end({ cause: 'closed', code: 1000 })
  }

  /** The network fails under this connection. */
  tear(): void {
    this.socket.tear()
  }

  swallow(direction: 'toServer' | 'toApp' | 'both'): void {
    this.socket.swallow(direction)
  }

  private flush(): void {
    if (this.unsent.length === 0) return
    const frame = concat(this.unsent)
    this.unsent = []
    this.socket.deliver(frame)
  }

  private over({ isWillDue }: { isWillDue: boolean }): void {
    if (this.isOver) return
    this.flush()
    this.isOver = true
    this.cancelKeepAlive()
    this.broker.connectionOver(this, isWillDue)
  }

  private violate(words: string, reasonCode: number): void {
    this.broker.violations.push(`${this.number}: ${words}`)
    this.sendAway(reasonCode)
  }

  private handle(packet: Packet, size: number): void {
    const { broker, session } = this
    if ((packet.cmd === 'connect') !== !session) return this.violate(`${packet.cmd} out of order`, 0x82)
    if (size > (broker.rules.maximumPacketSize ?? MAX_PACKET)) {
      return this.violate(`${packet.cmd} of ${size} bytes`, ReasonCodes.packetTooLarge)
    }
    this.armKeepAlive()
    if (packet.cmd === 'connect') return this.handleConnect(packet)
    if (session) this.handleOf(session, packet)
  }

  private handleOf(session: BrokerSession, packet: Packet): void {
    switch (packet.cmd) {
      case 'publish':
        return this.handlePublish(session, packet)
      case 'puback':
      case 'pubrec':
      case 'pubcomp':
        return session.acknowledged(packet.cmd, packet.messageId ?? 0, packet.reasonCode ?? 0)
      case 'pubrel':
        return this.handleRelease(session, packet.messageId ?? 0)
      case 'subscribe':
        return this.handleSubscribe(session, packet)
      case 'unsubscribe':
        return this.send({
          cmd: 'unsuback',
          messageId: packet.messageId,
          granted: packet.unsubscriptions.map((filter) =>
            session.subscriptions.delete(filter) ? 0 : ReasonCodes.noSubscriptionExisted,
          ),
        })
      case 'pingreq':
        return this.broker.rules.answersPings ? this.send({ cmd: 'pingresp' }) : undefined
      case 'disconnect': {
        const expiry = packet.properties?.sessionExpiryInterval
        if (expiry !== undefined) this.broker.setExpiry(session, expiry)
        return this.over({ isWillDue: packet.reasonCode === 0x04 })
      }
      case 'connect':
      case 'connack':
      case 'suback':
      case 'unsuback':
      case 'pingresp':
      case 'auth':
        return this.violate(`${packet.cmd} from a client`, ReasonCodes.protocolError)
    }
  }

  private handleConnect(packet: IConnectPacket): void {
    this.connect = packet
    const { broker, protocolVersion } = this
    const refusal = broker.rules.refuseConnect?.(packet)
    if (refusal !== undefined) {
      this.send({ cmd: 'connack', sessionPresent: false, returnCode: refusal, reasonCode: refusal })
      this.flush()
      this.isOver = true
      this.cancelKeepAlive()
      return this.socket.end({ cause: 'closed', code: 1000 })
    }
    const { session, isPresent, expirySeconds } = broker.takeSession(this, packet)
    this.session = session
    const connack: IConnackPacket = { cmd: 'connack', sessionPresent: isPresent, returnCode: 0, reasonCode: 0 }
    if (protocolVersion === 5) {
      const { receiveMaximum, maximumPacketSize, serverKeepAliveSeconds, maximumQoS } = broker.rules
      connack.properties = withoutAbsent({ receiveMaximum, maximumPacketSize, maximumQoS })
      if (serverKeepAliveSeconds !== undefined) connack.properties.serverKeepAlive = serverKeepAliveSeconds
      if (expirySeconds !== packet.properties?.sessionExpiryInterval) {
        connack.properties.sessionExpiryInterval = expirySeconds
      }
    }
    this.send(connack)
    session.attach({
      send: (out) => this.send(out),
      window: this.window,
      maximumPacketSize: packet.properties?.maximumPacketSize ?? MAX_PACKET,
      sizeOf: (publish) => encode(publish, protocolVersion).length,
    })
    this.armKeepAlive()
  }

  private get window(): number {
    const announced = this.connect?.properties?.receiveMaximum ?? 65_535
    return this.protocolVersion === 5 ? announced : this.broker.rules.maxInflight
  }

  private handlePublish(session: BrokerSession, packet: IPublishPacket): void {
    const { broker } = this
    const { qos, messageId = 0 } = packet
    if (packet.properties?.topicAlias !== undefined) return this.violate('Topic Alias', 0x94)
    if (qos === 0) return broker.take(session, packet)
    const isKnown = qos === 2 && session.receivedIds.has(messageId)
    if (isKnown && !packet.dup) broker.violations.push(`${this.number}: QoS 2 #${messageId} used again without DUP`)
    if (this.underway.has(messageId)) broker.violations.push(`${this.number}: #${messageId} sent while it is under way`)
    this.underway.set(messageId, qos)
    const receiveMaximum = (this.protocolVersion === 5 && broker.rules.receiveMaximum) || 65_535
    if (this.underway.size > receiveMaximum) {
      return this.violate('over Receive Maximum', ReasonCodes.receiveMaximumExceeded)
    }
    const reasonCode = (!isKnown && broker.rules.refusePublish?.(packet)) || 0
    if (!isKnown && reasonCode < 0x80) broker.take(session, packet)
    if (qos === 2 && reasonCode < 0x80) session.receivedIds.add(messageId)
    this.acknowledge(session, { cmd: qos === 1 ? 'puback' : 'pubrec', messageId, reasonCode })
  }

  private handleRelease(session: BrokerSession, messageId: number): void {
    const isKnown = session.receivedIds.delete(messageId)
    if (!isKnown) this.broker.unknownReleases.push(`${this.number}: #${messageId}`)
    const reasonCode = isKnown || this.protocolVersion === 4 ? 0 : ReasonCodes.packetIdentifierNotFound
    this.acknowledge(session, { cmd: 'pubcomp', messageId, reasonCode })
  }

  private acknowledge(
    session: BrokerSession,
    ack: { cmd: 'puback' | 'pubrec' | 'pubcomp'; messageId: number; reasonCode: number },
  ): void {
    const leave = () => {
      if (ack.cmd !== 'pubrec' || ack.reasonCode >= 0x80) this.underway.delete(ack.messageId)
      this.send(ack)
    }
    const { ackDelayMs } = this.broker.rules
    if (ackDelayMs === 0) leave()
    else {
      this.broker.clock.setTimer(() => {
        if (this.isOver || session !== this.session) return
        leave()
        this.flush()
      }, ackDelayMs)
    }
  }

  private handleSubscribe(session: BrokerSession, packet: ISubscribePacket): void {
    const granted: number[] = []
    const retained: (() => void)[] = []
    for (const { topic: filter, qos, nl = false, rap = false, rh = 0 } of packet.subscriptions) {
      const code = this.broker.rules.grant?.(filter, qos) ?? qos
      granted.push(code)
      if (code > 2) continue
      const isNew = !session.subscriptions.has(filter)
      const subscription = { qos: code as 0 | 1 | 2, noLocal: nl, retainAsPublished: rap }
      session.subscriptions.set(filter, subscription)
      if (rh === 0 || (rh === 1 && isNew))
        retained.push(() => this.broker.sendRetained(session, filter, subscription.qos))
    }
    this.send({ cmd: 'suback', messageId: packet.messageId, granted })
    for (const send of retained) send()
  }

  private armKeepAlive(): void {
    this.cancelKeepAlive()
    const { connect, broker } = this
    if (!connect) return
    const announced = this.protocolVersion === 5 ? broker.rules.serverKeepAliveSeconds : undefined
    const seconds = announced ?? connect.keepalive ?? 0
    if (seconds === 0 || this.isOver) return
    this.cancelKeepAlive = broker.clock.setTimer(
      () => this.sendAway(ReasonCodes.keepAliveTimeout),
      seconds * KEEP_ALIVE_FACTOR * 1000,
    )
  }
}

function withoutAbsent<T extends object>(record: T): T {
  for (const key of Object.keys(record) as (keyof T)[]) if (record[key] === undefined) delete record[key]
  return record
}
