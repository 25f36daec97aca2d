import type { Candidate } from '../session/reasons'

/** What a second attempt of another kind saw at an address that failed without a cause. */
export interface Observation {
  /** `wss` or `https`: a certificate may stand in the way */
  isEncrypted: boolean
  /** a path of the same host and port whose WebSocket handshake with `mqtt` succeeded */
  openedPath?: string
  /** whether anything speaks HTTP there; undefined where the platform cannot ask */
  answersHttp?: boolean
}

/**
 * What the failure may be, likeliest first. Only from what was seen: a port number proves nothing.
 */
export function verdict({ isEncrypted, openedPath, answersHttp }: Observation): Candidate[] {
  if (openedPath !== undefined) return [{ code: 'wrongPath', path: openedPath }]
  if (answersHttp) return [{ code: 'noWebSocketHere' }]
  const silent: Candidate[] = [{ code: 'unreachable' }, { code: 'rawTcp' }]
  return isEncrypted ? [...silent, { code: 'certificate' }] : silent
}
