import { isLocal } from '../profile/address'
import type { ReasonCode } from '../session/reasons'
import { usualPath } from './addressSteps'

/** MQTT over plain TCP: there, more likely the port is wrong than the path. */
const tcpPorts: readonly string[] = ['1883', '8883']

/** One address that a second attempt opens, and whether it asks for the sub-protocol `mqtt`. */
export interface SecondAttempt {
  kind: 'noSubProtocol' | 'path' | 'address'
  url: string
}

/** The paths brokers listen on by default (EMQX, HiveMQ, mosquitto, RabbitMQ). */
const usualPaths = [usualPath, '/', '/ws']

/** WebSocket ports of EMQX, mosquitto (usual and public), HiveMQ, and what stands behind a web server. */
const usualPorts = { ws: ['8083', '9001', '8000', '8080'], wss: ['8084', '443', '8884', '8081'] } as const

/**
 * What is worth opening after an address did not: first what differs least. Encryption is never given up for a host
 * that is not of the local network.
 */
export function secondAttempts(url: string, why: ReasonCode): SecondAttempt[] {
  const match = /^(wss?):\/\/(\[[^\]]*\]|[^:/]+)(?::(\d+))?([^?#]*)(\?[^#]*)?/.exec(url)
  if (!match) return []
  const [, , host = '', port = '', path = '/', query = ''] = match
  const isSecure = match[1] === 'wss'
  const scheme = isSecure ? 'wss' : 'ws'
  const at = (s: string, p: string, to: string) => `${s}://${host}${p === '' ? '' : `:${p}`}${to}${query}`
  const likelyPath = path === '/' || path === '' ? usualPath : path
  const same: SecondAttempt = { kind: 'noSubProtocol', url }
  const paths = usualPaths.filter((p) => p !== path).map((p) => ({ kind: 'path' as const, url: at(scheme, port, p) }))
  const elsewhere = (s: 'ws' | 'wss') => {
    const ports = usualPorts[s].filter((p) => p !== port)
    return ports.map((p) => ({ kind: 'address' as const, url: at(s, p, likelyPath) }))
  }
  const otherScheme = isSecure ? 'ws' : 'wss'
  const mayChange = !isSecure || isLocal(host)
  const changed: SecondAttempt[] = mayChange ? [{ kind: 'address', url: at(otherScheme, port, likelyPath) }] : []
  switch (why) {
    case 'connectFailed':
    case 'notWebSocket':
      if (tcpPorts.includes(port)) return [...elsewhere(scheme), same, ...paths, ...changed]
      return [same, ...paths, ...changed, ...elsewhere(scheme)]
    // nobody is there, or nobody answers: another path of it would not
    case 'refused':
    case 'connectTimeout':
      return elsewhere(scheme)
    case 'insecureBlocked':
      return [...changed, ...elsewhere('wss')]
    default:
      return []
  }
}
