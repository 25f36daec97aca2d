import { createServer, type Socket } from 'node:net'
import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { Duplex } from 'node:stream'
import { createWebSocketStream, WebSocketServer } from 'ws'
import { listenOnFreePort } from './listen'

const MQTT_PATH = '/mqtt'

export interface EmbeddedBrokerOptions {
  host: string
  /** First port to try for MQTT over TCP; 0: any free one */
  tcpPort: number
  /** Without it everybody may come in */
  login?: { username: string; password: string }
  /** Accept WebSocket upgrades on every path, as mosquitto does */
  anyPath?: boolean
}

export interface EmbeddedBroker {
  tcpPort: number
  /** Take over this server's WebSocket upgrades */
  attach(server: HttpServer): void
  /** Ends every connection and listener */
  close(): Promise<void>
}

/** An aedes broker (MQTT 3.1.1, memory only) over TCP and over the WebSocket upgrades of an HTTP server. */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
  const { login } = options
  // aedes is published as ES modules only
  const { Aedes } = await import('aedes')
  const aedes = await Aedes.createBroker({
    authenticate: (_client, username, password, done) => {
      const isWelcome = !login || (username === login.username && password?.toString() === login.password)
      if (isWelcome) done(null, true)
      else done(Object.assign(new Error('bad user name or password'), { returnCode: 4 }), null)
    },
  })

  const tcpSockets = new Set<Socket>()
  const tcpServer = createServer((socket) => {
    tcpSockets.add(socket.setNoDelay(true))
    socket.on('close', () => tcpSockets.delete(socket))
    aedes.handle(socket)
  })
  const tcpPort = await listenOnFreePort(tcpServer, options.tcpPort, options.host)

  const webSockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : offered.has('mqttv3.1') ? 'mqttv3.1' : false),
  })
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const isRightPath = options.anyPath || request.url?.split('?')[0] === MQTT_PATH
    if (!isRightPath) {
      socket.on('error', () => socket.destroy())
      socket.end(`HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const stream = createWebSocketStream(webSocket)
      // a page that is closed while bytes are on the way to it: aedes hears the close, the error has nobody else
      stream.on('error', () => stream.destroy())
      aedes.handle(stream, request)
    })
  }

  return {
    tcpPort,
    attach(server) {
      server.on('upgrade', onUpgrade)
    },
    async close() {
      const tcpClosed = new Promise((resolve) => tcpServer.close(resolve))
      for (const client of webSockets.clients) client.terminate()
      for (const socket of tcpSockets) socket.destroy()
      await Promise.all([tcpClosed, new Promise<void>((resolve) => aedes.close(() => resolve()))])
    },
  }
}
