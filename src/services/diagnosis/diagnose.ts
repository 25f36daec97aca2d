import { verdict } from '@/core/doctor/verdict'
import type { Candidate } from '@/core/session/reasons'
import { answersHttp } from './httpProbe'
import { opens, type Sockets } from './opens'

const PROBE_TIMEOUT_MS = 3_000
/** The paths brokers listen on by default (EMQX, HiveMQ, mosquitto, RabbitMQ). */
const USUAL_PATHS = ['/mqtt', '/', '/ws']

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
    if (await opens(sockets, { url: `${scheme}://${authority}${other}`, timeoutMs: PROBE_TIMEOUT_MS })) {
      return verdict({ isEncrypted, isAnswering, openedPath: other })
    }
  }
  if (!isWanted()) return []
  const http = await answersHttp(`${isEncrypted ? 'https' : 'http'}://${authority}${path}`, PROBE_TIMEOUT_MS)
  return verdict({ isEncrypted, isAnswering, answersHttp: http })
}
