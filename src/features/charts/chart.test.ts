import { encodeUtf8 } from '@/core/payload/utf8'
import type { ReceivedMessage } from '@/core/message/message'
import type { Session } from '@/services'
import type { FakeServices } from '../services.fake'
import { useSessions } from '../sessions/sessions'
import { createChart, type Chart } from './chart'
import { chartOf, chartUrl } from './link'

jest.mock('../services', () => ({
  services: jest.requireActual<Record<'fakeServices', () => unknown>>('../services.fake').fakeServices(),
}))
jest.mock('@tarojs/taro', () => ({}))
const { services } = jest.requireMock<{ services: FakeServices }>('../services')

let tell: (message: ReceivedMessage) => void = () => undefined
let id = 0
const arrive = (payload: object, topic = 'a') =>
  tell({
    ...{ direction: 'received', id: ++id, topic, payload: encodeUtf8(JSON.stringify(payload)) },
    ...{ qos: 0, retain: false, dup: false, at: Date.now() },
  })
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
const stops: (() => void)[] = []

async function open(first?: { topic: string; path: string }, profileId = 'p'): Promise<Chart> {
  const chart = createChart(profileId, first)
  stops.push(chart.open())
  await settle()
  await settle()
  return chart
}
const count = (chart: Chart) => {
  let drawings = 0
  stops.push(chart.store.subscribe(() => (drawings += 1)))
  return () => drawings
}
const temp = { topic: 'a', path: '$.temp' }

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'], now: 1_000_000 })
  const session = {
    onEntry(listener: typeof tell) {
      tell = listener
      return () => (tell = () => undefined)
    },
  }
  // all that a chart asks of a session
  useSessions.setState({ sessions: { p: session as unknown as Session } })
})
afterEach(() => {
  services.visibility.set(true)
  for (const stop of stops.splice(0)) stop()
  expect(jest.getTimerCount()).toBe(0)
  jest.useRealTimers()
})

describe('a chart', () => {
  it('is drawn at most four times a second, whatever arrives', async () => {
    const chart = await open(temp)
    const drawings = count(chart)
    for (let i = 0; i < 1_000; i += 1) {
      arrive({ temp: i })
      jest.advanceTimersByTime(2)
    }
    expect(drawings()).toBeLessThanOrEqual(8)
    expect(drawings()).toBeGreaterThanOrEqual(6)
    jest.advanceTimersByTime(250)
    expect(chart.store.getState().lines[0]?.points.length).toBe(1_000)
  })

  it('is not drawn while the app or the page is hidden, and at once when it is seen again', async () => {
    const chart = await open(temp)
    for (const hide of [(is: boolean) => services.visibility.set(!is), (is: boolean) => chart.setShown(!is)]) {
      hide(true)
      const drawings = count(chart)
      arrive({ temp: 1 })
      jest.advanceTimersByTime(5_000)
      expect(drawings()).toBe(0)
      hide(false)
      jest.advanceTimersByTime(1)
      expect(drawings()).toBe(1)
    }
    expect(chart.store.getState().lines[0]?.points.length).toBe(2)
  })

  it('stands still while it is paused, and has missed nothing then', async () => {
    const chart = await open(temp)
    chart.setPaused(true)
    const { now } = chart.store.getState()
    jest.advanceTimersByTime(5_000)
    const drawings = count(chart)
    arrive({ temp: 1 })
    jest.advanceTimersByTime(5_000)
    expect([chart.store.getState().now, drawings()]).toEqual([now, 0])
    chart.setPaused(false)
    jest.advanceTimersByTime(1)
    expect(chart.store.getState().now).toBe(now + 10_000)
    expect(chart.store.getState().lines[0]?.points.length).toBe(1)
  })

  it('offers the other numbers of the same message, with how they went', async () => {
    const chart = await open(temp)
    for (const hum of [61, 62]) {
      arrive({ temp: 1, hum })
      jest.advanceTimersByTime(300)
    }
    expect(chart.store.getState().siblings.find(({ path }) => path === '$.hum')?.values).toEqual([61, 62])
  })

  it('remembers for each connection what was put together', async () => {
    const chart = await open(temp)
    chart.addLine({ topic: 'b', path: '$' })
    await settle()
    await settle()
    const refs = async (...opening: Parameters<typeof open>) =>
      (await open(...opening)).store.getState().lines.map(({ ref, color }) => [ref.topic, color])
    expect(await refs()).toEqual([
      ['a', 1],
      ['b', 6],
    ])
    expect(await refs({ topic: 'b', path: '$' })).toEqual([
      ['b', 6],
      ['a', 1],
    ])
    expect(await refs({ topic: 'c', path: '$' })).toEqual([['c', 1]])
    expect(await refs(undefined, 'other')).toEqual([])
  })

  it('has an address that keeps every character of a topic', () => {
    const line = { topic: '温室/1 &?#%41', path: '$["a b"]' }
    const query = chartUrl('p', line).split('?')[1] ?? ''
    const params: Record<string, string> = {}
    for (const pair of query.split('&')) {
      const [name = '', value = ''] = pair.split('=')
      params[name] = value
    }
    expect(chartOf(params)).toEqual({ profileId: 'p', line })
    expect(chartOf({ profile: '%' })).toEqual({ profileId: '%', line: undefined })
  })
})
