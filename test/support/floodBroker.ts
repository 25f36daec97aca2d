import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

export interface FloodBroker {
  readonly host: string
  /** Sends messages numbered from 0, at QoS 0 and one to a frame, as brokers do. @returns how many */
  flood(perSecond: number, seconds: number): Promise<number>
  stop(): Promise<void>
}

const TICK_MS = 4

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

function packetOf(number: number): Buffer {
  const topic = Buffer.from(`flood/sensor-${number % 20}`)
  const payload = Buffer.from(`{"seq":${number},"t":${(20 + (number % 50) / 10).toFixed(1)}}`)
  const head = [0x30, 2 + topic.length + payload.length, 0, topic.length]
  return Buffer.concat([Buffer.from(head), topic, payload])
}
