import mqtt, { type MqttClient } from 'mqtt'
import type { FaultProxy } from '../support/faultProxy'
import type { SocketDeath } from '../support/weapp-host'
import { Ledger, type SoakQoS } from './ledger'
import { bodyOf, filterOf, isHeartbeat, readBody, topicsOf, type Subject } from './subject'

/**
 * The control: MQTT.js as its users use it, with a kept session and its own WebSocket. It lives on a phone, so a hide
 * takes its socket, and a destroyed app is a new client object.
 */
export class PlainSubject implements Subject {
  readonly ledger = new Ledger()
  readonly pausesWhenHidden = true
  canPublish = false
  private client: MqttClient | undefined
  private wake: () => void = () => undefined
  private resolveReady: () => void = () => undefined
  private readonly isReady = new Promise<void>((resolve) => (this.resolveReady = resolve))
  private death: SocketDeath | undefined

  constructor(
    readonly name: string,
    private readonly proxy: FaultProxy,
    /** its timers go as much faster as those of the others */
    private readonly speed: number,
  ) {}

  get isOnline() {
    return this.client?.connected === true
  }

  get state() {
    return this.isOnline ? 'connected' : 'not connected'
  }

  start(): Promise<void> {
    const client = mqtt.connect(this.proxy.url, {
      clientId: this.name,
      clean: false,
      reconnectPeriod: 1000 / this.speed,
      connectTimeout: 30_000 / this.speed,
      keepalive: Math.round(60 / this.speed),
    })
    this.client = client
    client.on('error', () => undefined)
    client.on('connect', ({ sessionPresent }) => {
      this.ledger.connected(sessionPresent)
      client.subscribe(filterOf(this.name), { qos: 2 }, () => this.resolveReady())
      this.wake()
    })
    client.on('message', (topic, payload, { qos, dup }) => {
      if (isHeartbeat(topic)) return this.ledger.beatArrived(qos as SoakQoS, false)
      const body = readBody(payload.toString('utf8'))
      this.ledger.downArrived(body.qos, body.number, { dup })
    })
    this.canPublish = true
    return Promise.resolve()
  }

  ready(): Promise<void> {
    return this.isReady
  }

  async online(): Promise<void> {
    while (!this.isOnline) await new Promise<void>((resolve) => (this.wake = resolve))
  }

  publish(qos: SoakQoS): void {
    if (!this.client || !this.canPublish) return
    const number = this.ledger.upPublished(qos)
    this.ledger.upKept(qos, number)
    this.ledger.upStatus(qos, number, 'sending')
    this.client.publish(topicsOf(this.name).up, bodyOf(qos, number), { qos }, (error) => {
      if (!error) this.ledger.upStatus(qos, number, 'acknowledged')
    })
  }

  hide(death: SocketDeath): void {
    this.canPublish = false
    this.death = death
    if (death === 'loud') this.proxy.reset()
    else this.proxy.strand()
  }

  show(): Promise<void> {
    this.canPublish = true
    if (this.death === 'late') this.proxy.reset()
    return Promise.resolve()
  }

  network(isOnline: boolean): void {
    if (!isOnline) this.proxy.strand()
    this.proxy.refuse(!isOnline)
  }

  async destroy(isHalfOpen: boolean): Promise<void> {
    if (isHalfOpen) this.proxy.strand()
    await this.dispose()
    await this.start()
  }

  dispose(): Promise<void> {
    const { client } = this
    this.canPublish = false
    this.client = undefined
    client?.removeAllListeners('connect')
    client?.removeAllListeners('message')
    // callbacks of what was under way would speak for a process that is no more: MQTT.js calls them with an error
    client?.end(true)
    return Promise.resolve()
  }
}
