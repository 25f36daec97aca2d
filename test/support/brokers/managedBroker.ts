import type { BrokerProcess } from './brokerProcess'
import { findFreePort } from './ports'
import type { Broker } from './types'

const START_TRIES = 5

/** Both programs are told their ports: one that was taken in between is answered with other ports. */
async function startOnFreePorts(child: BrokerProcess): Promise<readonly [number, number]> {
  for (let tries = 1; ; tries += 1) {
    const ports = [await findFreePort(), await findFreePort()] as const
    try {
      await child.start(ports)
      return ports
    } catch (error) {
      const isTaken = /in use|EADDRINUSE|unable to create websockets listener/i.test(String(error))
      if (!isTaken || tries === START_TRIES) throw error
    }
  }
}

/** The common face of a broker program that runs on two ports. */
export async function managedBroker(kind: Broker['kind'], child: BrokerProcess, cleanUp: () => void): Promise<Broker> {
  const ports = await startOnFreePorts(child)
  const [tcpPort, wsPort] = ports
  return {
    kind,
    wsPort,
    tcpPort,
    wsUrl: `ws://127.0.0.1:${wsPort}`,
    tcpUrl: `mqtt://127.0.0.1:${tcpPort}`,
    log: () => child.log(),
    kill: (signal = 'SIGTERM') => child.end(signal),
    async restart() {
      await child.end('SIGTERM')
      await child.start(ports)
    },
    async stop() {
      await child.end('SIGTERM')
      cleanUp()
    },
  }
}
