import fc from 'fast-check'
import type { SessionEvent } from '@/core/session/events'
import { transition } from '@/core/session/machine'
import { isTerminal, reason, reasonTable, type ReasonCode } from '@/core/session/reasons'
import { initialState, nextDeadline, type SessionState } from '@/core/session/sessionState'
import { stateTable } from '@/core/session/states'

type Step = { afterMs: number; event: SessionEvent; isStale: boolean }

const codes = Object.keys(reasonTable) as ReasonCode[]
const generation = 0

const eventArbitrary: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.constant<SessionEvent>({ type: 'started', hasSessionState: true }),
  fc.constant<SessionEvent>({ type: 'stopped' }),
  fc.constant<SessionEvent>({ type: 'retryRequested' }),
  fc.constant<SessionEvent>({ type: 'hidden' }),
  fc.constant<SessionEvent>({ type: 'shown' }),
  fc.record({
    type: fc.constant('networkChanged' as const),
    isOnline: fc.boolean(),
    networkType: fc.constantFrom('wifi', '4g'),
  }),
  fc.constant<SessionEvent>({ type: 'timePassed' }),
  fc.constant<SessionEvent>({ type: 'socketOpened', generation }),
  fc.boolean().map<SessionEvent>((sessionPresent) => ({ type: 'connected', generation, connack: { sessionPresent } })),
  fc.constantFrom(...codes).map<SessionEvent>((code) => ({ type: 'linkClosed', generation, reason: reason(code) })),
  fc.constant<SessionEvent>({ type: 'progressed', generation }),
  fc.constant<SessionEvent>({ type: 'pingAnswered', generation }),
  fc.constant<SessionEvent>({ type: 'packetSent', generation }),
)

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  afterMs: fc.oneof(fc.nat(3_000), fc.constantFrom(5_000, 60_000, 1_800_000)),
  event: eventArbitrary,
  isStale: fc.nat(9).map((n) => n === 0),
})

/** Plays steps and lets every deadline fire on the way, as a runner would. */
function play(
  steps: Step[],
  pausesWhenHidden: boolean,
  check: (before: SessionState, event: SessionEvent, after: SessionState, opened: number, closed: number) => void,
) {
  let now = 1_000
  let state = initialState(
    {
      protocolVersion: 5,
      keepSession: true,
      keepAliveMs: 60_000,
      sessionExpirySeconds: 86_400,
      leaveCode: 0x00,
      pausesWhenHidden,
    },
    { seed: 7, isVisible: true, network: { isOnline: true, type: 'wifi' }, now },
  )
  const apply = (event: SessionEvent) => {
    const { state: after, effects } = transition(state, event, now)
    const count = (type: string) => effects.filter((e) => e.type === type).length
    check(state, event, after, count('openLink'), count('closeLink'))
    state = after
  }
  for (const { afterMs, event, isStale } of steps) {
    const until = now + afterMs
    for (
      let i = 0, due = nextDeadline(state);
      i < 1_000 && due !== undefined && due <= until;
      i += 1, due = nextDeadline(state)
    ) {
      now = Math.max(now, due)
      apply({ type: 'timePassed' })
    }
    now = until
    apply('generation' in event ? { ...event, generation: isStale ? state.generation - 1 : state.generation } : event)
  }
}

const runs = { numRuns: 2_000 }

describe('whatever happens to a session', () => {
  it('never holds two sockets, and the states that hold one are those of the table', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 60 }), fc.boolean(), (steps, pauses) => {
        let sockets = 0
        play(steps, pauses, (_before, _event, after, opened, closed) => {
          // the link says that it is gone: the runner's closeLink then closes nothing more
          sockets += opened - closed
          expect(sockets).toBe(stateTable[after.status.name].holdsSocket ? 1 : 0)
        })
      }),
      runs,
    )
  })

  it('never connects while hidden in WeChat', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 60 }), (steps) => {
        play(steps, true, (_before, _event, after, opened) => {
          if (opened > 0) expect(after.hiddenSince).toBeUndefined()
        })
      }),
      runs,
    )
  })

  it('leaves a terminal reason only when a person asks', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 60 }), fc.boolean(), (steps, pauses) => {
        play(steps, pauses, (before, event, after) => {
          if (before.status.name !== 'blocked') return
          expect(isTerminal(before.status.reason)).toBe(true)
          if (after.status.name !== 'blocked') expect(['retryRequested', 'stopped']).toContain(event.type)
        })
      }),
      runs,
    )
  })

  it('changes nothing for an event of an older link', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 60 }), fc.boolean(), (steps, pauses) => {
        play(steps, pauses, (before, event, after) => {
          if ('generation' in event && event.generation !== before.generation) expect(after).toBe(before)
        })
      }),
      runs,
    )
  })

  it('every wait has an end and a reason; online is left within 1.5 keep alives of silence', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 60 }), fc.boolean(), (steps, pauses) => {
        play(steps, pauses, (_before, _event, after) => {
          if (after.status.name === 'waiting') {
            expect(after.status.reason.code).toBeDefined()
            expect(after.status.retryAt).toBeLessThanOrEqual(after.status.since + 30_000)
            if (!(pauses && after.hiddenSince !== undefined)) expect(nextDeadline(after)).toBeDefined()
          }
          if (after.status.name === 'online') {
            const { lastHeardAt } = after.heartbeat!
            expect(nextDeadline(after)).toBeLessThanOrEqual(lastHeardAt + 90_000)
          }
        })
      }),
      runs,
    )
  })
})
