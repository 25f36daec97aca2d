import fc from 'fast-check'
import type { SessionEffect, SessionEvent } from '@/core/session/events'
import { transition } from '@/core/session/machine'
import type { Connack } from '@/core/session/packets'
import { isTerminal, reason, reasonTable, type ReasonCode } from '@/core/session/reasons'
import { initialState, nextDeadline, type SessionPolicy, type SessionState } from '@/core/session/sessionState'
import { stateTable } from '@/core/session/states'

type Step = { afterMs: number; event: SessionEvent; isStale: boolean }

const codes = Object.keys(reasonTable) as ReasonCode[]
/** events of a link are given the number of the newest when they are played */
const generation = 0

const constant = (event: SessionEvent) => fc.constant(event)

const connackArbitrary: fc.Arbitrary<Connack> = fc.record({
  sessionPresent: fc.boolean(),
  serverKeepAliveSeconds: fc.constantFrom(undefined, 0, 2, 30, 300),
  sessionExpirySeconds: fc.constantFrom(undefined, 0, 60),
})

const connected = connackArbitrary.map<SessionEvent>((connack) => ({ type: 'connected', generation, connack }))
const networkChanged: fc.Arbitrary<SessionEvent> = fc.record({
  type: fc.constant('networkChanged' as const),
  isOnline: fc.boolean(),
  networkType: fc.constantFrom('wifi', '4g'),
})
const packetSent = fc
  .constantFrom(0, 100, 10_000, 1_048_576)
  .map<SessionEvent>((bytes) => ({ type: 'packetSent', generation, bytes }))

const eventArbitrary: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.record({
    type: fc.constant('started' as const),
    hasSessionState: fc.boolean(),
    gap: fc.constantFrom(undefined, { from: 0, cause: 'ended' } as const),
  }),
  { arbitrary: constant({ type: 'started', hasSessionState: true }), weight: 2 },
  constant({ type: 'stopped' }),
  { arbitrary: constant({ type: 'retryRequested' }), weight: 2 },
  constant({ type: 'hidden' }),
  { arbitrary: constant({ type: 'shown' }), weight: 2 },
  networkChanged,
  constant({ type: 'networkChanged', isOnline: true, networkType: 'wifi' }),
  constant({ type: 'timePassed' }),
  constant({ type: 'socketOpened', generation }),
  { arbitrary: connected, weight: 4 },
  fc.constantFrom(...codes).map<SessionEvent>((code) => ({ type: 'linkClosed', generation, reason: reason(code) })),
  { arbitrary: constant({ type: 'linkClosed', generation, reason: reason('closedByPeer') }), weight: 2 },
  constant({ type: 'progressed', generation }),
  constant({ type: 'pingAnswered', generation }),
  packetSent,
  constant({ type: 'keptMessageReceived', generation }),
  fc.nat(20).map<SessionEvent>((serial) => ({ type: 'diagnosed', serial, candidates: [{ code: 'unreachable' }] })),
  fc
    .constantFrom('storageFull' as const, 'storageFailed' as const)
    .map<SessionEvent>((code) => ({ type: 'storageFailed', reason: reason(code) })),
  constant({ type: 'placeDenied', generation, holders: ['p2'] }),
  constant({ type: 'placeFreed' }),
)

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  afterMs: fc.oneof(fc.nat(3_000), fc.constantFrom(0, 5_000, 60_000, 1_800_000)),
  event: eventArbitrary,
  isStale: fc.nat(9).map((n) => n === 0),
})
const stepsArbitrary = fc.array(stepArbitrary, { maxLength: 60 })

/** What one event did. */
interface Move {
  before: SessionState
  event: SessionEvent
  after: SessionState
  effects: SessionEffect[]
  now: number
}

const policyOf = (pausesWhenHidden: boolean): SessionPolicy => ({
  protocolVersion: 5,
  keepSession: true,
  keepAliveMs: 60_000,
  sessionExpirySeconds: 86_400,
  leaveCode: 0x00,
  pausesWhenHidden,
})

/** A machine whose deadlines fire as a runner would let them. */
class Player {
  now = 1_000
  state: SessionState

  constructor(
    pausesWhenHidden: boolean,
    private readonly check: (move: Move) => void = () => undefined,
  ) {
    const network = { isOnline: true, type: 'wifi' }
    this.state = initialState(policyOf(pausesWhenHidden), { seed: 7, isVisible: true, network, now: this.now })
  }

  feed(event: SessionEvent): void {
    const before = this.state
    const { state: after, effects } = transition(before, event, this.now)
    this.state = after
    this.check({ before, event, after, effects, now: this.now })
  }

  pass(ms: number): void {
    const until = this.now + ms
    for (let i = 0; i < 1_000; i += 1) {
      const due = nextDeadline(this.state)
      if (due === undefined || due > until) break
      this.now = Math.max(this.now, due)
      this.feed({ type: 'timePassed' })
    }
    this.now = until
  }

