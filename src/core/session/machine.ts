import { sessionDefaults } from '../profile/defaults'
import { connectionOf } from './connection'
import type { SessionEvent } from './events'
import { endedGap, gapDeadline, openedGap, withCaughtUp } from './gap'
import { doubted, dueBeat, heard, pingAnswered, sent, startHeartbeat } from './heartbeat'
import {
  begin,
  disconnect,
  failed,
  leave,
  openGap,
  ping,
  replaceLink,
  same,
  then,
  withHeartbeat,
  type Transition,
} from './moves'
import type { Connack } from './packets'
import { isAmbiguous, reason, type Candidate, type Reason } from './reasons'
import { isPausing, isWanted, pausingSince, type SessionState } from './sessionState'
import type { SessionStatus } from './states'
import { hasHeld, isTakeoverSuspected } from './takeover'

/**
 * The rules of a session: what an event at a time (epoch ms) makes of a state, and what has to be done for it.
 * Pure: no clock, socket, timer or randomness of its own.
 */
export function transition(state: SessionState, event: SessionEvent, now: number): Transition {
  if ('generation' in event && event.generation !== state.generation) return same(state)
  switch (event.type) {
    case 'started':
      if (state.status.name !== 'idle') return same(state)
      return started(state, event, now)
    case 'stopped':
      return then(openGap({ ...state, diagnosis: undefined }, 'stopped', now), (s) => disconnect(s, { name: 'idle' }))
    case 'storageFailed':
      return storageFailed(state, event.reason, now)
    case 'retryRequested':
      return retry(state, now)
    case 'placeDenied':
      return placeDenied(state, event.holders, now)
    case 'placeFreed':
      return state.status.name === 'waiting' && state.status.reason.code === 'tooManySockets'
        ? begin(state, now)
        : same(state)
    case 'hidden':
      return same(state.hiddenSince === undefined ? { ...state, hiddenSince: now, isDisturbed: true } : state)
    case 'shown':
      return shown(state, now)
    case 'networkChanged':
      return networkChanged(state, { isOnline: event.isOnline, type: event.networkType }, now)
    case 'timePassed':
      return timePassed(state, now)
    case 'socketOpened':
      if (state.status.name !== 'connecting') return same(state)
      return same({ ...state, status: { name: 'handshaking', attempt: state.attempt + 1, since: now } })
    case 'connected':
      return connected(state, event.connack, now)
    case 'linkClosed':
      return linkClosed(state, event.reason, now)
    case 'progressed':
      return same(withHeartbeat(state, (beat) => heard(beat, now)))
    case 'pingAnswered':
      return then(same(withHeartbeat(state, (beat) => pingAnswered(beat, now))), (s) => beat(s, now))
    case 'packetSent':
      return then(same(withHeartbeat(state, (beat) => sent(beat, now, event.bytes))), (s) => beat(s, now))
    case 'keptMessageReceived':
      return same(state.gap ? { ...state, gap: withCaughtUp(state.gap, now) } : state)
    case 'diagnosed':
      return same(diagnosed(state, event.serial, event.candidates))
    default:
      event satisfies never
      return same(state)
  }
}

function started(state: SessionState, event: SessionEvent & { type: 'started' }, now: number): Transition {
  const fresh = { attempt: 0, failingSince: undefined, takeovers: 0, diagnosis: undefined }
  const gap = event.gap && openedGap(event.gap.cause, event.gap.from)
  const first: Transition = {
    state: { ...state, ...fresh, hasSessionState: event.hasSessionState, gap: gap ?? state.gap },
    effects: gap ? [{ type: 'showGap', gap }] : [],
  }
  return then(first, (s) => begin(s, now))
}

/** Without a word to the broker: nothing that came may be acknowledged, and what it keeps it has to keep. */
function storageFailed(state: SessionState, why: Reason, now: number): Transition {
  const failing = { ...state, storageFailure: why, diagnosis: undefined }
  // not wanted: said when it is
  if (state.status.name === 'idle') return same(failing)
  return then(openGap(failing, 'disconnected', now), (s) => leave(s, { name: 'blocked', reason: why, since: now }))
}

/** The link that was to be opened does not exist: this is no failed attempt. */
function placeDenied(state: SessionState, holders: readonly string[], now: number): Transition {
  if (state.status.name !== 'connecting') return same(state)
  const { attempt } = state
  const retryAt = now + sessionDefaults.placeRetryMs
  const why = reason('tooManySockets', { holders })
  const status: SessionStatus = { name: 'waiting', reason: why, attempt, since: now, retryAt }
  return same({ ...state, status, generation: state.generation + 1 })
}

