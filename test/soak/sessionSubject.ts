import { encodeUtf8, decodeUtf8 } from '@/core/payload/utf8'
import { AppError } from '@/core/errors'
import type { ReceivedMessage, SentMessage, TimelineEntry } from '@/core/message/message'
import type { SessionConfig } from '@/services/session/config'
import { createSession } from '@/services/session/session'
import type { Session } from '@/services/session/types'
import type { SocketDeath } from '../support/weapp-host'
import type { FaultProxy } from '../support/faultProxy'
import type { Device } from './device'
import { Ledger, type SoakQoS } from './ledger'
import { bodyOf, filterOf, isHeartbeat, readBody, topicsOf, type Subject } from './subject'

/** The session layer on a phone or in a tab. */
export class SessionSubject implements Subject {
  readonly ledger = new Ledger()
  readonly pausesWhenHidden: boolean
  canPublish = false
  private session: Session | undefined
  private wasOnline = false
  private readonly config: SessionConfig
  private wake: () => void = () => undefined
  /** entries told already, over all lives */
  private readonly told = new Set<number>()
  /** the numbers of the messages published, by their IDs */
  private readonly published = new Map<number, { qos: SoakQoS; number: number }>()

  constructor(
    readonly name: string,
    private readonly device: Device,
    private readonly proxy: FaultProxy,
    protocolVersion: 4 | 5,
  ) {
    this.pausesWhenHidden = device.kind === 'weapp'
    this.config = {
      profileId: name,
      url: proxy.url,
      protocolVersion,
      clientId: name,
      username: '',
      password: '',
      keepSession: true,
      sessionExpirySeconds: 86_400,
      keepAliveSeconds: device.kind === 'weapp' ? 60 : 90,
      unknownRule: 'ask',
      isDurable: true,
    }
  }

  get isOnline() {
    return this.session?.status.name === 'online'
  }

  get state() {
    return JSON.stringify(this.session?.status)
  }

  start(): Promise<void> {
    const session = createSession(this.config, this.device.services({ kept: (id) => this.kept(id) }))
    this.session = session
    this.wasOnline = false
    session.onChange(() => session === this.session && this.changed(session))
    session.onEntry((entry) => session === this.session && this.entered(entry))
    session.subscribe(filterOf(this.name), { qos: 2 })
    session.start()
    this.canPublish = true
    // what a person sees after the start was received, whether the last process came to show it or not
    void session.restored.then((entries) => {
      if (session !== this.session) return
      for (const entry of entries) this.entered(entry)
      for (const message of session.outbox) this.restored(message)
    })
    return Promise.resolve()
  }

  async ready(): Promise<void> {
    const isGranted = () => this.session?.subscriptions.every(({ status }) => status.name === 'granted') === true
    while (!this.isOnline || !isGranted()) await new Promise<void>((resolve) => (this.wake = resolve))
  }

  async online(): Promise<void> {
    while (!this.isOnline) await new Promise<void>((resolve) => (this.wake = resolve))
  }

  publish(qos: SoakQoS): void {
    if (!this.session || !this.canPublish) return
    // a full outbox refuses; nothing was promised then
    if (this.session.outbox.length > 900) return
    const number = this.ledger.upPublished(qos)
    try {
      const { id } = this.session.publish(topicsOf(this.name).up, encodeUtf8(bodyOf(qos, number)), {
        qos,
        retain: false,
      })
      this.published.set(id, { qos, number })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      this.ledger.upStatus(qos, number, 'refused')
    }
  }

  hide(death: SocketDeath, isHalfOpen: boolean): void {
    this.canPublish = false
    this.device.hide(death, isHalfOpen)
  }

  async show(awayMs: number): Promise<void> {
    await this.device.show(awayMs)
    this.canPublish = true
  }

  network(isOnline: boolean, type: string): void {
    this.device.network(isOnline, type)
  }

  async destroy(isHalfOpen: boolean): Promise<void> {
    this.end()
    if (isHalfOpen) this.proxy.strand()
    await this.device.kill()
    this.ledger.killed()
    await this.device.start()
    await this.start()
  }

  async dispose(): Promise<void> {
    this.end()
    await this.device.dispose()
  }

  private end(): void {
    this.canPublish = false
    this.session = undefined
  }

  private kept(messageId: number): void {
    const message = this.published.get(messageId)
    if (message) this.ledger.upKept(message.qos, message.number)
  }

  /** Its process ended before it heard that the message was kept; it was. */
  private restored(message: SentMessage): void {
    this.sent(message)
    const { qos, number } = readBody(decodeUtf8(message.payload))
    this.ledger.upKept(qos, number)
  }

  private changed(session: Session): void {
    const { status } = session
    const isOnline = status.name === 'online'
    if (isOnline && !this.wasOnline) this.ledger.connected(status.resumed)
    this.wasOnline = isOnline
    this.wake()
  }

  private entered(entry: TimelineEntry): void {
    if (entry.direction === 'received') this.received(entry)
    if (entry.direction === 'sent') this.sent(entry)
  }

  private received({ id, topic, payload, qos, dup, isRedelivered }: ReceivedMessage): void {
    if (this.told.has(id)) return
    this.told.add(id)
    if (isHeartbeat(topic)) return this.ledger.beatArrived(qos as SoakQoS, isRedelivered === true)
    const body = readBody(decodeUtf8(payload))
    this.ledger.downArrived(body.qos, body.number, { dup, isRedelivered })
  }

  private sent({ payload, status }: SentMessage): void {
    const body = readBody(decodeUtf8(payload))
    this.ledger.upStatus(body.qos, body.number, status.name)
  }
}
