import { sessionDefaults } from '../profile/defaults'
import type { SessionEvent } from './events'
import { endedGap, gapDeadline, openedGap, withCaughtUp } from './gap'
import { dueBeat, heard, pingAnswered, sent, startHeartbeat } from './heartbeat'
import { begin, failed, leave, openGap, ping, replaceLink, same, then, withHeartbeat, type Transition } from './moves'
import type { Connack } from './packets'
import { isAmbiguous, reason, type Candidate, type Reason } from './reasons'
import { isPausing, isWanted, pausingSince, type SessionState } from './sessionState'
import type { SessionStatus } from './states'

/**
 * The rules of a session: what an event at a time (epoch ms) makes of a state, and what has to be done for it.
 * Pure: no clock, socket, timer or randomness of its own.
 */
export function transition(state: SessionState, event: SessionEvent, now: number): Transition {
  if ('generation' in event && event.generation !== state.generation) return same(state)
  switch (event.type) {
    case 'started':
      if (state.status.name !== 'idle') return same(state)
      return begin(
        {
          ...state,
          gap: event.gap ? openedGap(event.gap.cause, event.gap.from) : state.gap,
          hasSessionState: event.hasSessionState,
          attempt: 0,
          failingSince: undefined,
          candidates: undefined,
        },
        now,
      )
    case 'storageFailed':
      return then(openGap(state, 'disconnected', now), (open) =>
        leave(open, { name: 'blocked', reason: event.reason, since: now }),
      )
    case 'stopped':
      return then(openGap(state, 'stopped', now), (open) => leave(open, { name: 'idle' }, 0x00))
    case 'retryRequested':
      return retry(state, now)
    case 'hidden':
      return same(state.hiddenSince === undefined ? { ...state, hiddenSince: now } : state)
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
      return same(withHeartbeat(state, pingAnswered))
    case 'packetSent':
      return same(withHeartbeat(state, (beat) => sent(beat, now)))
    case 'keptMessageReceived':
      return same(state.gap ? { ...state, gap: withCaughtUp(state.gap, now) } : state)
    case 'diagnosed':
      return same(diagnosed(state, event.candidates))
    default:
      event satisfies never
      return same(state)
  }
}

function retry(state: SessionState, now: number): Transition {
  switch (state.status.name) {
    case 'waiting':
    case 'blocked':
      return begin({ ...state, attempt: state.status.name === 'blocked' ? 0 : state.attempt }, now)
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

/** An attempt because something got better: at once, but not more often than one per `promptedGapMs`. */
function prompt(state: SessionState, now: number): Transition {
  const retryAt = state.lastAttemptAt + sessionDefaults.promptedGapMs
  if (now >= retryAt) return then(leave(state, state.status), (left) => begin(left, now))
  if (state.status.name === 'waiting') {
    return same({ ...state, status: { ...state.status, retryAt: Math.min(state.status.retryAt, retryAt) } })
  }
  const why = reason('networkChanged')
  return leave(state, { name: 'waiting', reason: why, attempt: state.attempt, since: now, retryAt })
}

function shown(state: SessionState, now: number): Transition {
  if (state.hiddenSince === undefined) return same(state)
  const { hiddenSince } = state
  const awayMs = now - hiddenSince
  const seen = { ...state, hiddenSince: undefined }
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
        : ping(seen, sessionDefaults.probeTimeoutMs, now)
    case 'idle':
    case 'blocked':
      return same(seen)
  }
}

function networkChanged(state: SessionState, network: { isOnline: boolean; type: string }, now: number): Transition {
  const changed = { ...state, network }
  // a type that was unknown until now is news of the platform, not of the network
  const isSameType = [network.type, 'unknown'].includes(state.network.type) || network.type === 'unknown'
  const isSame = state.network.isOnline === network.isOnline && isSameType
  if (isSame || !isWanted(state)) return same(changed)
  if (!network.isOnline) {
    const status: SessionStatus = { name: 'offline', reason: reason('networkLost'), since: now }
    // hidden, the paused state says more, and the next show asks again
    if (state.status.name === 'paused') return same(changed)
    return then(openGap(changed, 'disconnected', now), (open) => leave(open, status))
  }
  switch (changed.status.name) {
    case 'online':
      // the old route may be gone without a word: ask
      return ping(changed, sessionDefaults.probeTimeoutMs, now)
    case 'connecting':
    case 'handshaking':
    case 'waiting':
    case 'offline':
      return prompt(changed, now)
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
    return then(openGap(state, 'hidden', hiddenSince), (open) => leave(open, { name: 'paused', since: now }, 0x00))
  }
  const { status } = state
  if (status.name === 'connecting' && now >= status.since + sessionDefaults.connectTimeoutMs) {
    return failed(state, reason('connectTimeout'), now)
  }
  if (status.name === 'handshaking' && now >= status.since + sessionDefaults.connackTimeoutMs) {
    return failed(state, reason('connackTimeout'), now)
  }
  // a clock that was set back does not make the wait longer
  const isWaitOver = status.name === 'waiting' && (now >= status.retryAt || now < status.since)
  if (isWaitOver && !isPausing(state)) return begin(state, now)
  return then(closeGap(state, now), (open) => beat(open, now))
}

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
  const keepAliveMs =
    connack.serverKeepAliveSeconds === undefined ? policy.keepAliveMs : connack.serverKeepAliveSeconds * 1000
  const online: SessionState = {
    ...state,
    status: { name: 'online', resumed, since: now },
    hasSessionState: policy.keepSession,
    isDiscarding: false,
    candidates: undefined,
    heartbeat: startHeartbeat(keepAliveMs, now),
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

function diagnosed(state: SessionState, candidates: Candidate[]): SessionState {
  if (!state.candidates) return state
  const { status } = state
  const isShown = status.name === 'waiting' && isAmbiguous(status.reason)
  return { ...state, candidates, status: isShown ? { ...status, reason: { ...status.reason, candidates } } : status }
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