function retry(state: SessionState, now: number): Transition {
  switch (state.status.name) {
    case 'waiting':
      return begin(state, now)
    case 'blocked':
      return begin({ ...state, attempt: 0, takeovers: 0, storageFailure: undefined }, now)
    case 'offline':
      // the platform may be wrong about the network: a tap tries
      return begin({ ...state, network: { ...state.network, isOnline: true } }, now)
    case 'idle':
    case 'connecting':
    case 'handshaking':
    case 'online':
    case 'paused':
      return same(state)
  }
}

/** An attempt because something got better: at once, but not more often than one per `gapMs`. */
function prompt(state: SessionState, now: number, gapMs: number = sessionDefaults.promptedGapMs): Transition {
  const retryAt = state.lastAttemptAt + gapMs
  if (isOver(state.lastAttemptAt, gapMs, now)) return then(leave(state, state.status), (left) => begin(left, now))
  if (state.status.name === 'waiting') {
    return same({ ...state, status: { ...state.status, retryAt: Math.min(state.status.retryAt, retryAt) } })
  }
  const why = reason(gapMs === sessionDefaults.takeoverRetryMs ? 'takeoverSuspected' : 'networkChanged')
  return leave(state, { name: 'waiting', reason: why, attempt: state.attempt, since: now, retryAt })
}

function shown(state: SessionState, now: number): Transition {
  if (state.hiddenSince === undefined) return same(state)
  const { hiddenSince } = state
  const awayMs = now - hiddenSince
  const seen = { ...state, hiddenSince: undefined, isDisturbed: true }
  switch (seen.status.name) {
    case 'paused':
      return begin(seen, now)
    case 'waiting':
    case 'offline':
      return seen.network.isOnline ? prompt({ ...seen, failingSince: now }, now) : same(seen)
    case 'connecting':
    case 'handshaking':
      return state.policy.pausesWhenHidden && awayMs > sessionDefaults.awayLimitMs
        ? replaceLink(seen, 'hidden', hiddenSince, now)
        : same(seen)
    case 'online':
      return state.policy.pausesWhenHidden && awayMs > sessionDefaults.awayLimitMs
        ? replaceLink(seen, 'hidden', hiddenSince, now)
        : ping(withHeartbeat(seen, doubted), sessionDefaults.probeTimeoutMs, now)
    case 'idle':
    case 'blocked':
      return same(seen)
  }
}

function networkChanged(state: SessionState, network: { isOnline: boolean; type: string }, now: number): Transition {
  const unlike = { ...state, network }
  // a type that was unknown until now is news of the platform, not of the network
  const isSameType = [network.type, 'unknown'].includes(state.network.type) || network.type === 'unknown'
  const isSame = state.network.isOnline === network.isOnline && isSameType
  if (isSame || !isWanted(state)) return same(unlike)
  const changed = { ...unlike, isDisturbed: true }
  if (!network.isOnline) {
    const status: SessionStatus = { name: 'offline', reason: reason('networkLost'), since: now }
    // hidden, the paused state says more, and the next show asks again
    if (state.status.name === 'paused') return same(changed)
    return then(openGap(changed, 'disconnected', now), (open) => leave(open, status))
  }
  switch (changed.status.name) {
    case 'online':
      // the old route may be gone without a word: ask
      return ping(withHeartbeat(changed, doubted), sessionDefaults.probeTimeoutMs, now)
    case 'connecting':
    case 'handshaking':
      return prompt(changed, now)
    case 'waiting':
    case 'offline':
      // a network that flaps must not make two clients push each other out at its pace
      return isTakeoverSuspected(state) ? prompt(changed, now, sessionDefaults.takeoverRetryMs) : prompt(changed, now)
    case 'idle':
    case 'paused':
    case 'blocked':
      return same(changed)
  }
}

