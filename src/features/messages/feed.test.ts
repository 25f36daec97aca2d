import type { ReceivedMessage } from '@/core/message/message'
import { newProfile, useConnections } from '../connections/connections'
import type { FakeServices } from '../services.fake'
import { runSessions, sessionOf } from '../sessions/sessions'
import {
  clearFeed,
  markRead,
  onUnread,
  openFeed,
  pauseDisplay,
  resumeDisplay,
  runFeeds,
  showAll,
  unreadNow,
  useFeed,
} from './feed'

jest.mock('../services', () => ({
  services: jest.requireActual<Record<'fakeServices', () => unknown>>('../services.fake').fakeServices(),
}))
// what a component would be told, without one
jest.mock('react', () => ({
  ...jest.requireActual<object>('react'),
  useCallback: (callback: unknown) => callback,
  useDebugValue: () => undefined,
  useSyncExternalStore: jest.fn((_subscribe: unknown, get: () => unknown) => get()),
}))
const { useSyncExternalStore } = jest.requireMock<{
  useSyncExternalStore: jest.Mock<unknown, [subscribe: (listener: () => void) => () => void]>
}>('react')
const { services } = jest.requireMock<{ services: FakeServices }>('../services')
const { links, visibility } = services

const feed = () => useFeed('p', (f) => f)
/** Counts the renders of whoever shows the feed. */
function watch(): () => void {
  feed()
  const [subscribe] = useSyncExternalStore.mock.lastCall!
  return subscribe(() => (flushes += 1))
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
const stops: (() => void)[] = []
let flushes = 0

beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'], now: 1_000_000 })
  links.all.length = 0
  useConnections.setState({
    profiles: [
      {
        ...newProfile('ws://a/mqtt'),
        ...{ id: 'p', subscriptions: [{ filter: 'a', qos: 0, alias: '', color: 0, isEnabled: true }] },
      },
    ],
  })
  stops.push(runFeeds(), runSessions())
  await settle()
  links.newest.connect()
  flushes = 0
  stops.push(watch())
})
afterEach(() => {
  visibility.set(true)
  for (const stop of stops.splice(0).reverse()) stop()
  expect(jest.getTimerCount()).toBe(0)
  jest.useRealTimers()
})

const arrive = (count = 1) => {
  for (let i = 0; i < count; i += 1) {
    const payload = new Uint8Array()
    links.newest.receive({ cmd: 'publish', topic: 'a', payload, qos: 0, retain: false, dup: false })
  }
}
/** `perSecond` messages a second, evenly */
function stream(perSecond: number, seconds: number) {
  for (let i = 0; i < perSecond * seconds; i += 1) {
    arrive()
    jest.advanceTimersByTime(1_000 / perSecond)
  }
}
it('shows what came within a tenth of a second, all of it at once', () => {
  arrive(50)
  expect(flushes).toBe(0)
  jest.advanceTimersByTime(100)
  expect(flushes).toBe(1)
  expect(feed()).toMatchObject({ total: 50, unread: 50, counts: { a: 50 } })
})

it('renders at most ten times a second', () => {
  stream(20, 2)
  expect(flushes).toBeGreaterThan(10)
  expect(flushes).toBeLessThanOrEqual(20)
})

it('renders at most four times a second above 20 messages a second', () => {
  stream(100, 5)
  flushes = 0
  stream(100, 3)
  expect(flushes).toBeGreaterThan(6)
  expect(flushes).toBeLessThanOrEqual(12)
})

it('renders nothing while hidden, and all of it soon after', () => {
  arrive()
  visibility.set(false)
  jest.advanceTimersByTime(1_000)
  arrive(10)
  jest.advanceTimersByTime(10_000)
  expect(flushes).toBe(0)
  visibility.set(true)
  jest.advanceTimersByTime(100)
  expect(feed().total).toBe(11)
})

it('lets the rate fall by itself, and rests then', () => {
  stream(10, 5)
  jest.advanceTimersByTime(1_000)
  expect(feed().ratePerSecond).toBeGreaterThan(0)
  jest.advanceTimersByTime(10_000)
  expect(feed().ratePerSecond).toBe(0)
  flushes = 0
  jest.advanceTimersByTime(60_000)
  expect(flushes).toBe(0)
})

it('tells the rate of a burst that ended within a second', () => {
  arrive(50)
  jest.advanceTimersByTime(100)
  expect(feed().ratePerSecond).toBe(0)
  jest.advanceTimersByTime(1_000)
  expect(feed().ratePerSecond).toBe(10)
  jest.advanceTimersByTime(7_000)
  expect(feed().ratePerSecond).toBe(0)
})

it('has nothing unread while a screen shows it, and counts again after', () => {
  const close = openFeed('p')
  arrive(3)
  jest.advanceTimersByTime(100)
  expect(feed()).toMatchObject({ total: 3, unread: 0 })
  close()
  arrive(2)
  jest.advanceTimersByTime(100)
  expect(feed().unread).toBe(2)
  markRead('p')
  expect(feed().unread).toBe(0)
})