  play(steps: Step[]): this {
    for (const { afterMs, event, isStale } of steps) {
      this.pass(afterMs)
      const { generation: newest } = this.state
      this.feed('generation' in event ? { ...event, generation: isStale ? newest - 1 : newest } : event)
    }
    return this
  }
}

/** `expect` costs more than what is checked here. */
function hold(isSo: boolean, otherwise: () => unknown): void {
  if (!isSo) throw new Error(JSON.stringify(otherwise()))
}

const count = (effects: SessionEffect[], type: SessionEffect['type']) => effects.filter((e) => e.type === type).length
const runs = { numRuns: 2_000 }

/** Whatever happens, it holds after every event. */
function always(check: () => (move: Move) => void, platforms: fc.Arbitrary<boolean> = fc.boolean()): void {
  fc.assert(
    fc.property(stepsArbitrary, platforms, (steps, pauses) => {
      new Player(pauses, check()).play(steps)
    }),
    runs,
  )
}

describe('whatever happens to a session', () => {
  it('never holds two sockets, and the states that hold one are those of the table', () => {
    always(() => {
      let sockets = 0
      return ({ before, event, after, effects }) => {
        sockets += count(effects, 'openLink') - count(effects, 'closeLink')
        // that one was never opened
        if (event.type === 'placeDenied' && after !== before) sockets -= 1
        hold(sockets === (stateTable[after.status.name].holdsSocket ? 1 : 0), () => [sockets, after.status])
      }
    })
  })

  it('never connects while hidden in WeChat', () => {
    always(
      () =>
        ({ after, effects }) =>
          hold(count(effects, 'openLink') === 0 || after.hiddenSince === undefined, () => after),
      fc.constant(true),
    )
  })

  it('leaves a terminal reason only when a person asks', () => {
    always(() => ({ before, event, after, effects }) => {
      if (before.status.name !== 'blocked') return
      hold(isTerminal(before.status.reason), () => before.status)
      const isAsked = event.type === 'retryRequested' || event.type === 'stopped'
      hold(isAsked || (after.status.name === 'blocked' && count(effects, 'openLink') === 0), () => [
        event,
        after.status,
      ])
    })
  })

  it('opens no link after the storage has failed, until a person has asked', () => {
    always(() => {
      let hasFailed = false
      return ({ before, event, after, effects }) => {
        if (event.type === 'retryRequested' && before.status.name === 'blocked') hasFailed = false
        if (event.type === 'storageFailed') hasFailed = true
        if (!hasFailed) return
        hold(count(effects, 'openLink') === 0, () => event)
        hold(['idle', 'blocked'].includes(after.status.name), () => after.status)
      }
    })
  })

  it('changes nothing for an event of an older link, or an answer to an older question', () => {
    always(() => ({ before, event, after, effects }) => {
      const isOld = 'generation' in event && event.generation !== before.generation
      const isOldAnswer = event.type === 'diagnosed' && event.serial !== before.diagnosis?.serial
      if (isOld || isOldAnswer) hold(after === before && effects.length === 0, () => [event, before, after])
    })
  })

  it('every wait has a reason and an end, at most a minute away', () => {
    always(() => ({ after: { status, policy, hiddenSince }, after, now }) => {
      if (status.name !== 'waiting') return
      hold(codes.includes(status.reason.code) && !isTerminal(status.reason), () => status)
      hold(status.retryAt <= now + 60_000, () => [status, now])
      const isPausing = policy.pausesWhenHidden && hiddenSince !== undefined
      hold((nextDeadline(after) ?? Infinity) <= (isPausing ? now + 3_000 : status.retryAt), () => after)
    })
  })

  it('every end of a connection opens a gap, and every connection ends it', () => {
    always(() => ({ before, after, effects, now }) => {
      const isOnline = after.status.name === 'online'
      if (before.status.name === 'online' && !isOnline) {
        hold(after.gap !== undefined && after.gap.to === undefined && after.gap.from <= now, () => [before, after])
        hold(count(effects, 'showGap') > 0, () => effects)
      }
      if (isOnline) hold(after.gap === undefined || after.gap.to !== undefined, () => after.gap)
    })
  })

  it('a suspected takeover is not hurried by the network', () => {
    always(() => ({ before, event, effects, now }) => {
      if (before.takeovers < 3 || event.type !== 'networkChanged') return
      if (before.status.name !== 'waiting' && before.status.name !== 'offline') return
      hold(count(effects, 'openLink') === 0 || now >= before.lastAttemptAt + 60_000, () => [before, now])
    })
  })

  it('a broker that keeps nothing is never taken for one that keeps the session', () => {
    always(() => ({ after: { status, hasSessionState } }) => {
      if (status.name === 'online' && status.connection.sessionExpirySeconds === 0) hold(!hasSessionState, () => status)
    })
  })
})

