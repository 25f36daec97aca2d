import { verdict } from '@/core/doctor/verdict'
import type { Candidate } from '@/core/session/reasons'
import type { SocketPort } from '../socket/types'
import { answersHttp } from './httpProbe'

const PROBE_TIMEOUT_MS = 3_000
/** The paths brokers listen on by default (EMQX, HiveMQ, mosquitto, RabbitMQ). */
const USUAL_PATHS = ['/mqtt', '/', '/ws']

/**
 * Looks for the cause of a failure that the platform did not explain: browsers report every failed WebSocket as 1006.
 * Opens other paths of the same host and port, then asks whether anything speaks HTTP there. Sends no MQTT.
 */
export async function diagnose(socketPort: SocketPort, url: string, isAnswering: boolean): Promise<Candidate[]> {
  const match = /^(wss?):\/\/([^/]+)(\/[^?#]*)?/.exec(url)
  if (!match) return []
  const [, scheme = '', authority = '', path = '/'] = match
  const isEncrypted = scheme === 'wss'
  for (const other of USUAL_PATHS) {
    if (other !== path && (await opens(socketPort, `${scheme}://${authority}${other}`))) {
      return verdict({ isEncrypted, isAnswering, openedPath: other })
    }
  }
  const http = await answersHttp(`${isEncrypted ? 'https' : 'http'}://${authority}${path}`, PROBE_TIMEOUT_MS)
  return verdict({ isEncrypted, isAnswering, answersHttp: http })
}

function opens(socketPort: SocketPort, url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = socketPort.open(
      { url, timeoutMs: PROBE_TIMEOUT_MS },
      {
        opened() {
          socket.close()
          resolve(true)
        },
        received: () => undefined,
        closed: () => resolve(false),
      },
    )
  })
}
