import { encodeUtf8 } from '@/core/payload/utf8'
import type { ReceivedMessage } from '@/core/message/message'
import { newProfile, useConnections } from '../connections/connections'
import type { FakeServices } from '../services.fake'
import { ScriptedSession } from '../sessions/session.fake'
import { runSessions, useSessions } from '../sessions/sessions'
import type { Topics } from './entry'
import { holdRows, markTopicRead, openTopics, readRows, runTopics, setSort, toggleTopic, topicsOf } from './topics'

jest.mock('../services', () => ({
  services: jest.requireActual<Record<'fakeServices', () => unknown>>('../services.fake').fakeServices(),
}))
const { services } = jest.requireMock<{ services: FakeServices }>('../services')
const { links, visibility } = services

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
const stops: (() => void)[] = []
let flushes = 0

beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'], now: 1_000_000 })
  links.all.length = 0
  useConnections.setState({ profiles: [{ ...newProfile('ws://a/mqtt'), id: 'p' }] })
  stops.push(runTopics(), runSessions())
  await settle()
  links.newest.connect()
  flushes = 0
  const stop = topicsOf('p')?.store.subscribe(() => (flushes += 1))
  if (stop) stops.push(stop)
})
afterEach(() => {
  visibility.set(true)
  for (const stop of stops.splice(0).reverse()) stop()
  expect(jest.getTimerCount()).toBe(0)
  jest.useRealTimers()
})

const arrive = (topic: string, text = '1') =>
  links.newest.receive({ cmd: 'publish', topic, payload: encodeUtf8(text), qos: 0, retain: false, dup: false })
const state = (): Topics => {
  const entry = topicsOf('p')
  if (!entry) throw new Error('no topics')
  return entry.store.getState()
}
const rows = () =>
  readRows('p', 0, 50).map((row) => `${'  '.repeat(row.depth)}${row.kind === 'topic' ? row.name : row.label}`)

it('shows what came within a tenth of a second, open as far as a screen goes', () => {
  openTopics('p')
  arrive('a/b', '{"t":1}')
  arrive('a/c')
  expect(state().rows).toBe(0)
  jest.advanceTimersByTime(100)
  expect(state()).toMatchObject({ topics: 2, messages: 2, rows: 3 })
  expect(rows()).toEqual(['a', '  c', '  b'])
})

it('flushes at most ten times a second, four when busy, and rests when nothing comes', () => {
  openTopics('p')
  for (let i = 0; i < 20; i += 1) {
    arrive('a')
    jest.advanceTimersByTime(50)
  }
  expect(flushes).toBeLessThanOrEqual(11)
  for (let i = 0; i < 500; i += 1) {
    arrive('a')
    jest.advanceTimersByTime(10)
  }
  flushes = 0
  for (let i = 0; i < 300; i += 1) {
    arrive('a')
    jest.advanceTimersByTime(10)
  }
  expect(flushes).toBeGreaterThan(6)
  expect(flushes).toBeLessThanOrEqual(13)
  jest.advanceTimersByTime(10_000)
  expect(state().ratePerSecond).toBe(0)
  flushes = 0
  jest.advanceTimersByTime(60_000)
  expect(flushes).toBe(0)
})

it('flushes nothing while no screen shows it or the app is hidden, and all of it soon after', () => {
  arrive('a')
  jest.advanceTimersByTime(5_000)
  expect(flushes).toBe(0)
  openTopics('p')
  visibility.set(false)
  flushes = 0
  arrive('b')
  jest.advanceTimersByTime(5_000)
  expect(flushes).toBe(0)
  visibility.set(true)
  jest.advanceTimersByTime(100)
  expect(state().topics).toBe(2)
})

it('has numeric fields under their topic once that is open, with what they changed by', () => {
  openTopics('p')
  arrive('a', '{"temp":24.5,"name":"x"}')
  jest.advanceTimersByTime(100)
  expect(readRows('p', 0, 9)).toMatchObject([{ name: 'a', fold: 'closed' }])
  toggleTopic('p', 'a')
  expect(rows()).toEqual(['a', '  .temp'])
  arrive('a', '{"temp":24.6,"hum":61}')
  jest.advanceTimersByTime(250)
  expect(readRows('p', 0, 9)).toMatchObject([
    { fold: 'open', count: 2 },
    { label: '.temp', text: '24.6', change: '+0.1', recent: [24.5, 24.6] },
    { label: '.hum', text: '61', change: undefined },
  ])
})

it('keeps rows in their places while held, counts what is new, and brings it after', () => {
  openTopics('p')
  setSort('p', 'name')
  arrive('b')
  jest.advanceTimersByTime(100)
  holdRows('p', true)
  arrive('a')
  jest.advanceTimersByTime(5_000)
  expect([rows(), state().pending]).toEqual([['b'], 1])
  holdRows('p', false)
  jest.advanceTimersByTime(100)
  expect([rows(), state().pending]).toEqual([['a', 'b'], 0])
})

it('brings the newest to the top, but not at every message', () => {
  openTopics('p')
  arrive('a')
  arrive('b')
  jest.advanceTimersByTime(2_100)
  expect(rows()).toEqual(['b', 'a'])
  arrive('a')
  jest.advanceTimersByTime(100)
  expect(rows()).toEqual(['b', 'a'])
  jest.advanceTimersByTime(3_000)
  expect(rows()).toEqual(['a', 'b'])
})

it('has a topic unread until it is looked at', () => {
  openTopics('p')
  arrive('a/b')
  jest.advanceTimersByTime(100)
  expect(readRows('p', 0, 9)).toMatchObject([{ isUnread: true }, { isUnread: true }])
  markTopicRead('p', 'a/b')
  expect(readRows('p', 0, 9)).toMatchObject([{ isUnread: false }, { isUnread: false }])
})

describe('what earlier runs have left', () => {
  const stored = (id: number, topic: string): ReceivedMessage => ({
    ...{ direction: 'received', id, topic, payload: encodeUtf8('1'), qos: 0, retain: false, dup: false, at: id },
  })
  const restore = async (session: ScriptedSession, ...topics: string[]) => {
    session.finishRestoring(topics.map((topic, i) => stored(i + 1, topic)))
    await settle()
    jest.advanceTimersByTime(100)
  }

  it('is in the tree, also of a page that was there before the session', async () => {
    openTopics('q')
    const session = new ScriptedSession()
    useSessions.setState(({ sessions }) => ({ sessions: { ...sessions, q: session } }))
    await restore(session, 'a/b', 'a/c')
    expect(topicsOf('q')?.store.getState()).toMatchObject({ topics: 2, messages: 2, isRestored: true })
  })

  it('is there once, however many sessions follow', async () => {
    openTopics('q')
    for (const session of [new ScriptedSession(), new ScriptedSession()]) {
      useSessions.setState(({ sessions }) => ({ sessions: { ...sessions, q: session } }))
      await restore(session, 'a/b')
    }
    expect(topicsOf('q')?.store.getState()).toMatchObject({ topics: 1, messages: 1 })
  })
})

it('is gone with its profile', () => {
  arrive('a')
  useConnections.setState({ profiles: [] })
  expect(topicsOf('p')).toBeUndefined()
})
