import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'

/**
 * WebSocket in front of a broker's TCP port. mosquitto 2.0.11 accepts WebSockets at a tick of 100 ms only, which hides
 * what a client adds.
 */
export async function startGateway(tcpPort: number): Promise<{ url: string; stop(): Promise<void> }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'mqtt' })
  server.on('connection', (socket) => {
    const upstream = connect({ port: tcpPort, host: '127.0.0.1', noDelay: true })
    socket.on('message', (bytes: Buffer) => upstream.write(bytes))
    upstream.on('data', (bytes) => socket.send(bytes))
    socket.on('close', () => upstream.destroy())
    socket.on('error', () => upstream.destroy())
    upstream.on('close', () => socket.close())
    upstream.on('error', () => socket.terminate())
  })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `ws://127.0.0.1:${port}`,
    async stop() {
      for (const client of server.clients) client.terminate()
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}
