import type { LogEvent } from '@/core/log/event'
import { encodeUtf8 } from '@/core/payload/utf8'
import { newProfile, useConnections } from '../connections/connections'
import type { FakeServices } from '../services.fake'
import { runSessions, sessionOf } from '../sessions/sessions'
import { appLog, useEventLogs } from './eventLog'
import { runEventLog, trafficOf } from './recorder'

jest.mock('../services', () => ({
  services: jest.requireActual<Record<'fakeServices', () => unknown>>('../services.fake').fakeServices(),
}))
const { services } = jest.requireMock<{ services: FakeServices }>('../services')
const { links, network, storage, visibility } = services

const settle = async () => {
  for (let i = 0; i < 20; i += 1) await new Promise<void>((resolve) => setImmediate(resolve))
}
const log = (id = 'p'): readonly LogEvent[] => useEventLogs.getState().logs[id] ?? []
const names = (id?: string) => log(id).map(({ name }) => name)
const stops: (() => void)[] = []

beforeAll(() => Reflect.set(globalThis, 'HOMING_VERSION', '0.0.0-test'))
beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'], now: 1_000_000 })
  useEventLogs.setState({ logs: {} })
  for (const key of await storage.keys('log/')) await storage.remove(key)
  const profile = { ...newProfile('ws://a/mqtt'), id: 'p', username: 'alice', password: 's3cret' }
  useConnections.setState({
    load: 'ready',
    profiles: [{ ...profile, subscriptions: [{ filter: 'a/#', qos: 1, alias: '', color: 0, isEnabled: true }] }],
  })
})
afterEach(() => {
  visibility.set(true)
  network.set({ isOnline: true, type: 'wifi' })
  for (const stop of stops.splice(0).reverse()) stop()
  jest.useRealTimers()
})

async function run() {
  stops.push(runEventLog(), runSessions())
  await settle()
}

test('a connection is told step by step, and counted', async () => {
  await run()
  links.newest.connect()
  await settle()
  expect(names()).toEqual(['connecting', 'opened', 'connected'])
  for (let i = 0; i < 3; i += 1) {
    links.newest.receive({ cmd: 'publish', topic: 'a/b', payload: encodeUtf8('x'), qos: 0, retain: false, dup: false })
  }
  await settle()
  expect(trafficOf('p')?.received).toBe(3)
  expect(JSON.stringify(useEventLogs.getState())).not.toContain('a/b')
  links.newest.end({
    kind: 'socket',
    opened: true,
    close: { cause: 'closed', detail: 'alice with s3cret is not welcome' },
  })
  await settle()
  const text = JSON.stringify(log())
  expect(names()).toContain('waiting')
  expect(text).not.toMatch(/alice|s3cret/)
})

test('the app, its network and what a stop means', async () => {
  await run()
  network.set({ isOnline: false, type: 'none' })
  visibility.set(false)
  jest.advanceTimersByTime(60_000)
  visibility.set(true)
  expect(names(appLog)).toEqual(['started', 'network', 'hidden', 'shown'])
  expect(log(appLog)[3]).toMatchObject({ awayMs: 60_000 })
  expect(sessionOf('p')).toBeDefined()
})

test('it outlives the app, written seldom; the log of a forgotten connection does not', async () => {
  await storage.set('log/of/gone', [{ id: 1, at: 1, name: 'hidden' }])
  await run()
  const set = jest.spyOn(storage, 'set')
  links.newest.connect()
  await settle()
  expect(set).not.toHaveBeenCalled()
  visibility.set(false)
  await settle()
  const stored = await storage.get('log/of/p')
  expect(stored).toHaveLength(log().length)
  expect(await storage.keys('log/')).not.toContain('log/of/gone')
  for (const stop of stops.splice(0).reverse()) stop()

  useEventLogs.setState({ logs: {} })
  await run()
  expect(names().slice(0, 3)).toEqual(['connecting', 'opened', 'connected'])
  expect(new Set(log().map(({ id }) => id)).size).toBe(log().length)
})
