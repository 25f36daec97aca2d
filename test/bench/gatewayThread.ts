import { connect, type AddressInfo } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { WebSocketServer } from 'ws'

/** Bytes between WebSockets and a broker's TCP port. Tells its parent the port it listens on. */
function serve(tcpPort: number): void {
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
  server.on('listening', () => parentPort?.postMessage((server.address() as AddressInfo).port))
}

serve(workerData as number)