function timePassed(state: SessionState, now: number): Transition {
  const hiddenSince = pausingSince(state)
  const isLeaving = hiddenSince !== undefined && isWanted(state) && state.status.name !== 'paused'
  if (isLeaving && now >= hiddenSince + sessionDefaults.hideGraceMs) {
    return then(openGap(state, 'hidden', hiddenSince), (open) => disconnect(open, { name: 'paused', since: now }))
  }
  const { status } = state
  if (state.takeovers > 0 && hasHeld(state, now)) return timePassed({ ...state, takeovers: 0 }, now)
  if (status.name === 'connecting' && isOver(status.since, sessionDefaults.connectTimeoutMs, now)) {
    return failed(state, reason('connectTimeout'), now)
  }
  if (status.name === 'handshaking' && isOver(status.since, sessionDefaults.connackTimeoutMs, now)) {
    return failed(state, reason('connackTimeout'), now)
  }
  const isWaitOver = status.name === 'waiting' && isOver(status.since, status.retryAt - status.since, now)
  if (isWaitOver && !isPausing(state)) return begin(state, now)
  return then(closeGap(state, now), (open) => beat(open, now))
}

/** A clock that was set back makes no wait longer. */
const isOver = (since: number, waitMs: number, now: number) => now >= since + waitMs || now < since

// ---- connection

function connected(state: SessionState, connack: Connack, now: number): Transition {
  if (state.status.name !== 'handshaking' && state.status.name !== 'connecting') return same(state)
  const { policy } = state
  const isUnknownSession = connack.sessionPresent && !state.hasSessionState
  if (isUnknownSession && state.isDiscarding) {
    return failed(
      state,
      reason('protocolError', { detail: 'Session Present 1 after Clean Start 1 [MQTT-3.2.2-2]' }),
      now,
    )
  }
  if (isUnknownSession) {
    // of another run, and nobody knows what it holds [MQTT-3.2.2-4]
    return then(leave(state, state.status), (left) => begin({ ...left, isDiscarding: true }, now))
  }
  if (state.isDiscarding && policy.protocolVersion === 4) {
    // what begins with Clean Session 1 ends with its connection: the session to keep begins with the next one
    return then(leave(state, state.status), (left) => begin({ ...left, isDiscarding: false }, now))
  }
  const resumed = connack.sessionPresent
  const connection = connectionOf(connack, policy)
  const online: SessionState = {
    ...state,
    status: { name: 'online', resumed, since: now, connection },
    // a broker that grants no time keeps nothing §3.1.2.11.2
    hasSessionState: policy.keepSession && connection.sessionExpirySeconds !== 0,
    isDiscarding: false,
    diagnosis: undefined,
    isDisturbed: state.hiddenSince !== undefined,
    heartbeat: startHeartbeat(connection.keepAliveSeconds * 1000, now),
  }
  const up: Transition = {
    state: online,
    effects: [{ type: 'resume', generation: state.generation, connack, resumed }],
  }
  return then(up, (s) => {
    if (!s.gap) return same(s)
    const gap = endedGap(s.gap, resumed, now)
    return { state: { ...s, gap }, effects: [{ type: 'showGap', gap }] }
  })
}

function linkClosed(state: SessionState, why: Reason, now: number): Transition {
  const { status, policy } = state
  const isAttempt = status.name === 'connecting' || status.name === 'handshaking'
  if (why.code === 'protocolVersion' && policy.protocolVersion === 5 && isAttempt) {
    const older = { ...state, policy: { ...policy, protocolVersion: 4 as const } }
    const fallback = then(leave(older, status), (left) => begin(left, now))
    return { ...fallback, effects: [{ type: 'rememberProtocolVersion', protocolVersion: 4 }, ...fallback.effects] }
  }
  return failed(state, why, now)
}

function diagnosed(state: SessionState, serial: number, candidates: Candidate[]): SessionState {
  if (state.diagnosis?.serial !== serial) return state
  const { status } = state
  const isShown = status.name === 'waiting' && isAmbiguous(status.reason)
  const diagnosis = { serial, candidates }
  return { ...state, diagnosis, status: isShown ? { ...status, reason: { ...status.reason, candidates } } : status }
}

function beat(state: SessionState, now: number): Transition {
  const due = state.heartbeat && dueBeat(state.heartbeat, now)
  if (!due) return same(state)
  return due.type === 'silent' ? failed(state, reason('peerSilent'), now) : ping(state, due.timeoutMs, now)
}

function closeGap(state: SessionState, now: number): Transition {
  if (!state.gap || now < (gapDeadline(state.gap) ?? Infinity)) return same(state)
  return { state: { ...state, gap: undefined }, effects: [{ type: 'showGap', gap: state.gap }] }
}