it('is empty at once when cleared, and as it was when that is undone', () => {
  arrive(3)
  jest.advanceTimersByTime(100)
  const undo = clearFeed('p')
  expect(feed()).toMatchObject({ entries: [], total: 0 })
  undo()
  expect(feed().total).toBe(3)
  expect(feed().entries.filter((e) => e.direction === 'received')).toHaveLength(3)
})

it('goes on when its session is opened anew, and is gone with its profile', async () => {
  arrive(2)
  const [profile] = useConnections.getState().profiles
  useConnections.setState({ profiles: [{ ...profile!, clientId: 'other' }] })
  await settle()
  links.newest.connect()
  arrive()
  jest.advanceTimersByTime(100)
  expect(feed().total).toBe(3)
  useConnections.setState({ profiles: [] })
  expect(feed().total).toBe(0)
})

describe('a display that is paused', () => {
  it('stands still while messages are received, counts them, and shows them when it goes on', () => {
    arrive(3)
    jest.advanceTimersByTime(100)
    pauseDisplay('p')
    const { entries } = feed()
    arrive(4)
    jest.advanceTimersByTime(100)
    expect(feed()).toMatchObject({ total: 7, pausedNewer: 4, counts: { a: 7 } })
    expect(feed().entries).toBe(entries)
    resumeDisplay('p')
    expect(feed().pausedNewer).toBeUndefined()
    expect(feed().entries.filter((e) => e.direction === 'received')).toHaveLength(7)
  })

  it('goes on when its list is cleared, or the last screen that shows it is left', () => {
    const close = openFeed('p')
    pauseDisplay('p')
    clearFeed('p')
    expect(feed().pausedNewer).toBeUndefined()
    pauseDisplay('p')
    close()
    expect(feed().pausedNewer).toBeUndefined()
  })
})

describe('more than can be read', () => {
  const shown = () => feed().entries.filter((e) => e.direction === 'received').length

  it('is sampled: all is counted, a part is shown, until it is calm', () => {
    stream(1_000, 7)
    expect(feed().flow).toEqual({ kind: 'sampled', every: 50 })
    clearFeed('p')
    stream(1_000, 5)
    expect(feed().total).toBeGreaterThan(4_700)
    expect(shown()).toBeGreaterThan(90)
    expect(shown()).toBeLessThanOrEqual(100)
    jest.advanceTimersByTime(10_000)
    expect(feed().flow).toBeUndefined()
    arrive(20)
    clearFeed('p')
    arrive(20)
    jest.advanceTimersByTime(100)
    expect(shown()).toBe(20)
  })

  it('stands in the list whole when it is calm again: what was left out comes from the log', async () => {
    const all: ReceivedMessage[] = []
    const stop = sessionOf('p')!.onEntry((entry) => entry.direction === 'received' && all.push(entry))
    stream(1_000, 7)
    stop()
    const part = (before = Infinity) => ({
      entries: all.filter(({ id }) => id < before).reverse(),
      ...{ scanned: 0, progress: 1, damaged: 0 },
    })
    jest.spyOn(sessionOf('p')!, 'isStored', 'get').mockReturnValue(true)
    jest
      .spyOn(services.history, 'reader')
      .mockImplementation((_, options) => ({ next: () => Promise.resolve(part(options?.before)) }))
    const { total } = feed()
    jest.advanceTimersByTime(10_000)
    await settle()
    const received = feed().entries.filter((e) => e.direction === 'received')
    expect(received.map(({ id }) => id)).toEqual(all.slice(-1_000).map(({ id }) => id))
    expect(feed().total).toBe(total)
  })

  it('is shown whole where the person wants it', () => {
    stream(1_000, 7)
    showAll('p', true)
    expect(feed().flow).toEqual({ kind: 'all' })
    clearFeed('p')
    arrive(30)
    jest.advanceTimersByTime(300)
    expect(shown()).toBe(30)
    showAll('p', false)
    expect(feed().flow).toMatchObject({ kind: 'sampled' })
  })
})

test('what nobody has seen is counted while the app is hidden, too, and not of what is paused', () => {
  const told = jest.fn()
  stops.push(onUnread(told))
  arrive(2)
  expect([unreadNow(), told.mock.calls.length > 0]).toEqual([2, true])
  const close = openFeed('p')
  arrive()
  expect(unreadNow()).toBe(0)
  visibility.set(false)
  arrive(3)
  expect(unreadNow()).toBeGreaterThanOrEqual(3)
  visibility.set(true)
  expect(unreadNow()).toBe(0)
  jest.advanceTimersByTime(1_000)
  close()
  arrive()
  expect(unreadNow()).toBe(1)
  told.mockClear()
  useConnections.setState(({ profiles }) => ({ profiles: profiles.map((each) => ({ ...each, isPaused: true })) }))
  expect([unreadNow(), told.mock.calls.length > 0]).toEqual([0, true])
})
