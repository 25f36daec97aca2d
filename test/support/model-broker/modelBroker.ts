import type { IConnectPacket, IPublishPacket } from 'mqtt-packet'
import type { QoS } from '@/core/session/packets'
import { matches } from '@/core/topic/match'
import type { Clock } from '@/services/session/config'
import { BrokerConnection } from './brokerConnection'
import { BrokerSession } from './brokerSession'
import { ModelNetwork } from './modelNetwork'
import { ReasonCodes, type BrokerMessage, type BrokerRules, type ReceivedByBroker } from './types'
import { WireLog } from './wireLog'

const NEVER_SECONDS = 0xffffffff

interface Kept {
  session: BrokerSession
  expirySeconds: number
  cancelExpiry: () => void
}

/**
 * An MQTT 5 and 3.1.1 broker without sockets or a clock of its own: the app's real link speaks real bytes to it through
 * `broker.network`. It keeps the server's half of a session as §4.1 to §4.9 describe it, and writes down where a client
 * breaks its own half (`violations`).
 *
 * ```ts
 * const broker = new ModelBroker(time.worldClock)
 * const services = { socketPort: broker.network, … }
 * broker.publish('a/b', 'text', { qos: 2 })
 * expect(broker.wire.lines(1)).toEqual(['> CONNECT', '< CONNACK fresh', …])
 * ```
 */
export class ModelBroker {
  readonly network: ModelNetwork
  readonly wire = new WireLog()
  /** what clients brought, in order */
  readonly received: ReceivedByBroker[] = []
  /** what clients did against the protocol */
  readonly violations: string[] = []
  /** PUBREL for an identifier that is not known: allowed on a resumed session, odd elsewhere */
  readonly unknownReleases: string[] = []
  readonly rules: BrokerRules
  private readonly kept = new Map<string, Kept>()
  private readonly retained = new Map<string, BrokerMessage>()
  private readonly connections = new Map<string, BrokerConnection>()
  private readonly wills = new Map<string, () => void>()
  private connectionCount = 0

  constructor(
    readonly clock: Clock,
    rules: Partial<BrokerRules> = {},
  ) {
    this.rules = {
      maxInflight: 20,
      maxQueued: 100_000,
      packetIds: 'next',
      ackDelayMs: 0,
      answersPings: true,
      announcesTakeover: true,
      ...rules,
    }
    this.network = new ModelNetwork(clock, (socket) => {
      this.connectionCount += 1
      return new BrokerConnection(this, this.connectionCount, socket)
    })
  }

  now(): number {
    return this.clock.now()
  }

  /** A message by somebody else. */
  publish(
    topic: string,
    payload: Uint8Array | string,
    options: { qos?: QoS; retain?: boolean; properties?: IPublishPacket['properties'] } = {},
  ): void {
    const { qos = 0, retain = false, properties } = options
    this.route({ topic, payload: Uint8Array.from(Buffer.from(payload)), qos, retain, properties }, undefined)
  }

  /** The connection of a client, while there is one. */
  connectionOf(clientId: string): BrokerConnection | undefined {
    return this.connections.get(clientId)
  }

  sessionOf(clientId: string): BrokerSession | undefined {
    return this.kept.get(clientId)?.session
  }

  get clientIds(): string[] {
    return [...this.connections.keys()]
  }

  /** As after a restart without persistence. */
  loseSession(clientId: string): void {
    this.connections.get(clientId)?.tear()
    this.forget(clientId)
  }

  // ---- for connections

  takeSession(connection: BrokerConnection, packet: IConnectPacket) {
    const { clientId } = packet
    const former = this.connections.get(clientId)
    if (this.rules.announcesTakeover) former?.sendAway(ReasonCodes.sessionTakenOver)
    else former?.tear()
    // back before the Will Delay was over [MQTT-3.1.3-9]
    this.wills.get(clientId)?.()
    this.wills.delete(clientId)
    if (packet.clean) this.forget(clientId)
    const known = this.kept.get(clientId)
    known?.cancelExpiry()
    const expirySeconds = this.expiryOf(connection, packet)
    const session = known?.session ?? new BrokerSession(clientId, () => this.now(), this.rules)
    this.kept.set(clientId, { session, expirySeconds, cancelExpiry: () => undefined })
    this.connections.set(clientId, connection)
    return { session, isPresent: known !== undefined, expirySeconds }
  }

