import { connectAsync, type MqttClient } from 'mqtt'

const PATIENCE_MS = 30_000

/** A client of its own that shares nothing with the app: MQTT.js as it comes, over TCP. */
export class Peer {
  private readonly heard: { topic: string; text: string }[] = []
  private wake: () => void = () => undefined

  private constructor(private readonly client: MqttClient) {
    client.on('message', (topic, payload) => {
      this.heard.push({ topic, text: payload.toString('utf8') })
      this.wake()
    })
  }

  /** @param url `mqtt://` */
  static async join(url: string, filter?: string): Promise<Peer> {
    const client = await connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0 })
    const peer = new Peer(client)
    if (filter !== undefined) await client.subscribeAsync(filter, { qos: 1 })
    return peer
  }

  async publish(topic: string, text: string, retain = false): Promise<void> {
    await this.client.publishAsync(topic, text, { qos: 1, retain })
  }

  /** The next message of a topic that was not asked for before. @throws when none comes, telling what did */
  async next(topic: string): Promise<string> {
    const deadline = Date.now() + PATIENCE_MS
    for (;;) {
      const at = this.heard.findIndex((message) => message.topic === topic)
      if (at >= 0) return this.heard.splice(at, 1)[0]?.text ?? ''
      if (Date.now() >= deadline) throw new Error(`nothing came on ${topic}, but ${JSON.stringify(this.heard)}`)
      await this.heardMore(deadline - Date.now())
    }
  }

  /** Of all that came and was not asked for. */
  topics(): string[] {
    return this.heard.map(({ topic }) => topic)
  }

  private async heardMore(limitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.wake = resolve
      timer = setTimeout(resolve, limitMs)
    })
    clearTimeout(timer)
  }

  async leave(): Promise<void> {
    await this.client.endAsync(true)
  }
}
