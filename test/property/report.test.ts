import fc from 'fast-check'
import { parseEvents, type LogEvent } from '../../src/core/log/event'
import { maskHost, topicMask, withoutSecrets } from '../../src/core/log/mask'
import { reportText } from '../../src/i18n/log/reportText'
import { translator } from '../../src/i18n/t'
import type { Profile } from '../../src/core/profile/profile'

/** Occurs in no word of the app */
const mark = '\u2603'
const hostile = fc
  .string({
    unit: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), fc.constantFrom('/', '\n', '*', '.')),
    maxLength: 12,
  })
  .map((text) => `${mark}${text}`)
const at = fc.integer({ min: 0, max: 2_000_000_000_000 })

const event = (texts: fc.Arbitrary<string>): fc.Arbitrary<LogEvent> =>
  fc.record({ texts, at, id: fc.nat(), which: fc.nat({ max: 5 }) }).map(({ texts: text, at: when, id, which }) => {
    const base = { id, at: when }
    const all: LogEvent[] = [
      { ...base, name: 'granted', filter: text, asked: 2, granted: 1 },
      { ...base, name: 'refused', filter: text, mqttCode: 0x87 },
      { ...base, name: 'publishRefused', topic: text, mqttCode: 0x87, detail: text },
      { ...base, name: 'waiting', reason: 'closedByPeer', attempt: 2, waitMs: 300, detail: text },
      { ...base, name: 'blocked', reason: 'badCredentials', mqttCode: 0x86, detail: text },
      { ...base, name: 'network', isOnline: true, type: text },
    ]
    return all[which] as LogEvent
  })

const profileOf = (change: Partial<Profile>): Profile => ({
  ...{ version: 1, id: 'p', name: mark, url: 'wss://mq.greenhouse.cn:8084/mqtt', protocolVersion: 5, clientId: mark },
  ...{ username: '', password: '', keepSession: true, sessionExpirySeconds: 3_600, keepAliveSeconds: 30 },
  ...{ unknownRule: 'ask', isPaused: false, subscriptions: [] },
  draft: { topic: mark, payload: mark, qos: 1, retain: false },
  ...change,
})

const textOf = (
  profile: Profile,
  events: readonly LogEvent[],
  choice: Partial<Parameters<typeof reportText>[1]>,
  language: 'zh-CN' | 'en' = 'en',
) =>
  reportText(
    {
      ...{ version: '1.0.0', platform: 'WeChat 8 · iOS 18', profile, events },
      traffic: { received: 48_402, sent: 148, roundTripsMs: [10, 71, 5] },
      now: 1_900_000_000_000,
    },
    { hasEvents: true, hasTopics: false, hasHosts: false, ...choice },
    translator(language),
  )

test('user name and password are in no report, whatever they are and wherever a broker repeats them', () => {
  const sample = fc
    .record({ username: hostile, password: hostile, hasTopics: fc.boolean(), hasHosts: fc.boolean() })
    .chain((each) => {
      const { username, password } = each
      const texts = fc.constantFrom(username, `a/${password}/b`, `${password}${username}`)
      return fc.tuple(fc.constant(each), fc.array(event(texts), { maxLength: 12 }))
    })
  fc.assert(
    fc.property(sample, fc.constantFrom('zh-CN' as const, 'en' as const), ([each, events], language) => {
      const { username, password, hasTopics, hasHosts } = each
      const url = `wss://h.cn/mqtt/${password.replace(/[?#]/g, '')}?user=${username}`
      const text = textOf(profileOf({ username, password, url }), events, { hasTopics, hasHosts }, language)
      expect(text).not.toContain(username)
      expect(text).not.toContain(password)
    }),
    { numRuns: 200 },
  )
})

test('masked, nothing that somebody has named is in it', () => {
  fc.assert(
    fc.property(fc.array(event(hostile), { maxLength: 20 }), (events) => {
      // what a network is called is said by the platform, nobody's secret
      const named = events.filter(({ name }) => name !== 'network')
      const text = textOf(profileOf({ url: `wss://${mark}.cn:8084/${mark}?${mark}` }), named, {})
      expect(text).not.toContain(mark)
      expect(text.split('\n')).toHaveLength(8 + (named.length > 0 ? 1 + named.length : 0))
    }),
  )
})

test('shown, topics and the host stand there, and still no payload, client ID, connection name or words of a broker', () => {
  const events: LogEvent[] = [
    { id: 1, at: 0, name: 'granted', filter: 'greenhouse/+/alarm', asked: 2, granted: 1 },
    { id: 2, at: 1, name: 'waiting', reason: 'closedByPeer', attempt: 2, waitMs: 300, detail: mark },
  ]
  const text = textOf(profileOf({}), events, { hasTopics: true, hasHosts: true })
  expect(text).toContain('greenhouse/+/alarm')
  expect(text).toContain('wss://mq.greenhouse.cn:8084/mqtt')
  expect(text).not.toContain(mark)
  const masked = textOf(profileOf({}), events, {})
  expect(masked).toContain('wss://mq.g***e.cn:8084/mqtt')
  expect(masked).toContain('t1/+/t2')
  expect(masked).not.toContain('greenhouse')
  expect(masked).toContain('48,402 / 148 · p95 ack 71 ms')
})

test('masks keep the form', () => {
  const mask = topicMask()
  expect(['a/b/+/#', 'b/a', '$SYS/x', '$share/g/a'].map(mask)).toEqual([
    't1/t2/+/#',
    't2/t1',
    '$SYS/t3',
    '$share/t4/t1',
  ])
  expect(['192.168.1.20', '8.8.8.8', 'localhost', 'abc.io', '[::1]'].map(maskHost)).toEqual([
    '192.168.*.*',
    '***',
    'localhost',
    '***.io',
    '***',
  ])
  expect(withoutSecrets('user bob refused', ['bob', ''])).toBe('user *** refused')
})

test('stored events that are none are left out', () => {
  const good: LogEvent = { id: 1, at: 5, name: 'hidden' }
  fc.assert(fc.property(fc.anything(), (junk) => expect(parseEvents([junk, good])).toEqual([good])))
  fc.assert(fc.property(fc.anything(), (junk) => void parseEvents(junk)))
})
