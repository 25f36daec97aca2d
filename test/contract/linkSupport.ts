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
  whenCommitted: (done) => done(),
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

  constructor(
    port: SocketPort,
    options: Pick<LinkOptions, 'url' | 'protocolVersion' | 'clientId'> & Partial<LinkOptions>,
  ) {
    this.link = openLink(
      port,
      { ...LINK_DEFAULTS, receivedIds: new Set(), ...options },
      {
        socketOpened: () => this.hear({ event: 'socketOpened' }),
        connected: (connack) => this.hear({ event: 'connected', connack }),
        received: (packet) => this.hear({ event: 'received', packet }),
        closed: (close) => this.hear({ event: 'closed', close }),
        progressed: () => (this.progress += 1),
      },
    )
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
        if (item?.event === 'closed') throw new Error(`closed instead of ${event}: ${JSON.stringify(item.close)}`)
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
