import { verdict } from '@/core/doctor/verdict'
import type { Candidate } from '@/core/session/reasons'
import type { SocketPlaces } from '../session/places'
import type { SocketPort } from '../socket/types'
import { answersHttp } from './httpProbe'

const PROBE_TIMEOUT_MS = 3_000
/** The paths brokers listen on by default (EMQX, HiveMQ, mosquitto, RabbitMQ). */
const USUAL_PATHS = ['/mqtt', '/', '/ws']

interface Sockets {
  socketPort: SocketPort
  places: SocketPlaces
}

/**
 * Looks for the cause of a failure that the platform did not explain: browsers report every failed WebSocket as 1006.
 * Opens other paths of the same host and port, then asks whether anything speaks HTTP there. Sends no MQTT, and opens
 * nothing that a session could be in want of.
 * @param isWanted asked before every socket: whether the answer still matters
 */
export async function diagnose(
  sockets: Sockets,
  url: string,
  isAnswering: boolean,
  isWanted: () => boolean,
): Promise<Candidate[]> {
  const match = /^(wss?):\/\/([^/]+)(\/[^?#]*)?/.exec(url)
  if (!match) return []
  const [, scheme = '', authority = '', path = '/'] = match
  const isEncrypted = scheme === 'wss'
  for (const other of USUAL_PATHS) {
    if (other === path || !isWanted()) continue
    if (await opens(sockets, `${scheme}://${authority}${other}`)) {
      return verdict({ isEncrypted, isAnswering, openedPath: other })
    }
  }
  if (!isWanted()) return []
  const http = await answersHttp(`${isEncrypted ? 'https' : 'http'}://${authority}${path}`, PROBE_TIMEOUT_MS)
  return verdict({ isEncrypted, isAnswering, answersHttp: http })
}

function opens({ socketPort, places }: Sockets, url: string): Promise<boolean> {
  const holder = { profileId: '' }
  if (!places.takeSpare(holder)) return Promise.resolve(false)
  return new Promise((resolve) => {
    const end = (hasOpened: boolean) => {
      places.release(holder)
      resolve(hasOpened)
    }
    const socket = socketPort.open(
      { url, timeoutMs: PROBE_TIMEOUT_MS },
      {
        opened() {
          socket.close()
          end(true)
        },
        received: () => undefined,
        closed: () => end(false),
      },
    )
  })
}
