import { transition } from './machine'
import { reason } from './reasons'
import { initialState, nextDeadline, type SessionState } from './sessionState'
import type { SessionEvent } from './events'

const MINUTE = 60_000

/** A client with its broker's half of the connection. */
interface Client {
  state: SessionState
  attempts: number[]
}

/**
 * A broker that knows one client ID and says nothing when it closes the older of two connections, with clients that
 * share it. Time runs from deadline to deadline.
 * @param roundTripMs from openLink to CONNACK
 */
function world(count: number, roundTripMs: number, protocolVersion: 4 | 5) {
  let now = 1_000_000
  let owner: Client | undefined
  const arrivals: { at: number; deliver: () => void }[] = []
  const clients = Array.from({ length: count }, (_, i): Client => {
    const policy = {
      ...{ protocolVersion, keepSession: true, keepAliveMs: 60_000, sessionExpirySeconds: 86_400 },
      ...({ leaveCode: 0x00, pausesWhenHidden: true } as const),
    }
    const network = { isOnline: true, type: 'wifi' }
    return { state: initialState(policy, { seed: i + 1, isVisible: true, network, now }), attempts: [] }
  })

  function feed(client: Client, event: SessionEvent): void {
    const { state, effects } = transition(client.state, event, now)
    client.state = state
    for (const effect of effects) {
      if (effect.type === 'closeLink' && owner === client) owner = undefined
      if (effect.type === 'openLink') open(client, effect.generation)
      if (effect.type === 'sendPing')
        arrive(() => feed(client, { type: 'pingAnswered', generation: effect.generation }))
    }
  }
  const arrive = (deliver: () => void) => arrivals.push({ at: now + roundTripMs, deliver })

  function open(client: Client, generation: number): void {
    client.attempts.push(now)
    arrive(() => {
      if (client.state.generation !== generation) return
      const older = owner
      owner = client
      if (older && older !== client) {
        feed(older, { type: 'linkClosed', generation: older.state.generation, reason: reason('closedByPeer') })
      }
      feed(client, { type: 'socketOpened', generation })
      feed(client, { type: 'connected', generation, connack: { sessionPresent: true } })
    })
  }

  /** Plays until a time. */
  function runFor(ms: number): void {
    const until = now + ms
    for (;;) {
      const due = clients.map((client) => nextDeadline(client.state) ?? Infinity)
      const next = Math.min(...due, ...arrivals.map(({ at }) => at))
      if (next > until) break
      now = Math.max(now, next)
      const index = arrivals.findIndex(({ at }) => at <= now)
      const [arrival] = index < 0 ? [] : arrivals.splice(index, 1)
      if (arrival) arrival.deliver()
      else
        for (const client of clients)
          if ((nextDeadline(client.state) ?? Infinity) <= now) feed(client, { type: 'timePassed' })
    }
    now = until
  }
  const attemptsSince = (since: number) =>
    clients.reduce((sum, c) => sum + c.attempts.filter((at) => at > since).length, 0)
  const box = { clients, feed, runFor, attemptsSince, now: () => now }
  for (const client of clients) {
    feed(client, { type: 'started', hasSessionState: true })
    runFor(500)
  }
  return box
}

const codes = (clients: Client[]) =>
  clients.map(({ state: { status } }) => ('reason' in status ? status.reason.code : status.name))

describe.each([4, 5] as const)('two clients with one client ID, version %s', (protocolVersion) => {
  it.each([5, 80, 400])('do not push each other out for ever: round trip %s ms', (roundTripMs) => {
    const { clients, runFor, attemptsSince, now } = world(2, roundTripMs, protocolVersion)
    runFor(MINUTE)
    const settled = now()
    // one has noticed, and says so; the other one has the connection
    expect(codes(clients)).toContain('takeoverSuspected')
    runFor(60 * MINUTE)
    // each minute one of them comes and the other one comes back once at most
    expect(attemptsSince(settled)).toBeLessThanOrEqual(60 * 3)
    expect(attemptsSince(settled)).toBeGreaterThan(0)
  })

  it('one that is tapped for ever does not make the other one hurry', () => {
    const { clients, feed, runFor } = world(2, 20, protocolVersion)
    const [greedy, other] = clients
    if (!greedy || !other) throw new Error('two')
    runFor(MINUTE)
    const before = other.attempts.length
    for (let i = 0; i < 600; i += 1) {
      feed(greedy, { type: 'retryRequested' })
      runFor(1_000)
    }
    expect(other.attempts.length - before).toBeLessThanOrEqual(15)
  })

  it('three of them are as quiet', () => {
    const { runFor, attemptsSince, now } = world(3, 50, protocolVersion)
    runFor(2 * MINUTE)
    const settled = now()
    runFor(60 * MINUTE)
    expect(attemptsSince(settled)).toBeLessThanOrEqual(60 * 6)
  })

  it('the one that stays has the connection for good once the other one is stopped', () => {
    const { clients, feed, runFor } = world(2, 50, protocolVersion)
    const [first, second] = clients
    if (!first || !second) throw new Error('two')
    runFor(5 * MINUTE)
    feed(first, { type: 'stopped' })
    runFor(2 * MINUTE)
    expect(second.state.status.name).toBe('online')
    expect(second.state.takeovers).toBe(0)
    const { length } = second.attempts
    runFor(60 * MINUTE)
    expect(second.attempts).toHaveLength(length)
  })
})
