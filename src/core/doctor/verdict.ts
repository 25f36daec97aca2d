import type { Candidate } from '../session/reasons'

/** What two attempts saw at an address: the one that failed, and another of another kind. */
export interface Observation {
  /** `wss` or `https`: a certificate may stand in the way */
  isEncrypted: boolean
  /** a path of the same host and port whose WebSocket handshake with `mqtt` succeeded */
  openedPath?: string
  /** something answered there, if no WebSocket */
  isAnswering: boolean
  /** whether anything speaks HTTP there; undefined where the platform cannot ask */
  answersHttp?: boolean
}

/**
 * What the failure may be, likeliest first. Only from what was seen: a port number proves nothing.
 */
export function verdict({ isEncrypted, openedPath, isAnswering, answersHttp }: Observation): Candidate[] {
  if (openedPath !== undefined) return [{ code: 'wrongPath', path: openedPath }]
  if (answersHttp) return [{ code: 'noWebSocketHere' }]
  if (isAnswering) return [{ code: 'rawTcp' }, { code: 'noWebSocketHere' }]
  const silent: Candidate[] = [{ code: 'unreachable' }, { code: 'rawTcp' }]
  return isEncrypted ? [...silent, { code: 'certificate' }] : silent
}
