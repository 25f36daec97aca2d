import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocketServer, type WebSocket } from 'ws'

export interface FloodBroker {
  readonly host: string
  /** Sends messages numbered from 0, at QoS 0 and one to a frame, as brokers do. @returns how many */
  flood(perSecond: number, seconds: number): Promise<number>
  /** The same, until it is stopped, and no faster than they are read: a slow machine is not left with a heap of them. */
  pour(perSecond: number, sensors?: number): Pour
  stop(): Promise<void>
}

export interface Pour {
  /** Resolves when so many have been read. */
  reaches(count: number): Promise<void>
  /** @returns how many there were, once all are read */
  stop(): Promise<number>
}

const TICK_MS = 4
/** Each has a topic, and they take turns. */
const SENSORS = 20
/** So many may be on their way to whoever pours them out. */
const UNREAD = 1_000

/** MQTT 3.1.1 that accepts whoever comes and drops nothing: its numbers are the oracle. @param pages answers what is no WebSocket */
export async function startFloodBroker(pages?: RequestListener): Promise<FloodBroker> {
  const clients = new Set<WebSocket>()
  const server = createServer(pages)
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'mqtt' })
  sockets.on('connection', (socket) => {
    socket.on('message', (bytes: Buffer) => {
      const type = (bytes[0] ?? 0) >> 4
      if (type === 1) socket.send(Buffer.of(0x20, 2, 0, 0))
      if (type === 8) {
        socket.send(Buffer.of(0x90, 3, bytes[2] ?? 0, bytes[3] ?? 0, 0))
        clients.add(socket)
      }
      if (type === 12) socket.send(Buffer.of(0xd0, 0))
    })
    socket.on('close', () => clients.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    flood: (perSecond, seconds) =>
      send(perSecond, perSecond * seconds, (packet) => clients.forEach((client) => client.send(packet))),
    pour: (perSecond, sensors = SENSORS) => pour(clients, perSecond, sensors),
    async stop() {
      for (const client of sockets.clients) client.terminate()
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function send(perSecond: number, total: number, write: (packet: Buffer) => void): Promise<number> {
  const start = performance.now()
  let sent = 0
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - start) / 1_000) * perSecond))
      for (; sent < due; sent += 1) write(packetOf(sent))
      if (sent < total) return
      clearInterval(timer)
      resolve(sent)
    }, TICK_MS)
  })
}

function pour(clients: ReadonlySet<WebSocket>, perSecond: number, sensors: number): Pour {
  const start = performance.now()
  const awaited = new Map<() => void, number>()
  let sent = 0
  let isStopped = false
  const run = async () => {
    while (!isStopped) {
      await delay(TICK_MS)
      const due = Math.floor(((performance.now() - start) / 1_000) * perSecond)
      const end = Math.min(due, sent + UNREAD)
      for (; sent < end; sent += 1) for (const client of clients) client.send(packetOf(sent, sensors))
      await Promise.all([...clients].map(hasRead))
      for (const [resolve, count] of awaited) if (sent >= count) resolve()
    }
  }
  const running = run()
  return {
    reaches: (count) => new Promise((resolve) => void awaited.set(resolve, count)),
    async stop() {
      isStopped = true
      await running
      return sent
    },
  }
}

/** What a peer answers to a ping comes after it has read what was sent before. */
function hasRead(client: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      client.off('pong', done).off('close', done)
      resolve()
    }
    client.on('pong', done).on('close', done)
    client.ping()
  })
}

function packetOf(number: number, sensors = SENSORS): Buffer {
  const topic = Buffer.from(`flood/sensor-${number % sensors}`)
  const payload = Buffer.from(`{"seq":${number},"t":${(20 + (number % 50) / 10).toFixed(1)}}`)
  const head = [0x30, 2 + topic.length + payload.length, 0, topic.length]
  return Buffer.concat([Buffer.from(head), topic, payload])
}
