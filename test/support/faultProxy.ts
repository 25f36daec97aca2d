import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { FaultFlow, type FaultSettings, type FlowDirection } from './faultFlow'
import { createRandom } from './weapp-host/random'

/**
 * A TCP proxy on loopback that treats connections as networks do. Every fault holds for connections that stand and for
 * those to come, until `heal()`.
 */
export interface FaultProxy {
  /** As the URL given, with the proxy's own port */
  readonly url: string
  readonly port: number
  readonly counters: FaultCounters
  /** Every byte arrives `ms` later, each way. */
  latency(ms: number): void
  /** @param bytesPerSecond each way and for each connection */
  throttle(bytesPerSecond: number): void
  /** Cuts the streams at any byte; the same seed cuts a connection at the same places. */
  slice(seed: number): void
  /**
   * What is sent is held, and so is the end of a connection: the other side learns of nothing. Healed, it arrives, as TCP
   * would send it again.
   * @param direction `up` is towards the server
   */
  blackhole(direction: FlowDirection | 'both'): void
  /** Connections that stand fall silent for good, as after a change of network; later ones are well. @returns how many */
  strand(): number
  /** RST to both ends. @returns of how many connections */
  reset(): number
  /** FIN to both ends, what is under way is lost. @returns of how many connections */
  finish(): number
  /** New connections get RST at once, while those that stand go on. */
  refuse(isRefusing: boolean): void
  /** Ends every fault. What was reset, finished or stranded stays so. */
  heal(): void
  /** May be called twice. */
  stop(): Promise<void>
}

export interface FaultCounters {
  /** accepted and not refused, all in all */
  connections: number
  /** that stand now, stranded ones included */
  open: number
  refused: number
  bytes: Record<FlowDirection, number>
  /** writes that these bytes were passed on in */
  pieces: Record<FlowDirection, number>
  /** bytes that wait in the proxy now */
  held: Record<FlowDirection, number>
}

interface Connection {
  client: Socket
  server: Socket
  up: FaultFlow
  down: FaultFlow
}

const DIRECTIONS = ['up', 'down'] as const

class TcpFaultProxy implements FaultProxy {
  private readonly connections = new Set<Connection>()
  private readonly settings: FaultSettings = { latencyMs: 0, holes: new Set() }
  private isRefusing = false
  private readonly totals = { connections: 0, refused: 0, bytes: { up: 0, down: 0 }, pieces: { up: 0, down: 0 } }
  private readonly server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.accept(client))

  constructor(private readonly target: URL) {}

  async listen(): Promise<this> {
    this.server.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    return this
  }

  get port() {
    return (this.server.address() as AddressInfo).port
  }

  get url() {
    const { protocol, pathname } = this.target
    return `${protocol}//127.0.0.1:${this.port}${pathname === '/' ? '' : pathname}`
  }

  get counters() {
    const held = { up: 0, down: 0 }
    for (const connection of this.connections) for (const way of DIRECTIONS) held[way] += connection[way].heldBytes
    const { bytes, pieces } = this.totals
    return { ...this.totals, bytes: { ...bytes }, pieces: { ...pieces }, held, open: this.connections.size }
  }

  latency(ms: number) {
    this.change({ latencyMs: ms })
  }

  throttle(bytesPerSecond: number) {
    this.change({ bytesPerSecond })
  }

  slice(seed: number) {
    this.change({ sliceSeed: seed })
  }

  blackhole(direction: FlowDirection | 'both') {
    const ways = direction === 'both' ? DIRECTIONS : [direction]
    this.change({ holes: new Set([...this.settings.holes, ...ways]) })
  }

  strand() {
    for (const { up, down } of this.connections) [up, down].forEach((flow) => flow.strand())
    return this.connections.size
  }

  reset() {
    return this.endAll((socket) => socket.resetAndDestroy())
  }

  finish() {
    return this.endAll((socket) => {
      socket.end()
      // unread bytes would make an RST of it
      socket.resume()
    })
  }

  refuse(isRefusing: boolean) {
    this.isRefusing = isRefusing
  }

  heal() {
    this.isRefusing = false
    this.change({ latencyMs: 0, bytesPerSecond: undefined, sliceSeed: undefined, holes: new Set() })
  }

  async stop() {
    if (!this.server.listening) return
    const closed = once(this.server, 'close')
    this.server.close()
    for (const connection of [...this.connections]) this.drop(connection)
    await closed
  }

  private change(settings: Partial<FaultSettings>): void {
    Object.assign(this.settings, settings)
    for (const { up, down } of this.connections) [up, down].forEach((flow) => flow.settingsChanged())
  }

  private accept(client: Socket): void {
    // a peer that resets is told by `close`
    client.on('error', () => undefined)
    if (this.isRefusing) {
      this.totals.refused += 1
      client.resetAndDestroy()
      return
    }
    const { port } = this.target
    const server = connect({ host: '127.0.0.1', port: Number(port), allowHalfOpen: true, noDelay: true })
    server.on('error', () => undefined)
    const number = (this.totals.connections += 1)
    const flow = (direction: FlowDirection, from: Socket, to: Socket) =>
      new FaultFlow(direction, from, to, this.settings, {
        random: (seed) => createRandom(seed * 7919 + number * 2 + (direction === 'up' ? 0 : 1)),
        passed: (bytes) => {
          this.totals.bytes[direction] += bytes
          this.totals.pieces[direction] += 1
        },
      })
    const connection = { client, server, up: flow('up', client, server), down: flow('down', server, client) }
    this.connections.add(connection)
    for (const socket of [client, server]) {
      socket.once('close', () => {
        if (client.closed && server.closed) this.drop(connection)
      })
    }
  }

  private endAll(end: (socket: Socket) => void): number {
    const { size } = this.connections
    for (const { client, server, up, down } of this.connections) {
      for (const flow of [up, down]) flow.cut()
      for (const socket of [client, server]) end(socket)
    }
    return size
  }

  private drop(connection: Connection): void {
    const { client, server, up, down } = connection
    this.connections.delete(connection)
    for (const flow of [up, down]) flow.cut()
    for (const socket of [client, server]) socket.destroy()
  }
}

/** @param url what listens on 127.0.0.1, of any scheme: `ws://…`, `mqtt://…` */
export function startFaultProxy(url: string): Promise<FaultProxy> {
  return new TcpFaultProxy(new URL(url)).listen()
}
