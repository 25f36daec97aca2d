import type { SavedMessage } from '@/core/collections/savedMessage'
import { AppError } from '@/core/errors'
import type { Connection } from '@/core/session/connection'
import type { SessionStatus } from '@/core/session/states'
import type { usePublish } from '../sessions/usePublish'
import { fakeServices, type FakeServices } from '../services.fake'

let services: FakeServices
let timers: { run: () => void; delayMs: number }[]
let published: string[]
let refuses: AppError | undefined

const message: SavedMessage = {
  ...{
    version: 1,
    id: 'm',
    name: 'ping',
    folder: '',
    topic: 'site/{{site}}',
    payload: '{"n":{{counter}},"at":{{now}}}',
  },
  ...{ qos: 1, retain: false, mustConfirm: false },
}
const answers = { site: '7' }

const publish: ReturnType<typeof usePublish> = (topic, payload, options) => {
  if (refuses) throw refuses
  published.push(`${topic} ${String(payload)} ${JSON.stringify(options)}`)
  return { id: 1, status: { name: 'queued' }, settled: new Promise(() => {}) }
}

async function load(records: Record<string, unknown> = {}) {
  jest.resetModules()
  services = fakeServices(records)
  timers = []
  published = []
  refuses = undefined
  services.clock = {
    now: () => 1_000,
    setTimer(run, delayMs) {
      const timer = { run, delayMs }
      timers.push(timer)
      return () => void timers.splice(timers.indexOf(timer), 1)
    },
  }
  jest.doMock('../services', () => ({ services }))
  const { useSessions } = await import('../sessions/sessions')
  const { ScriptedSession } = await import('../sessions/session.fake')
  const session = new ScriptedSession()
  useSessions.setState({ sessions: { p: session } })
  const memory = await import('./memory')
  await memory.loadMemory()
  return { session, memory, ...(await import('./send')), ...(await import('./repeat')) }
}

const connection: Connection = { protocolVersion: 4, keepAliveSeconds: 60, isServerKeepAlive: false, receiveMaximum: 9 }
const online: SessionStatus = { name: 'online', resumed: false, since: 0, connection }

it('fills, publishes, counts, and remembers the answers over a restart', async () => {
  const first = await load()
  const sent = first.sendSaved({ ...message, expirySeconds: 60 }, 'p', publish, { answers, queueOffline: true })
  expect(sent.ok).toBe(true)
  first.sendSaved(message, 'p', publish, { answers: { site: '8' }, queueOffline: true })
  expect(published).toEqual([
    'site/7 {"n":1,"at":1000} {"qos":1,"retain":false,"expiryMs":60000,"queueOffline":true}',
    'site/8 {"n":2,"at":1000} {"qos":1,"retain":false,"queueOffline":true}',
  ])
  first.memory.rememberTarget('p')
  const record = await services.storage.get('savedMessages/memory')
  const second = await load({ 'savedMessages/memory': record })
  expect(second.memory.memoryOf('m')).toEqual({ count: 2, answers: { site: '8' } })
  expect(second.memory.useMemory.getState().profileId).toBe('p')
})

it('sends nothing that is not filled in, or whose topic became invalid', async () => {
  const { sendSaved, memory } = await load()
  const attempt = (site?: string) =>
    sendSaved(message, 'p', publish, { answers: site === undefined ? {} : { site }, queueOffline: true })
  expect(attempt()).toEqual({ ok: false, problem: { code: 'unanswered', label: 'site' } })
  expect(attempt('#')).toMatchObject({ ok: false, problem: { code: 'topic', problem: { code: 'wildcard' } } })
  expect([published, memory.memoryOf('m').count]).toEqual([[], 0])
})

it('does not count what was not taken', async () => {
  const { sendSaved, memory } = await load()
  refuses = new AppError('outboxFull')
  expect(() => sendSaved(message, 'p', publish, { answers, queueOffline: true })).toThrow(refuses)
  expect(memory.memoryOf('m').count).toBe(0)
})

it('starts over with a memory that cannot be read', async () => {
  const { memory } = await load({ 'savedMessages/memory': { version: 9 } })
  expect(memory.memoryOf('m')).toEqual({ count: 0, answers: {} })
})

describe('repeating', () => {
  const tick = () => timers.splice(0, 1).forEach(({ run }) => run())

  it('sends at once and at each turn, at least a second apart, until it is stopped', async () => {
    const { startRepeat, stopRepeat, useRepeat, session } = await load()
    session.change({ status: online })
    startRepeat(message, 'p', publish, { everySeconds: 0, answers })
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([1_000])
    tick()
    expect([published.length, useRepeat.getState().running?.count]).toEqual([2, 2])
    expect(published[1]).toContain('"n":2')
    stopRepeat()
    expect([timers, useRepeat.getState().running]).toEqual([[], undefined])
  })

  it('neither sends nor queues while offline, and goes on after', async () => {
    const { startRepeat, useRepeat, session } = await load()
    startRepeat(message, 'p', publish, { everySeconds: 5, answers })
    tick()
    expect([published, useRepeat.getState().running]).toMatchObject([[], { count: 0, skipped: 2 }])
    session.change({ status: online })
    tick()
    expect(published).toHaveLength(1)
    expect(published[0]).toContain('"queueOffline":false')
  })

  it('stops when the app is hidden, and when another begins', async () => {
    const { startRepeat, useRepeat, session } = await load()
    session.change({ status: online })
    startRepeat(message, 'p', publish, { everySeconds: 5, answers })
    startRepeat({ ...message, id: 'other' }, 'p', publish, { everySeconds: 5, answers })
    expect(timers).toHaveLength(1)
    services.visibility.set(false)
    expect([timers, useRepeat.getState().running]).toEqual([[], undefined])
  })

  it('ends by itself with the reason when a message cannot be sent at all', async () => {
    const { startRepeat, useRepeat, session } = await load()
    session.change({ status: online })
    startRepeat(message, 'p', publish, { everySeconds: 5, answers: { site: '+' } })
    expect(useRepeat.getState()).toMatchObject({ running: undefined, ended: { failure: { code: 'topic' } } })
    expect(timers).toEqual([])
  })
})
