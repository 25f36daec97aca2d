import fc from 'fast-check'
import { memoryJournal } from '@/services/journal/memoryJournal'
import type { LinkClose, LinkEvents, OpenLink } from '@/services/mqtt/types'
import { fakeNetwork } from '@/services/network/network.fake'
import type { Clock, SessionConfig } from '@/services/session/config'
import { createSocketPlaces } from '@/services/session/places'
import { SessionRunner } from '@/services/session/runner'
import { FakeSocketPort } from '@/services/socket/socket.fake'
import { fakeStorage } from '@/services/storage/storage.fake'
import { fakeVisibility } from '@/services/visibility/visibility.fake'

const PLACES = 2
const SESSIONS = 4

/** Time that stands still until it is told to pass. */
class ManualClock implements Clock {
  private current = 1_000_000
  private readonly timers = new Set<{ dueAt: number; run: () => void }>()

  now = () => this.current

  setTimer(run: () => void, delayMs: number): () => void {
    const timer = { dueAt: this.current + delayMs, run }
    this.timers.add(timer)
    return () => this.timers.delete(timer)
  }

  pass(ms: number, afterEach: () => void): void {
    const until = this.current + ms
    for (;;) {
      const [next] = [...this.timers].sort((a, b) => a.dueAt - b.dueAt)
      if (!next || next.dueAt > until) break
      this.timers.delete(next)
      this.current = Math.max(this.current, next.dueAt)
      next.run()
      afterEach()
    }
    this.current = until
  }

  get size(): number {
    return this.timers.size
  }
}

interface OpenedLink {
  clientId: string
  events: LinkEvents
  isOpen: boolean
}

/** One app with more sessions than places. */
function app(pausesWhenHidden: boolean) {
  const clock = new ManualClock()
  const visibility = fakeVisibility()
  const network = fakeNetwork()
  const places = createSocketPlaces(PLACES)
  const links: OpenedLink[] = []
  const openLink: OpenLink = (_port, { clientId }, events) => {
    const link = { clientId, events, isOpen: true }
    links.push(link)
    return { send: () => true, close: () => (link.isOpen = false) }
  }
  const services = {
    ...{ clock, visibility, network, places, openLink, pausesWhenHidden, storage: fakeStorage() },
    ...{ socketPort: new FakeSocketPort(), openJournal: memoryJournal, random: () => 0.5 },
    diagnose: () => Promise.resolve([]),
  }
  const runners = Array.from({ length: SESSIONS }, (_, i) => {
    const config: SessionConfig = {
      ...{ profileId: `p${i}`, url: 'ws://broker', protocolVersion: 5, clientId: `p${i}`, username: '', password: '' },
      ...{ keepSession: true, sessionExpirySeconds: 60, keepAliveSeconds: 60, unknownRule: 'ask', isDurable: false },
    }
    return new SessionRunner(config, services, {
      statusChanged: () => undefined,
      connected: () => undefined,
      received: () => undefined,
      gapChanged: () => undefined,
      onlineStatusRefused: () => undefined,
      protocolVersionRemembered: () => undefined,
      whenCommitted: (done) => done(),
    })
  })
  return { clock, visibility, network, places, links, runners }
}

type World = ReturnType<typeof app>

const newestOf = ({ links }: World, i: number) => links.filter((l) => l.isOpen && l.clientId === `p${i}`).pop()

function end(world: World, i: number, close: LinkClose): void {
  const link = newestOf(world, i)
  if (!link) return
  link.isOpen = false
  link.events.closed(close)
}

/** What can happen to session `i`, or to all of them. */
const happenings: ((world: World, i: number) => void)[] = [
  ({ runners }, i) => runners[i]?.dispatch({ type: 'started', hasSessionState: true }),
  ({ runners }, i) => runners[i]?.dispatch({ type: 'stopped' }),
  ({ runners }, i) => runners[i]?.dispatch({ type: 'retryRequested' }),
  (world, i) => {
    const link = newestOf(world, i)
    link?.events.socketOpened()
    link?.events.connected({ sessionPresent: i % 2 === 0 })
  },
  (world, i) => end(world, i, { kind: 'socket', opened: true, close: { cause: 'closed' } }),
  (world, i) => end(world, i, { kind: 'refused', protocolVersion: 5, reasonCode: 0x86 }),
  ({ visibility }) => visibility.set(false),
  ({ visibility }) => visibility.set(true),
  ({ network }, i) => network.set({ isOnline: true, type: i % 2 === 0 ? 'wifi' : '4g' }),
  ({ network }, i) => i === 0 && network.set({ isOnline: false, type: 'none' }),
  ({ runners }) => runners.forEach((runner) => runner.dispatch({ type: 'started', hasSessionState: true })),
]

/** Whether the links and places are as they must be at any moment. */
function check({ links, places, runners }: World): void {
  const open = links.filter((link) => link.isOpen).map(({ clientId }) => clientId)
  const held = places.holders()
  const isInLine = runners.map(({ status }) => status.name === 'waiting' && status.reason.code === 'tooManySockets')
  const facts = () => new Error(JSON.stringify({ open, held, states: runners.map(({ status }) => status) }))
  if (open.length > PLACES || new Set(open).size !== open.length) throw facts()
  // a place is held by who has a socket, and by nobody else
  if ([...open].sort().join() !== [...held].sort().join()) throw facts()
  // and nobody waits for one that is free
  if (isInLine.includes(true) && open.length < PLACES) throw facts()
}

it('sessions never have more sockets than there are places, leave none unused, and let nobody wait for ever', () => {
  let waits = 0
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(happenings.length - 1), fc.nat(SESSIONS - 1), fc.constantFrom(0, 100, 3_000, 60_000)), {
        maxLength: 60,
      }),
      fc.boolean(),
      (steps, pauses) => {
        const world = app(pauses)
        for (const [which, i, afterMs] of steps) {
          world.clock.pass(afterMs, () => check(world))
          happenings[which]?.(world, i)
          check(world)
          waits += world.runners.filter(
            ({ status: s }) => s.name === 'waiting' && s.reason.code === 'tooManySockets',
          ).length
        }
        for (const runner of world.runners) {
          runner.dispose()
          check(world)
        }
        if (world.clock.size > 0 || world.places.holders().length > 0) throw new Error('something is left')
      },
    ),
    { numRuns: 2_000 },
  )
  // else it proves little
  expect(waits).toBeGreaterThan(2_000)
})
