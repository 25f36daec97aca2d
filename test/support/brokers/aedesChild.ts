// Run by aedes.ts in a process of its own: it can be killed like a broker, and fake clocks of a test do not reach it.
import { createServer } from 'node:http'
import { startEmbeddedBroker } from '../../../scripts/start/embeddedBroker'

interface ChildArguments {
  tcpPort: number
  wsPort: number
  host: string
  login?: { username: string; password: string }
}

async function main({ tcpPort, wsPort, host, login }: ChildArguments): Promise<void> {
  const server = createServer((_request, response) => response.writeHead(404).end())
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(wsPort, host, resolve))
  const broker = await startEmbeddedBroker({ host, tcpPort, anyPath: true, ...(login ? { login } : {}) })
  if (broker.tcpPort !== tcpPort) throw new Error(`EADDRINUSE: ${tcpPort}`)
  broker.attach(server)
  process.once('SIGTERM', () => process.exit(0))
}

main(JSON.parse(process.argv[2] ?? '{}') as ChildArguments).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exit(1)
})
