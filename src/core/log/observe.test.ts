import type { Connection } from '../session/connection'
import { reason } from '../session/reasons'
import type { SessionStatus } from '../session/states'
import { isProblem, kindOf, type LogEvent } from './event'
import { maxEvents, newestFirst, withEvent } from './eventLog'
import { factOfEntry, factOfStatus, factsOfSubscriptions } from './observe'
import { summarize } from './summary'

const connection: Connection = {
  protocolVersion: 5,
  keepAliveSeconds: 60,
  isServerKeepAlive: false,
  receiveMaximum: 20,
  mqttCode: 0,
} as Connection
const waiting = (since: number, attempt: number): SessionStatus => ({
  name: 'waiting',
  reason: reason('peerSilent', { detail: 'x'.repeat(500) }),
  attempt,
  since,
  retryAt: since + 2_000,
})

test('a way to a connection, step by step with its times', () => {
  const steps: SessionStatus[] = [
    { name: 'idle' },
    { name: 'connecting', attempt: 1, since: 100 },
    { name: 'handshaking', attempt: 1, since: 286 },
    { name: 'online', resumed: true, since: 300, connection },
    waiting(900, 1),
    { name: 'connecting', attempt: 2, since: 1_000 },
    { name: 'idle' },
  ]
  expect(steps.map((step, i) => factOfStatus(steps[i - 1], step))).toEqual([
    undefined,
    { name: 'connecting' },
    { name: 'opened', tookMs: 186 },
    { name: 'connected', resumed: true, protocolVersion: 5, tookMs: 14 },
    { name: 'waiting', reason: 'peerSilent', detail: 'x'.repeat(200), attempt: 1, waitMs: 2_000 },
    undefined,
    { name: 'stopped' },
  ])
})

test('answers of the broker: few one by one, many as one, refusals always', () => {
  const asked = ['a', 'b', 'c', 'd', 'e'].map((filter) => ({
    filter,
    qos: 1 as const,
    status: { name: 'asked' as const },
  }))
  const granted = asked.map((each) => ({ ...each, status: { name: 'granted' as const, qos: 1 as const } }))
  expect(factsOfSubscriptions(asked, granted.slice(0, 2))).toHaveLength(2)
  expect(factsOfSubscriptions(granted, granted)).toEqual([])
  const refused = { filter: 'f', qos: 1 as const, status: { name: 'refused' as const, mqttCode: 0x87 } }
  expect(factsOfSubscriptions(asked, [...granted, refused])).toEqual([
    { name: 'grantedMany', n: 5 },
    { name: 'refused', filter: 'f', mqttCode: 0x87 },
  ])
})

test('of messages only those that did not get through, and nothing of their payloads', () => {
  const sent = {
    direction: 'sent' as const,
    id: 1,
    topic: 'cmd',
    payload: Uint8Array.of(1),
    qos: 1 as const,
    retain: false,
    at: 5,
  }
  expect(factOfEntry({ ...sent, status: { name: 'acknowledged', roundTripMs: 5 } })).toBeUndefined()
  expect(factOfEntry({ ...sent, status: { name: 'refused', mqttCode: 0x87 } })).toEqual({
    name: 'publishRefused',
    topic: 'cmd',
    mqttCode: 0x87,
  })
  const long = factOfEntry({ ...sent, topic: 'x'.repeat(60_000), status: { name: 'unknown' } })
  expect(JSON.stringify(long).length).toBeLessThan(400)
})

const at = (id: number, fact: Partial<LogEvent>): LogEvent => ({ id, at: id, name: 'hidden', ...fact }) as LogEvent
const wait = (id: number, attempt: number) => at(id, { name: 'waiting', reason: 'refused', attempt, waitMs: 1 })

test('the log is bounded, an outage is its first and its last wait, an absence its last word', () => {
  let log: LogEvent[] = []
  for (let i = 0; i < maxEvents + 50; i += 1) log = withEvent(log, at(i, {}))
  expect(log).toHaveLength(maxEvents)
  expect(log[0]?.id).toBe(50)
  const outage = [1, 2, 3, 4, 5].reduce<LogEvent[]>((all, n) => withEvent(all, wait(n, n)), [])
  expect(outage.map(({ id }) => id)).toEqual([1, 5])
  const returned = (id: number, caughtUp: number) =>
    at(id, { name: 'returned', from: 7, awayMs: 5, cause: 'hidden', resumed: true, caughtUp })
  const log2 = [returned(1, 0), at(2, {}), returned(3, 6)].reduce<LogEvent[]>(withEvent, [])
  expect(log2).toEqual([returned(1, 6), at(2, {})])
  expect(newestFirst(log2, [at(9, {})]).map(({ id }) => id)).toEqual([9, 2, 1])
})

test('what is wrong is found under its kind', () => {
  expect(kindOf(at(1, { name: 'blocked', reason: 'storageFull' }))).toBe('storage')
  expect(kindOf(wait(1, 1))).toBe('connection')
  expect(isProblem(at(1, { name: 'granted', filter: 'a', asked: 2, granted: 1 }))).toBe(true)
  expect(isProblem(at(1, { name: 'granted', filter: 'a', asked: 1, granted: 1 }))).toBe(false)
  expect(summarize([wait(1, 1), at(2, { name: 'connected', resumed: true, protocolVersion: 5 })])).toMatchObject({
    since: 1,
    connected: 1,
    resumed: 1,
    lastProblem: { id: 1 },
  })
})
