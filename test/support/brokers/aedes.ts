import { brokerProcess } from './brokerProcess'
import { managedBroker } from './managedBroker'
import type { Broker, BrokerOptions } from './types'

/**
 * Starts aedes in a process of its own: MQTT 3.1.1 only, in memory only, so a restart forgets every session.
 * For trying out and where mosquitto is missing; never the yardstick of throughput or reliability.
 */
export function startAedes(options: BrokerOptions = {}): Promise<Broker> {
  const host = options.everywhere ? '0.0.0.0' : '127.0.0.1'
  const child = brokerProcess(process.execPath, ([tcpPort, wsPort]) => [
    '--require',
    require.resolve('tsx/cjs'),
    require.resolve('./aedesChild.ts'),
    JSON.stringify({ tcpPort, wsPort, host, login: options.login }),
  ])
  return managedBroker('aedes', child, () => undefined)
}
