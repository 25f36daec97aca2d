import type { Connack, InboundPacket, OutboundPacket } from '@/core/session/packets'
import type { Link, LinkClose, LinkOptions, OpenLink } from '../mqtt/types'
import type { Clock } from '../session/config'
import type { SocketPort } from '../socket/types'

/** What a link told. */
export type News =
  | { kind: 'opened' }
  | { kind: 'connected'; connack: Connack }
  | { kind: 'received'; packet: InboundPacket }
  | { kind: 'closed'; close: LinkClose }

/** Thrown by what waits when nobody wants the answer any more. */
export class Cancelled extends Error {}

/** A link whose events are asked for one after the other, each within its time. */
export class Conversation {
  private readonly link: Link
  private readonly news: News[] = []
  private hear: (() => void) | undefined
  private isCancelled = false

  constructor(
    openLink: OpenLink,
    socketPort: SocketPort,
    options: LinkOptions,
    private readonly clock: Clock,
  ) {
    this.link = openLink(socketPort, options, {
      socketOpened: () => this.tell({ kind: 'opened' }),
      connected: (connack) => this.tell({ kind: 'connected', connack }),
      received: (packet) => this.tell({ kind: 'received', packet }),
      progressed: () => undefined,
      closed: (close) => this.tell({ kind: 'closed', close }),
    })
  }

  send(packet: OutboundPacket): void {
    this.link.send(packet)
  }

  /**
   * Waits for news that `pick` makes something of; other news is passed over, but for the end, which stays.
   * @returns what was picked, how it ended, or neither after `limitMs`
   * @throws Cancelled
   */
  async next<T>(limitMs: number, pick: (news: News) => T | undefined): Promise<{ picked?: T; closed?: LinkClose }> {
    let isLate = false
    const stopTimer = this.clock.setTimer(() => {
      isLate = true
      this.hear?.()
    }, limitMs)
    try {
      for (;;) {
        if (this.isCancelled) throw new Cancelled()
        const item = this.news[0]
        if (item?.kind === 'closed') return { closed: item.close }
        if (item) {
          this.news.shift()
          const picked = pick(item)
          if (picked !== undefined) return { picked }
        } else if (isLate) return {}
        else await new Promise<void>((resolve) => (this.hear = resolve))
      }
    } finally {
      stopTimer()
      this.hear = undefined
    }
  }

  /** Says DISCONNECT where there is a connection. */
  end(): void {
    this.link.close({ reasonCode: 0 })
  }

  cancel(): void {
    this.isCancelled = true
    this.end()
    this.hear?.()
  }

  private tell(item: News): void {
    this.news.push(item)
    this.hear?.()
  }
}
