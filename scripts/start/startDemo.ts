import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { networkInterfaces } from 'node:os'
import { isPublicBroker, lanAddresses } from './addresses'
import { demoProfile } from './demoProfile'
import { type DevicePace, startDevices } from './devices'
import { startEmbeddedBroker } from './embeddedBroker'
import { listenOnFreePort } from './listen'
import { sendText, serveFile } from './staticFiles'

const DEFAULT_TCP_PORT = 1883

export interface DemoOptions {
  /** First port to try for the page; 0: any free one */
  port: number
  host: string
  devices: boolean
  /** ws:// or wss:// address of a broker to use instead of the embedded one */
  broker?: string | undefined
  /** First port to try for MQTT over TCP; 1883, or any free one when `port` is 0 */
  tcpPort?: number
  /** The built page */
  distDir: string
  print: (text: string) => void
  /** Seed of the devices' values */
  seed?: number
  pace?: Partial<DevicePace>
}

export interface Demo {
  /** Address of the page on this computer */
  url: string
  /** Addresses of the page for other devices, the likeliest first */
  lanUrls: string[]
  /** undefined with a broker of your own */
  tcpPort: number | undefined
  /** Stands before every topic: empty but on a broker shared with strangers */
  prefix: string
  stop(): Promise<void>
}

/** Serves the page and, unless told otherwise, a broker and the simulated devices. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { host, broker, distDir, print } = options
  const prefix = broker !== undefined && isPublicBroker(broker) ? `homing-${randomBytes(4).toString('hex')}/` : ''
  const profile = JSON.stringify(demoProfile(broker, prefix))
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      sendText(response, 405, 'Only GET and HEAD', { Allow: 'GET, HEAD' })
    } else if (request.url?.split('?')[0] === '/homing.json') {
      sendText(response, 200, profile, {
        'Content-Type': 'application/json; charset=utf-8',
        'Cache-Control': 'no-store',
      })
    } else {
      serveFile(distDir, request, response).catch(() => response.destroy())
    }
  })

  const wantedTcpPort = options.tcpPort ?? (options.port === 0 ? 0 : DEFAULT_TCP_PORT)
  const embedded = broker === undefined ? await startEmbeddedBroker({ host, tcpPort: wantedTcpPort }) : undefined
  embedded?.attach(server)
  const port = await listenOnFreePort(server, options.port, host).catch(async (error: unknown) => {
    await embedded?.close()
    throw error
  })
  if (options.port !== 0 && port !== options.port) print(`Port ${options.port} is taken: using ${port}.`)
  if (embedded && wantedTcpPort !== 0 && embedded.tcpPort !== wantedTcpPort) {
    print(`Port ${wantedTcpPort} is taken: MQTT over TCP uses ${embedded.tcpPort}.`)
  }

  const isEverywhere = host === '0.0.0.0' || host === '::'
  const ownHost = isEverywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  const url = broker ?? `mqtt://${ownHost}:${embedded?.tcpPort}`
  const devices = options.devices
    ? startDevices({ url, prefix, seed: options.seed ?? Date.now(), pace: options.pace ?? {}, print })
    : undefined

  return {
    url: `http://${ownHost}:${port}/`,
    lanUrls: isEverywhere ? lanAddresses(networkInterfaces()).map((address) => `http://${address}:${port}/`) : [],
    tcpPort: embedded?.tcpPort,
    prefix,
    async stop() {
      await devices?.stop()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await embedded?.close()
      await closed
    },
  }
}
