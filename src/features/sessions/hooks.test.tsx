import { View } from '@tarojs/components'
import TestUtils from '@tarojs/test-utils-react'
import { AppError } from '@/core/errors'
import type { ReceivedMessage } from '@/core/message/message'
import { decodeUtf8, encodeUtf8 } from '@/core/payload/utf8'
import type { QoS } from '@/core/session/packets'
import type { Session } from '@/services'
import type { FakeServices } from '../services.fake'
import { useSessions } from './sessions'
import { usePublish } from './usePublish'
import { useSubscription } from './useSubscription'

jest.mock('../services', () => ({
  services: jest.requireActual<Record<'fakeServices', () => unknown>>('../services.fake').fakeServices(),
}))
const { services } = jest.requireMock<{ services: FakeServices }>('../services')

/** Only what the hooks ask for, written down. */
function recordedSession() {
  const calls: string[] = []
  const held = new Map<string, (message: ReceivedMessage) => void>()
  const changes = new Set<() => void>()
  const session: Pick<Session, 'status' | 'outbox' | 'onChange' | 'subscribe' | 'publish'> & {
    subscriptions: Session['subscriptions']
  } = {
    status: { name: 'idle' },
    subscriptions: [],
    outbox: [],
    onChange(listener) {
      changes.add(listener)
      return () => changes.delete(listener)
    },
    subscribe(filter, { qos }, onMessage = () => undefined) {
      calls.push(`subscribe ${filter} ${qos}`)
      held.set(filter, onMessage)
      return {
        ...{ filter, state: { filter, qos, status: { name: 'wanted' } } },
        unsubscribe() {
          calls.push(`unsubscribe ${filter}`)
          held.delete(filter)
        },
      }
    },
    publish(topic, payload, options) {
      calls.push(`publish ${topic} ${decodeUtf8(payload)} ${JSON.stringify(options)}`)
      return { id: 1, status: { name: 'queued' }, settled: new Promise(() => undefined) }
    },
  }
  let lastId = 0
  return {
    calls,
    asSession: session as Session,
    receive: (filter: string, ...texts: string[]) => {
      for (const text of texts) {
        held.get(filter)?.({
          ...{ direction: 'received', id: (lastId += 1), topic: filter, payload: encodeUtf8(text) },
          ...{ qos: 1, retain: false, dup: false, at: 0 },
        })
      }
    },
    grant: (filter: string, qos: QoS) => {
      session.subscriptions = [{ filter, qos: 1, status: { name: 'granted', qos } }]
      changes.forEach((listener) => listener())
    },
  }
}

let utils: TestUtils
let timers: (() => void)[]
let recorded: ReturnType<typeof recordedSession>
const words = () => document.querySelector('.words')?.textContent
/** What `useSubscription` waits for before it draws */
async function timePasses(): Promise<void> {
  await utils.act(() => timers.splice(0).forEach((run) => run()))
}

beforeEach(() => {
  timers = []
  jest.spyOn(services.clock, 'setTimer').mockImplementation((run) => {
    timers.push(run)
    return () => void timers.splice(timers.indexOf(run), 1)
  })
  recorded = recordedSession()
  useSessions.setState({ sessions: { p: recorded.asSession } })
})
afterEach(() => {
  useSessions.setState({ sessions: {} })
  jest.restoreAllMocks()
})

function Watch({ filter, limit }: { filter: string; limit?: number }) {
  const { messages, status } = useSubscription('p', filter, { qos: 1, limit })
  return <View className="words">{[status.name, ...messages.map((m) => decodeUtf8(m.payload))].join(' ')}</View>
}

async function watch(props: Parameters<typeof Watch>[0]) {
  utils = new TestUtils()
  await utils.mount(Watch, { props })
}

test('useSubscription subscribes while the component is there, and tells what the broker said', async () => {
  await watch({ filter: 'a' })
  expect([recorded.calls, words()]).toEqual([['subscribe a 1'], 'wanted'])
  await utils.act(() => recorded.grant('a', 0))
  expect(words()).toBe('granted')
  utils.unmout()
  expect(recorded.calls).toEqual(['subscribe a 1', 'unsubscribe a'])
})

test('useSubscription draws many messages at once and keeps the newest', async () => {
  await watch({ filter: 'a', limit: 2 })
  await utils.act(() => recorded.receive('a', '1', '2', '3'))
  expect([words(), timers.length]).toEqual(['wanted', 1])
  await timePasses()
  expect(words()).toBe('wanted 2 3')
  utils.unmout()
})

test('useSubscription shows nothing of another session, and leaves no timer', async () => {
  await watch({ filter: 'a' })
  await utils.act(() => recorded.receive('a', '1'))
  await timePasses()
  const next = recordedSession()
  await utils.act(() => useSessions.setState({ sessions: { p: next.asSession } }))
  expect([words(), recorded.calls, next.calls]).toEqual([
    'wanted',
    ['subscribe a 1', 'unsubscribe a'],
    ['subscribe a 1'],
  ])
  await utils.act(() => next.receive('a', '2'))
  utils.unmout()
  expect(timers).toEqual([])
})

test('usePublish sends text or bytes with the defaults, and says when there is no session', async () => {
  const drawn: ReturnType<typeof usePublish>[] = []
  const Sender = () => {
    drawn.push(usePublish('p'))
    return <View />
  }
  utils = new TestUtils()
  await utils.mount(Sender, { props: {} })
  const [publish] = drawn
  publish?.('a', '风')
  publish?.('b', encodeUtf8('2'), { qos: 0, queueOffline: true })
  expect(recorded.calls).toEqual([
    'publish a 风 {"qos":1,"retain":false}',
    'publish b 2 {"qos":0,"retain":false,"queueOffline":true}',
  ])
  useSessions.setState({ sessions: {} })
  expect(() => publish?.('a', '')).toThrow(new AppError('noSession'))
  utils.unmout()
})