  setExpiry({ clientId }: BrokerSession, expirySeconds: number): void {
    const kept = this.kept.get(clientId)
    if (kept) kept.expirySeconds = expirySeconds
  }

  connectionOver(connection: BrokerConnection, isWillDue: boolean): void {
    const { session } = connection
    if (!session || this.connections.get(session.clientId) !== connection) return
    const { clientId } = session
    this.connections.delete(clientId)
    session.detach()
    const kept = this.kept.get(clientId)
    if (isWillDue) this.startWill(connection, kept?.expirySeconds ?? 0)
    if (!kept) return
    if (kept.expirySeconds === 0) this.forget(clientId)
    else if (kept.expirySeconds < NEVER_SECONDS) {
      kept.cancelExpiry = this.clock.setTimer(() => this.forget(clientId), kept.expirySeconds * 1000)
    }
  }

  take(session: BrokerSession, packet: IPublishPacket): void {
    const { topic, qos, retain, dup, properties } = packet
    const payload = Uint8Array.from(Buffer.from(packet.payload as Buffer))
    const message = { topic, payload, qos, retain, properties }
    const text = Buffer.from(payload).toString('latin1')
    this.received.push({ ...message, clientId: session.clientId, dup, text })
    this.route(message, session.clientId)
  }

  sendRetained(session: BrokerSession, filter: string, qos: QoS): void {
    for (const [topic, message] of this.retained) {
      if (matches(filter, topic)) {
        session.deliver({ ...message, qos: Math.min(qos, message.qos) as QoS, retain: true }, this.rules.maxQueued)
      }
    }
  }

  private route(message: BrokerMessage, publisher: string | undefined): void {
    const { topic, retain, properties } = message
    if (retain && message.payload.length === 0) this.retained.delete(topic)
    else if (retain) this.retained.set(topic, message)
    const expiry = properties?.messageExpiryInterval
    for (const { session } of this.kept.values()) {
      const subscription = session.subscriptionFor(topic, publisher)
      if (!subscription) continue
      const qos = Math.min(message.qos, subscription.qos) as QoS
      const copy: BrokerMessage = { ...message, qos, retain: retain && subscription.retainAsPublished }
      if (expiry !== undefined) copy.expiresAt = this.now() + expiry * 1000
      session.deliver(copy, this.rules.maxQueued)
    }
  }

  private expiryOf(connection: BrokerConnection, packet: IConnectPacket): number {
    if (connection.protocolVersion === 4) return packet.clean ? 0 : NEVER_SECONDS
    const asked = packet.properties?.sessionExpiryInterval ?? 0
    return Math.min(asked, this.rules.sessionExpiryMaxSeconds ?? NEVER_SECONDS)
  }

  /** Published after its delay, or when the session ends, whichever comes first §3.1.3.2.2. */
  private startWill({ connect, session }: BrokerConnection, expirySeconds: number): void {
    const will = connect?.will
    if (!will || !session) return
    const { clientId } = session
    const send = () => {
      this.wills.delete(clientId)
      const { topic, payload, qos = 0, retain = false } = will
      this.route({ topic, payload: Uint8Array.from(Buffer.from(payload)), qos, retain }, clientId)
    }
    const delaySeconds = Math.min(will.properties?.willDelayInterval ?? 0, expirySeconds)
    if (delaySeconds === 0) return send()
    this.wills.set(clientId, this.clock.setTimer(send, delaySeconds * 1000))
  }

  private forget(clientId: string): void {
    this.kept.get(clientId)?.cancelExpiry()
    this.kept.delete(clientId)
  }
}
