import type { Socket, SocketClose, SocketEvents, SocketPort, SocketRequest } from './types'

/** A socket that does what the test says, when it says so. */
export class FakeSocket implements Socket {
  /** Frames sent while it was open, as copies */
  readonly sent: Uint8Array[] = []
  isOpen = false
  /** Closed by its owner or by the test */
  isOver = false

  constructor(
    readonly request: SocketRequest,
    private readonly events: SocketEvents,
  ) {}

  send(bytes: Uint8Array): void {
    if (this.isOpen && !this.isOver) this.sent.push(bytes.slice())
  }

  close(): void {
    this.isOver = true
  }

  /** The handshake succeeds. */
  open(): void {
    if (this.isOver || this.isOpen) return
    this.isOpen = true
    this.events.opened()
  }

  /** One binary frame arrives. */
  deliver(bytes: Uint8Array): void {
    if (this.isOpen && !this.isOver) this.events.received(bytes)
  }

  /** The socket ends without its owner's doing. */
  end(close: SocketClose = { cause: this.isOpen ? 'closed' : 'failed' }): void {
    if (this.isOver) return
    this.isOver = true
    this.events.closed(close)
  }
}

/** Deterministic double of the socket port: every socket opened stands in `sockets`, in order. */
export class FakeSocketPort implements SocketPort {
  readonly sockets: FakeSocket[] = []

  open(request: SocketRequest, events: SocketEvents): FakeSocket {
    const socket = new FakeSocket(request, events)
    this.sockets.push(socket)
    return socket
  }
}
