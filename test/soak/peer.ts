import { connectAsync, type MqttClient } from 'mqtt'
import type { SoakQoS } from './ledger'

/** mosquitto drops a client that has more than `max_inflight_messages` under way at QoS 2, and MQTT.js does not count. */
const WINDOW = 100

/**
 * The other side of every message: MQTT.js over TCP, without a fault of its own. A restart of the broker is one, so it
 * stops publishing and waits for what is under way before.
 */
export class SoakPeer {
  private readonly underWay = new Set<Promise<unknown>>()
  private gate: Promise<void> | undefined
  private readonly line: (() => void)[] = []

  private constructor(
    private readonly client: MqttClient,
    private readonly url: string,
  ) {}

  static async join(
    url: string,
    filter: string,
    heard: (topic: string, payload: Buffer, qos: number) => void,
  ): Promise<SoakPeer> {
    const client = await connectAsync(url, {
      protocolVersion: 4,
      clientId: 'soak-peer',
      clean: false,
      reconnectPeriod: 50,
    })
    client.on('error', () => undefined)
    client.on('message', (topic, payload, { qos }) => heard(topic, payload, qos))
    await client.subscribeAsync(filter, { qos: 2 })
    return new SoakPeer(client, url)
  }

  /** Resolves when the broker has taken it over. */
  async publish(topic: string, payload: string, qos: SoakQoS): Promise<void> {
    // asked anew after every wait: whoever came first may have taken the place
    while (this.gate ?? this.underWay.size >= WINDOW) {
      await (this.gate ?? new Promise<void>((resolve) => this.line.push(resolve)))
    }
    const done = this.client.publishAsync(topic, payload, { qos })
    this.underWay.add(done)
    await done.finally(() => {
      this.underWay.delete(done)
      this.line.shift()?.()
    })
  }

  /** Runs something that breaks its connection while nothing of its own is under way. */
  async holdingStill(breakIt: () => Promise<void>): Promise<void> {
    let open: () => void = () => undefined
    this.gate = new Promise((resolve) => (open = resolve))
    await Promise.all(this.underWay)
    const closed = new Promise<void>((resolve) => this.client.once('close', () => resolve()))
    await breakIt()
    await closed
    if (!this.client.connected) await new Promise<void>((resolve) => this.client.once('connect', () => resolve()))
    this.gate = undefined
    open()
    for (const next of this.line.splice(0)) next()
  }

  async leave(): Promise<void> {
    await this.client.endAsync(true)
    // the session it kept is of no use to anybody
    const last = await connectAsync(this.url, { protocolVersion: 4, clientId: 'soak-peer', clean: true })
    await last.endAsync()
  }
}
