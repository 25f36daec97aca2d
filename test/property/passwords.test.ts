import fc from 'fast-check'
import { homingLink, shareBriefly, shareProfile } from '@/core/profile/share'
import {
  changeProfile,
  newProfile,
  removeProfile,
  saveProfile,
  useConnections,
} from '@/features/connections/connections'
import { useEventLogs, writeLogs } from '@/features/log/eventLog'
import { runEventLog } from '@/features/log/recorder'
import type { FakeServices } from '@/features/services.fake'
import { runSessions } from '@/features/sessions/sessions'
import { reportText } from '@/i18n/log/reportText'
import '@/i18n/log/words'
import { translator } from '@/i18n/t'

jest.mock('@/features/services', () => ({
  services: jest.requireActual<Record<'fakeServices', () => unknown>>('@/features/services.fake').fakeServices(),
}))
const { services } = jest.requireMock<{ services: FakeServices }>('@/features/services')
const { links, storage, vault } = services

const settle = async () => {
  for (let i = 0; i < 12; i += 1) await new Promise<void>((resolve) => setImmediate(resolve))
}

/** Occurs in no word of the app */
const mark = '\u2603'
const password = fc
  .string({
    unit: fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      fc.constantFrom('"', '\\', '/', ' ', '\n'),
    ),
    maxLength: 12,
  })
  .map((text) => `${mark}${text}`)

beforeAll(() => Reflect.set(globalThis, 'HOMING_VERSION', '0.0.0-test'))

/** All that a value says, however it is written down. */
const written = (value: unknown): string =>
  `${String(value)} ${JSON.stringify(value)} ${decodeURIComponent(JSON.stringify(value) ?? '')}`

async function openStorage(): Promise<string> {
  const keys = await storage.keys('')
  return keys.join() + written(await Promise.all(keys.map((key) => storage.get(key))))
}

test('a password leaves the app in CONNECT alone: it is in no storage, log, report, link, code, card or console', async () => {
  const printed: unknown[] = []
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    jest.spyOn(console, level).mockImplementation((...said: unknown[]) => void printed.push(...said))
  }
  const run = async (secret: string, next: string, isKept: boolean, says: number) => {
    for (const key of await storage.keys('')) await storage.remove(key)
    useConnections.setState({ load: 'ready', profiles: [], broken: [] })
    useEventLogs.setState({ logs: {} })
    const stops = [runEventLog(), runSessions()]
    const profile = { ...newProfile('wss://mq.example/mqtt'), id: 'p', username: 'alice', keepsPassword: isKept }
    await saveProfile({ ...profile, password: secret })
    await settle()
    expect(links.newest.options.password).toBe(secret)
    // brokers like to name whom they refuse
    const reasonString = [`no ${secret} here`, secret, 'not welcome'][says]
    links.newest.openSocket()
    links.newest.end({ kind: 'refused', protocolVersion: 5, reasonCode: 0x86, reasonString })
    await settle()
    await changeProfile('p', (now) => ({ ...now, password: next }))
    await settle()
    expect(links.newest.options.password).toBe(next)
    links.newest.connect()
    links.newest.end({ kind: 'socket', opened: true, close: { cause: 'closed', detail: `bye ${next}` } })
    await settle()
    await writeLogs()
    const [stored] = useConnections.getState().profiles
    if (!stored) throw new Error('the profile is gone')
    expect(stored.password).toBe(next)

    const events = useEventLogs.getState().logs['p'] ?? []
    expect(events.length).toBeGreaterThan(3)
    const facts = { version: '1', platform: 'H5', profile: stored, events, now: 1_900_000_000_000 }
    const traffic = { received: 1, sent: 1, roundTripsMs: [] }
    const choice = { hasEvents: true, hasTopics: true, hasHosts: true }
    const { data } = shareProfile(stored, { hasSubscriptions: true })
    const code = shareBriefly(stored, {
      hasSubscriptions: true,
      linkLength: homingLink({ version: 1, data: '' }).length,
    })
    const outside = [
      await openStorage(),
      written(events),
      reportText({ ...facts, traffic }, choice, translator('zh-CN')),
      ...[data, code?.data ?? ''].map((each) => Buffer.from(each, 'base64url').toString('utf8')),
      written(printed),
    ]
    for (const text of outside) expect(text).not.toContain(mark)
    expect(await vault.get('p')).toBe(next)
    await removeProfile('p')
    expect(await vault.ids()).toEqual([])
    for (const stop of stops.reverse()) stop()
    links.all.length = 0
    // nothing waits to be written any more
    await writeLogs()
  }
  await fc.assert(
    fc.asyncProperty(password, password, fc.boolean(), fc.nat({ max: 2 }), async (secret, next, isKept, says) => {
      fc.pre(secret !== next)
      await run(secret, next, isKept, says)
    }),
    { numRuns: 40 },
  )
  jest.restoreAllMocks()
  expect(printed).toEqual([])
})
