import { sessionDefaults } from '../profile/defaults'
import { isUnanswered } from './heartbeat'
import type { Reason } from './reasons'
import type { SessionState } from './sessionState'

/**
 * Two clients with one client ID close each other's connection for ever (§3.1.4-3). Only DISCONNECT 0x8E names it: 3.1.1
 * has no such packet, and mosquitto's WebSocket may end with 1006 before it arrives, so that MQTT 5 needs the guess, too.
 *
 * A close counts where nothing else explains it: the peer ended an open connection without a word, within 10 s of
 * CONNACK; the app was in front and on one network all the while; and nothing of ours waited for an answer (no PINGREQ
 * out, and bytes came since the last packet we sent), since a broker may close upon what it was sent. Three in a row
 * are a suspicion; any other end in between is none. It holds until a connection holds for 10 s.
 */
export function isLikeTakeover({ status, heartbeat, isDisturbed }: SessionState, why: Reason, now: number): boolean {
  if (status.name !== 'online' || why.code !== 'closedByPeer' || isDisturbed) return false
  return !hasHeld({ status }, now) && heartbeat !== undefined && !isUnanswered(heartbeat)
}

/** The connection has held long enough for what went before to be forgotten. */
export const hasHeld = ({ status }: Pick<SessionState, 'status'>, now: number): boolean =>
  status.name === 'online' && now - status.since >= sessionDefaults.retryResetMs

export const isTakeoverSuspected = ({ takeovers }: Pick<SessionState, 'takeovers'>): boolean =>
  takeovers >= sessionDefaults.takeoverCloses

/** How many closes in a row look like a takeover, after one more failure. */
export function countTakeovers(state: SessionState, why: Reason, now: number): number {
  if (hasHeld(state, now)) return 0
  if (isLikeTakeover(state, why, now)) return state.takeovers + 1
  return isTakeoverSuspected(state) ? state.takeovers : 0
}
