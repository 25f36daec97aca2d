import { sessionDefaults } from '../profile/defaults'
import { gapDeadline, type Gap } from './gap'
import { heartbeatDeadline, type Heartbeat } from './heartbeat'
import type { Candidate, Reason } from './reasons'
import { stateTable, type SessionStatus } from './states'

/** What differs between platforms and profiles. */
export interface SessionPolicy {
  protocolVersion: 4 | 5
  /** ask the broker to keep the session */
  keepSession: boolean
  keepAliveMs: number
  /** what CONNECT asks for, seconds */
  sessionExpirySeconds: number
  /** DISCONNECT when leaving on purpose or hiding: 0x00 drops the will, 0x04 has it sent after its delay §3.14.2.1 */
  leaveCode: 0x00 | 0x04
  /** WeChat: hidden means no network. An H5 tab keeps its connection. */
  pausesWhenHidden: boolean
  /** the password is not known: there is nothing to connect with */
  isPasswordMissing?: boolean
}

/** Everything a session's rules need to know. Plain data: `transition` never changes it, it returns another. */
export interface SessionState {
  readonly policy: SessionPolicy
  readonly status: SessionStatus
  /** number of the newest link */
  readonly generation: number
  readonly seed: number
  readonly hiddenSince?: number
  readonly network: { isOnline: boolean; type: string }
  /** failed attempts in a row */
  readonly attempt: number
  /** since when attempts fail */
  readonly failingSince?: number
  readonly lastAttemptAt: number
  /** whether we know what the broker's session holds: without it a session must not be resumed [MQTT-3.2.2-4] */
  readonly hasSessionState: boolean
  /** the broker holds a session of which nothing is known here: the next connection throws it away */
  readonly isDiscarding: boolean
  readonly heartbeat?: Heartbeat
  readonly gap?: Gap
  /** what this row of failures may be; undefined until asked, empty while the answer to `serial` is out */
  readonly diagnosis?: { serial: number; candidates: Candidate[] }
  /** closes in a row that look like a takeover */
  readonly takeovers: number
  /** the app was hidden or the network changed during this connection: that alone may end it */
  readonly isDisturbed: boolean
  /** nothing can be kept: no connection until a person has asked to try again */
  readonly storageFailure?: Reason
}

export function initialState(
  policy: SessionPolicy,
  options: {
    seed: number
    isVisible: boolean
    network: { isOnline: boolean; type: string }
    now: number
  },
): SessionState {
  return {
    policy,
    status: { name: 'idle' },
    generation: 0,
    seed: options.seed,
    hiddenSince: options.isVisible ? undefined : options.now,
    network: options.network,
    attempt: 0,
    lastAttemptAt: 0,
    hasSessionState: false,
    isDiscarding: false,
    takeovers: 0,
    isDisturbed: false,
  }
}

/** The session works towards a connection, or has one. */
export const isWanted = (state: SessionState) => stateTable[state.status.name].isWanted
/** Since when the app is hidden, epoch ms, where hidden means no network. */
export const pausingSince = (state: SessionState) => (state.policy.pausesWhenHidden ? state.hiddenSince : undefined)
export const isPausing = (state: SessionState) => pausingSince(state) !== undefined

/** When `timePassed` is due next, epoch ms; undefined when only an event can change anything. */
export function nextDeadline(state: SessionState): number | undefined {
  const deadlines: number[] = []
  const { status, heartbeat, gap } = state
  const hiddenSince = pausingSince(state)
  if (hiddenSince !== undefined && status.name !== 'paused' && isWanted(state)) {
    deadlines.push(hiddenSince + sessionDefaults.hideGraceMs)
  }
  if (status.name === 'connecting') deadlines.push(status.since + sessionDefaults.connectTimeoutMs)
  if (status.name === 'handshaking') deadlines.push(status.since + sessionDefaults.connackTimeoutMs)
  if (status.name === 'waiting' && hiddenSince === undefined) deadlines.push(status.retryAt)
  if (status.name === 'online' && state.takeovers > 0) deadlines.push(status.since + sessionDefaults.retryResetMs)
  if (heartbeat) deadlines.push(heartbeatDeadline(heartbeat))
  if (gap) deadlines.push(gapDeadline(gap) ?? Infinity)
  const next = Math.min(...deadlines)
  return Number.isFinite(next) ? next : undefined
}
