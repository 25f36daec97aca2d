import { isAmbiguous, reason, type Reason, type ReasonCode } from '../session/reasons'
import type { Failure, Fix, Found, StepId } from './steps'
import { verdict } from './verdict'

/** What second attempts saw after a WebSocket did not open. */
export interface SocketObservation {
  url: string
  /** of the first attempt */
  why: Reason
  /** the address that opened with `mqtt`, if one did */
  opened?: { kind: 'path' | 'address'; url: string }
  /** the same address opened without the sub-protocol */
  opensWithoutSubProtocol?: boolean
  /** whether anything speaks HTTP there; undefined where nobody could ask */
  answersHttp?: boolean
}

/** Why no WebSocket opened, at which step, and what mends it. Names a cause only where an attempt has shown it. */
export function socketFailure(seen: SocketObservation): { step: StepId; failure: Failure } {
  const { url, why, opened } = seen
  const found = foundOf(seen)
  const fix: Fix = opened ? { kind: 'address', url: opened.url } : fixOf(why.code)
  if (seen.opensWithoutSubProtocol) return { step: 'subProtocol', failure: { reason: why, found, fix } }
  const isEncrypted = url.startsWith('wss:')
  const isAnswering = why.code === 'notWebSocket'
  const candidates =
    found || !isAmbiguous(why) ? [] : verdict({ isEncrypted, isAnswering, answersHttp: seen.answersHttp })
  return { step: stepOf(why.code), failure: { reason: { ...why, candidates }, found, fix } }
}

function foundOf({ opened, opensWithoutSubProtocol }: SocketObservation): Found | undefined {
  if (opened?.kind === 'path') return { ...opened, kind: 'path', path: pathOf(opened.url) }
  if (opened) return { kind: 'address', url: opened.url }
  return opensWithoutSubProtocol ? { kind: 'noSubProtocol' } : undefined
}

const pathOf = (url: string) => /^wss?:\/\/[^/]+([^?#]*)/.exec(url)?.[1] ?? '/'

function stepOf(code: ReasonCode): StepId {
  if (code === 'invalidAddress') return 'address'
  return code === 'domainNotListed' || code === 'insecureBlocked' ? 'domain' : 'socket'
}

/** What mends a refusal of CONNECT, or an end before CONNACK. */
export function connackFailure(why: Reason, acceptsOlder: boolean): Failure {
  if (!acceptsOlder) return { reason: why, fix: fixOf(why.code) }
  return {
    reason: why,
    found: { kind: 'version', protocolVersion: 4 },
    fix: { kind: 'version', protocolVersion: 4 },
  }
}

/** Whether it is worth asking again with MQTT 3.1.1: old servers close the connection, or say nothing. */
export function mayBeTooNew(protocolVersion: 4 | 5, { code }: Reason): boolean {
  const codes: readonly ReasonCode[] = ['protocolVersion', 'closedByPeer', 'connackTimeout', 'protocolError']
  return protocolVersion === 5 && codes.includes(code)
}

/** A failure after CONNACK: no answer, or the end of the connection. */
export function laterFailure(why: Reason | undefined): Failure {
  return { reason: why ?? reason('peerSilent'), fix: { kind: 'again' } }
}

function fixOf(code: ReasonCode): Fix {
  switch (code) {
    case 'badCredentials':
    case 'notAuthorized':
      return { kind: 'login' }
    case 'interrupted':
    case 'tooManySockets':
    case 'serverUnavailable':
    case 'serverBusy':
    case 'serverShutDown':
    case 'banned':
    case 'closedByPeer':
    case 'networkLost':
      return { kind: 'again' }
    default:
      return { kind: 'edit' }
  }
}
