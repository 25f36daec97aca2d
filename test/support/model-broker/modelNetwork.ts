import type { Clock } from '@/services/session/config'
import type { Socket, SocketClose, SocketEvents, SocketPort, SocketRequest } from '@/services/socket/types'

/** What a server makes of one connection. */
export interface ServerSide {
  received(bytes: Uint8Array): void
  /** the client closed, or the network lost it */
  closed(): void
}

/** Called for every WebSocket that opens. */
export type Accept = (socket: ModelSocket) => ServerSide

/**
 * The network between the app's socket port and a server that lives in the test: binary frames with latency, and no
 * bytes but those of MQTT. What one side sends arrives in order, later, by the given clock.
 */
export class ModelNetwork implements SocketPort {
  /** every socket opened, in order */
  readonly sockets: ModelSocket[] = []
  /** one way, ms */
  latencyMs = 5
  /** how opening fails while it does; `silent`: nobody answers */
  failure: SocketClose | 'silent' | undefined

  constructor(
    readonly clock: Clock,
    readonly accept: Accept,
  ) {}

  get openSockets(): ModelSocket[] {
    return this.sockets.filter((socket) => socket.isOpen)
  }

  open(request: SocketRequest, events: SocketEvents): Socket {
    const socket = new ModelSocket(this, request, events)
    this.sockets.push(socket)
    return socket
  }

  /** Long runs: sockets that are over need not be remembered. */
  forgetClosed(): void {
    const live = this.sockets.filter((socket) => !socket.isOver)
    this.sockets.splice(0, this.sockets.length, ...live)
  }
}

/** One WebSocket, both ends: the methods of {@link Socket} are the app's end, the others the server's and the fault's. */
export class ModelSocket implements Socket {
  isOpen = false
  /** nothing reaches the app any more */
  isOver = false
  private isOverForServer = false
  /** frames on their way are lost in this direction, and so is everything after them */
  private readonly isHole = { toServer: false, toApp: false }
  private server: ServerSide | undefined
  private readonly lastArrival = { toServer: 0, toApp: 0 }
  private cancelTimeout: () => void

  constructor(
    private readonly network: ModelNetwork,
    readonly request: SocketRequest,
    private readonly events: SocketEvents,
  ) {
    const { clock, failure } = network
    this.cancelTimeout = clock.setTimer(() => this.endForApp({ cause: 'timeout' }), request.timeoutMs)
    if (failure === 'silent') return
    if (failure) this.later('toApp', () => this.endForApp(failure))
    // the handshake is a round trip
    else this.later('toServer', () => this.later('toApp', () => this.handshakeDone()))
  }

  // ---- the app's end

  send(bytes: Uint8Array): void {
    if (!this.isOpen || this.isOver) return
    const frame = bytes.slice()
    this.later('toServer', () => this.server?.received(frame))
  }

  close(): void {
    if (this.isOver) return
    this.over()
    this.later('toServer', () => this.endForServer())
  }

  // ---- the server's end

  /** One frame to the app. */
  deliver(bytes: Uint8Array): void {
    if (this.isOverForServer) return
    const frame = bytes.slice()
    this.later('toApp', () => {
      if (!this.isOver) this.events.received(frame)
    })
  }

  /** The server closes: what it sent before arrives before. */
  end(close: SocketClose = { cause: 'closed', code: 1006 }): void {
    this.isOverForServer = true
    this.later('toApp', () => this.endForApp(close))
  }

  // ---- faults

  /** The connection is torn: both ends learn of it now, what was on its way is lost. */
  tear(): void {
    this.isHole.toServer = true
    this.isHole.toApp = true
    this.endForServer()
    this.endForApp({ cause: 'closed', code: 1006 })
  }

  /** Nothing passes any more, and nobody is told. */
  swallow(direction: 'toServer' | 'toApp' | 'both'): void {
    if (direction !== 'toApp') this.isHole.toServer = true
    if (direction !== 'toServer') this.isHole.toApp = true
  }

  /** The app's process is gone: it hears nothing; the server is told as its system would, or never. */
  abandon(isServerTold = true): void {
    if (this.isOver) return
    this.over()
    if (isServerTold) this.later('toServer', () => this.endForServer())
  }

  private handshakeDone(): void {
    if (this.isOver) return
    this.cancelTimeout()
    this.isOpen = true
    this.server = this.network.accept(this)
    this.events.opened()
  }

  private endForApp(close: SocketClose): void {
    if (this.isOver) return
    this.over()
    this.events.closed(close)
  }

  private over(): void {
    this.isOver = true
    this.isOpen = false
    this.cancelTimeout()
  }

  private endForServer(): void {
    const { server } = this
    this.server = undefined
    this.isOverForServer = true
    server?.closed()
  }

  /** After the latency, and never before what was sent earlier. */
  private later(direction: 'toServer' | 'toApp', run: () => void): void {
    const { clock, latencyMs } = this.network
    const now = clock.now()
    const at = Math.max(this.lastArrival[direction], now + latencyMs)
    this.lastArrival[direction] = at
    clock.setTimer(() => {
      if (!this.isHole[direction]) run()
    }, at - now)
  }
}
