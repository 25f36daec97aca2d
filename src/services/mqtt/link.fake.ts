import type { Connack, InboundPacket, OutboundPacket } from '@/core/session/packets'
import type { Link, LinkClose, LinkEvents, LinkOptions, OpenLink } from './types'

/** One connection whose broker a test plays. */
export class FakeLink implements Link {
  readonly sent: OutboundPacket[] = []
  /** how the session closed it */
  closedWith?: { reasonCode?: number }
  /** it waits for storage, and takes nothing more */
  isDraining = false
  private isConnected = false

  constructor(
    readonly options: LinkOptions,
    private readonly events: LinkEvents,
  ) {}

  /** The WebSocket is open; the broker says nothing. */
  openSocket(): void {
    this.events.socketOpened()
  }

  /** The broker accepts. */
  connect(connack: Connack = { sessionPresent: false }): void {
    this.isConnected = true
    this.events.socketOpened()
    this.events.connected(connack)
  }

  /** The broker sends something. A closed link may still be made to speak: the session must not listen. */
  receive(packet: InboundPacket): void {
    this.events.progressed()
    this.events.received(packet)
  }

  end(close: LinkClose = { kind: 'socket', opened: this.isConnected, close: { cause: 'closed' } }): void {
    this.events.closed(close)
  }

  send(packet: OutboundPacket): boolean {
    const isTaken = this.isConnected && !this.isDraining && !this.closedWith
    if (isTaken) this.sent.push(packet)
    return isTaken
  }

  close(disconnect: { reasonCode?: number } = {}): void {
    this.closedWith ??= disconnect
  }
}

/** Collects the links that sessions open, oldest first. */
export class FakeLinks {
  readonly all: FakeLink[] = []

  readonly open: OpenLink = (_socketPort, options, events) => {
    const link = new FakeLink(options, events)
    this.all.push(link)
    return link
  }

  /** @throws Error where none was opened */
  get newest(): FakeLink {
    const link = this.all[this.all.length - 1]
    if (!link) throw new Error('no link was opened')
    return link
  }
}
