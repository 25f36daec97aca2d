import { sessionDefaults } from '../profile/defaults'
import { backoffMs, nextRandom } from './backoff'
import type { SessionEffect } from './events'
import { openedGap, type Gap } from './gap'
import { hurried, pinged, type Heartbeat } from './heartbeat'
import { isAmbiguous, isTerminal, reason, type Reason } from './reasons'
import { isPausing, pausingSince, type SessionState } from './sessionState'
import { stateTable, type SessionStatus } from './states'
import { countTakeovers, hasHeld, isLikeTakeover, isTakeoverSuspected } from './takeover'

/** The moves that the machine's rules are made of. */

export interface Transition {
  state: SessionState
  effects: SessionEffect[]
}

export const same = (state: SessionState): Transition => ({ state, effects: [] })

/** Connects if anything allows it now, else says what it waits for. */
export function begin(state: SessionState, now: number): Transition {
  const obstacle = state.storageFailure ?? (state.policy.isPasswordMissing ? reason('passwordMissing') : undefined)
  if (obstacle) return same({ ...state, status: { name: 'blocked', reason: obstacle, since: now } })
  if (isPausing(state)) return same({ ...state, status: { name: 'paused', since: now } })
  if (!state.network.isOnline)
    return same({ ...state, status: { name: 'offline', reason: reason('networkLost'), since: now } })
  const { policy } = state
  const cleanStart = !policy.keepSession || state.isDiscarding
  const generation = state.generation + 1
  return {
    state: {
      ...state,
      generation,
      lastAttemptAt: now,
      status: { name: 'connecting', attempt: state.attempt + 1, since: now },
    },
    effects: [{ type: 'openLink', generation, protocolVersion: policy.protocolVersion, cleanStart }],
  }
}

/** Gives up the link, if any, for another status. */
export function leave(state: SessionState, status: SessionStatus, disconnectCode?: number): Transition {
  const effects: SessionEffect[] = []
  if (stateTable[state.status.name].holdsSocket) {
    effects.push({
      type: 'closeLink',
      generation: state.generation,
      disconnectCode: state.status.name === 'online' ? disconnectCode : undefined,
    })
  }
  // a new generation: whatever the link still says is of the past
  return { state: { ...state, status, generation: state.generation + 1, heartbeat: undefined }, effects }
}

/** Gives up the link with a DISCONNECT that says what becomes of the will. */
export function disconnect(state: SessionState, status: SessionStatus): Transition {
  const { protocolVersion, leaveCode } = state.policy
  // 3.1.1 has no 0x04: its DISCONNECT deletes the will, and closing without one sends it [MQTT-3.1.2-8]
  const isWillWanted = leaveCode === 0x04
  return leave(state, status, protocolVersion === 4 && isWillWanted ? undefined : leaveCode)
}

export function then(first: Transition, next: (state: SessionState) => Transition): Transition {
  const second = next(first.state)
  return { state: second.state, effects: [...first.effects, ...second.effects] }
}

/** A new socket at once: the old one cannot be trusted, and asking it would take longer. */
export function replaceLink(state: SessionState, cause: Gap['cause'], since: number, now: number): Transition {
  return then(openGap(state, cause, since), (open) => then(leave(open, open.status), (left) => begin(left, now)))
}

export function failed(state: SessionState, why: Reason, now: number): Transition {
  if (!stateTable[state.status.name].holdsSocket) return same(state)
  const hiddenSince = pausingSince(state)
  // a silent peer may have been gone since its last byte
  const lostAt = why.code === 'peerSilent' ? (state.heartbeat?.lastHeardAt ?? now) : now
  const cause = hiddenSince === undefined ? 'disconnected' : 'hidden'
  return then(openGap(state, cause, hiddenSince ?? lostAt), (open) => settle(open, why, now))
}

function settle(state: SessionState, why: Reason, now: number): Transition {
  if (isTerminal(why)) return leave({ ...state, diagnosis: undefined }, { name: 'blocked', reason: why, since: now })
  if (isPausing(state)) return leave(state, { name: 'paused', since: now })
  // a broker that accepts and closes at once must not be asked for ever at the pace of the first minute
  const hadHeld = hasHeld(state, now)
  const attempt = (hadHeld ? 0 : state.attempt) + 1
  const failingSince = hadHeld ? now : (state.failingSince ?? now)
  const { random, seed } = nextRandom(state.seed)
  const takeovers = countTakeovers(state, why, now)
  const isSlow = isTakeoverSuspected({ takeovers })
  const retryAt = now + (isSlow ? sessionDefaults.takeoverRetryMs : backoffMs(attempt, random, now - failingSince))
  const isTakeover = isSlow && isLikeTakeover(state, why, now)
  const known = isTakeover ? reason('takeoverSuspected', { detail: why.detail }) : why
  const waiting = { name: 'waiting', reason: known, attempt, since: now, retryAt } as const
  return explain({ ...state, attempt, failingSince, seed, takeovers }, waiting)
}

/** Waits, and asks once for the cause where the platform named none: the answer holds for the whole row of failures. */
function explain(state: SessionState, waiting: SessionStatus & { name: 'waiting' }): Transition {
  const why = waiting.reason
  if (!isAmbiguous(why)) return leave({ ...state, diagnosis: undefined }, waiting)
  const serial = state.generation
  const diagnosis = state.diagnosis ?? { serial, candidates: [] }
  const left = leave({ ...state, diagnosis }, { ...waiting, reason: { ...why, candidates: diagnosis.candidates } })
  if (state.diagnosis) return left
  return { ...left, effects: [...left.effects, { type: 'diagnose', serial, reason: why }] }
}

export function withHeartbeat(state: SessionState, change: (beat: Heartbeat) => Heartbeat): SessionState {
  return state.heartbeat ? { ...state, heartbeat: change(state.heartbeat) } : state
}

export function ping(state: SessionState, timeoutMs: number, now: number): Transition {
  if (!state.heartbeat) return same(state)
  // one is out already: its answer will do, but sooner
  if (state.heartbeat.ping) return same(withHeartbeat(state, (beat) => hurried(beat, timeoutMs, now)))
  return {
    state: withHeartbeat(state, (beat) => pinged(beat, timeoutMs, now)),
    effects: [{ type: 'sendPing', generation: state.generation }],
  }
}

export function openGap(state: SessionState, cause: Gap['cause'], from: number): Transition {
  if (state.status.name !== 'online') return same(state)
  const gap = openedGap(cause, from)
  // what the last one has counted so far is its last word
  const ended: SessionEffect[] = state.gap ? [{ type: 'showGap', gap: state.gap }] : []
  return { state: { ...state, gap }, effects: [...ended, { type: 'showGap', gap }] }
}