/** Sessions that are online after whatever happened before. */
function whenOnline(check: (player: Player, keepAliveMs: number) => void, platforms = fc.boolean()): void {
  let reached = 0
  fc.assert(
    fc.property(stepsArbitrary, connackArbitrary, platforms, (steps, connack, pauses) => {
      const player = new Player(pauses).play(steps)
      if (player.state.status.name !== 'online') {
        for (const event of arrival) player.feed(event)
        player.feed({ type: 'connected', generation: player.state.generation, connack })
        // a session that nobody here knows ends this connection and begins with the next
        player.feed({
          type: 'connected',
          generation: player.state.generation,
          connack: { ...connack, sessionPresent: false },
        })
      }
      if (player.state.status.name !== 'online') return
      reached += 1
      check(player, player.state.status.connection.keepAliveSeconds * 1_000)
    }),
    runs,
  )
  // else it proves little
  expect(reached).toBeGreaterThan(runs.numRuns * 0.9)
}

const arrival: SessionEvent[] = [
  { type: 'shown' },
  { type: 'networkChanged', isOnline: true, networkType: 'wifi' },
  { type: 'stopped' },
  { type: 'started', hasSessionState: true },
  { type: 'retryRequested' },
]

/** How long the status stays online when the peer says nothing any more; Infinity where nothing would end it. */
function silence(player: Player): number {
  const since = player.now
  const { generation: link } = player.state
  for (let i = 0; i < 1_000 && player.state.status.name === 'online' && player.state.generation === link; i += 1) {
    const due = nextDeadline(player.state)
    if (due === undefined) return Infinity
    player.now = Math.max(player.now, due)
    player.feed({ type: 'timePassed' })
  }
  return player.now - since
}

describe('a peer that falls silent', () => {
  it('is noticed within one and a half keep alives, whatever was sent before', () => {
    whenOnline((player, keepAliveMs) => {
      if (keepAliveMs === 0) return
      const bound = Math.max(1.5 * keepAliveMs, 3_000)
      const leftMs = silence(player)
      hold(leftMs <= bound, () => [leftMs, bound])
    })
  })

  it.each<[string, SessionEvent[]]>([
    ['a show', [{ type: 'hidden' }, { type: 'shown' }]],
    ['another network', [{ type: 'networkChanged', isOnline: true, networkType: '5g' }]],
    ['a send', [{ type: 'packetSent', generation, bytes: 100 }]],
    ['many sends', Array<SessionEvent>(20).fill({ type: 'packetSent', generation, bytes: 100 })],
  ])('is noticed within three seconds after %s', (_, doubts) => {
    whenOnline((player) => {
      // what still had to leave before the PINGREQ is an excuse for a send alone: see the next test
      const isUploading = (player.state.heartbeat?.uploadUntil ?? 0) > player.now
      if (isUploading && doubts[0]?.type === 'packetSent') return
      const since = player.now
      for (const event of doubts) {
        player.feed('generation' in event ? { ...event, generation: player.state.generation } : event)
        if (doubts.length > 2) player.pass(140)
      }
      const leftMs = silence(player)
      hold(player.now - since <= 3_000 && leftMs <= 3_000, () => [player.now - since, player.state])
    })
  })

  it('may take the time of an upload, and no more than one and a half keep alives of it', () => {
    whenOnline((player, keepAliveMs) => {
      player.feed({ type: 'progressed', generation: player.state.generation })
      player.feed({ type: 'packetSent', generation: player.state.generation, bytes: 1_048_576 })
      const leftMs = silence(player)
      hold(leftMs <= 1.5 * (keepAliveMs === 0 ? 60_000 : keepAliveMs) + 3_000, () => leftMs)
    })
  })
})

describe('a peer that lives', () => {
  const staysOnline = (player: Player, roundMs: number, everyRound: (player: Player) => void) => {
    const { generation: link } = player.state
    player.feed({ type: 'shown' })
    if (player.state.generation !== link) return
    for (let i = 0; i < 20; i += 1) {
      everyRound(player)
      player.pass(roundMs)
      hold(player.state.status.name === 'online' && player.state.generation === link, () => player.state)
    }
  }

  it('and lets a byte come every 1.9 s is not given up, whatever is sent to it', () => {
    whenOnline((player, keepAliveMs) => {
      // with a shorter one the broker itself would have to say more
      if (keepAliveMs > 0 && keepAliveMs < 10_000) return
      player.feed({ type: 'progressed', generation: player.state.generation })
      staysOnline(player, 1_900, ({ state }) => {
        player.feed({ type: 'packetSent', generation: state.generation, bytes: 10_000 })
        player.feed({ type: 'progressed', generation: state.generation })
      })
    })
  })
})
