import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connack, InboundPacket, Publish } from '../../src/core/session/packets'
import { openLink } from '../../src/services/mqtt/link'
import type { Link, LinkClose, LinkOptions } from '../../src/services/mqtt/types'
import type { SocketPort } from '../../src/services/socket/types'

export const LINK_DEFAULTS: Omit<LinkOptions, 'url' | 'protocolVersion' | 'clientId' | 'receivedIds'> = {
  cleanStart: true,
  sessionExpirySeconds: 0,
  keepAliveSeconds: 60,
  connectTimeoutMs: 5000,
  receiveMaximum: 100,
  maximumPacketSize: 1_000_000,
}

type Heard =
  | { event: 'socketOpened' }
  | { event: 'connected'; connack: Connack }
  | { event: 'received'; packet: InboundPacket }
  | { event: 'closed'; close: LinkClose }

/** A link and everything it said, with a way to wait for the next thing of a kind. */
export class Listener {
  readonly link: Link
  readonly heard: Heard[] = []
  progress = 0
  private taken = 0
  private wake: () => void = () => undefined

  constructor(port: SocketPort, options: Pick<LinkOptions, 'url' | 'protocolVersion' | 'clientId'> & Partial<LinkOptions>) {
    this.link = openLink(port, { ...LINK_DEFAULTS, receivedIds: new Set(), ...options }, {
      socketOpened: () => this.hear({ event: 'socketOpened' }),
      connected: (connack) => this.hear({ event: 'connected', connack }),
      received: (packet) => this.hear({ event: 'received', packet }),
      closed: (close) => this.hear({ event: 'closed', close }),
      progressed: () => (this.progress += 1),
    })
  }

  get received(): InboundPacket[] {
    return this.heard.flatMap((item) => (item.event === 'received' ? [item.packet] : []))
  }

  get publishes(): Publish[] {
    return this.received.flatMap((packet) => (packet.cmd === 'publish' ? [packet] : []))
  }

  /** The next event not waited for yet that has this name; what stands before it is passed over. */
  async next<E extends Heard['event']>(event: E): Promise<Extract<Heard, { event: E }>> {
    for (;;) {
      while (this.taken < this.heard.length) {
        const item = this.heard[this.taken]
        this.taken += 1
        if (item?.event === event) return item as Extract<Heard, { event: E }>
      }
      await new Promise<void>((resolve) => (this.wake = resolve))
    }
  }

  async nextPacket<C extends InboundPacket['cmd']>(cmd: C): Promise<Extract<InboundPacket, { cmd: C }>> {
    for (;;) {
      const { packet } = await this.next('received')
      if (packet.cmd === cmd) return packet as Extract<InboundPacket, { cmd: C }>
    }
  }

  private hear(item: Heard): void {
    this.heard.push(item)
    this.wake()
  }
}

export interface Mosquitto {
  url: string
  stop(): Promise<void>
}

/** A real broker with one WebSocket listener on a free port of 127.0.0.1. */
export async function startMosquitto(config: string[] = ['allow_anonymous true']): Promise<Mosquitto> {
  const folder = mkdtempSync(join(tmpdir(), 'homing-mosquitto-'))
  const port = await freePort()
  const lines = ['user root', 'persistence false', 'max_queued_messages 0', 'max_inflight_messages 200', ...config]
  // 2.0.11 does not start with WebSocket listeners alone
  const listeners = [`listener ${port} 127.0.0.1`, 'protocol websockets', `listener ${await freePort()} 127.0.0.1`, '']
  writeFileSync(join(folder, 'conf'), [...lines, ...listeners].join('\n').replace(/\$DIR/g, folder))
  const broker = spawn('mosquitto', ['-v', '-c', join(folder, 'conf')], { env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` } })
  await new Promise<void>((resolve, reject) => {
    let log = ''
    broker.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString()
      if (log.includes('running')) resolve()
    })
    broker.once('error', reject)
    broker.once('exit', () => reject(new Error(`mosquitto ended: ${log}`)))
  })
  return {
    url: `ws://127.0.0.1:${port}/mqtt`,
    stop: () =>
      new Promise((resolve) => {
        broker.removeAllListeners('exit')
        broker.once('exit', () => {
          rmSync(folder, { recursive: true, force: true })
          resolve()
        })
        broker.kill('SIGTERM')
      }),
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
