import type { InboundPacket, OutboundPacket, Subscribe } from '@/core/session/packets'
import { encodeUtf8 } from '@/core/payload/utf8'
import { newProfile, useConnections } from '../connections/connections'
import type { FakeServices } from '../services.fake'
import { runSessions } from '../sessions/sessions'
import { clearRetained, findRetained, type ClearProgress } from './retained'
import { runTopics, topicsOf } from './topics'

jest.mock('../services', () => ({
  services: jest.requireActual<Record<'fakeServices', () => unknown>>('../services.fake').fakeServices(),
}))
const { services } = jest.requireMock<{ services: FakeServices }>('../services')
const { links } = services

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
const stops: (() => void)[] = []

beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'], now: 1_000_000 })
  links.all.length = 0
  useConnections.setState({ profiles: [{ ...newProfile('ws://a/mqtt'), id: 'p' }] })
  stops.push(runTopics(), runSessions())
  await settle()
})
afterEach(() => {
  for (const stop of stops.splice(0).reverse()) stop()
  expect(jest.getTimerCount()).toBe(0)
  jest.useRealTimers()
})

const give = (packet: InboundPacket) => links.newest.receive(packet)
const arrive = (topic: string, text: string, retain = true) =>
  give({ cmd: 'publish', topic, payload: encodeUtf8(text), qos: 0, retain, dup: false })
const sentOf = <Name extends OutboundPacket['cmd']>(cmd: Name) =>
  links.newest.sent.filter((packet): packet is Extract<OutboundPacket, { cmd: Name }> => packet.cmd === cmd)
const filtersOf = ({ filters }: Subscribe) => filters.map(({ filter }) => filter)
const lastOf = <T>(list: readonly T[]): T => {
  const last = list[list.length - 1]
  if (last === undefined) throw new Error('none')
  return last
}
const grant = (codes: number[]) => {
  give({ cmd: 'suback', packetId: lastOf(sentOf('subscribe')).packetId, reasonCodes: codes })
}

describe('finding what is retained', () => {
  it('asks by a subscription for the moment, and lists what came with RETAIN until it is quiet', async () => {
    links.newest.connect()
    const { found } = findRetained('p', 'a')
    expect(filtersOf(lastOf(sentOf('subscribe')))).toEqual(['a/#'])
    grant([0])
    arrive('a/2', 'x')
    jest.advanceTimersByTime(600)
    arrive('a', 'x')
    arrive('a/live', 'x', false)
    arrive('a/empty', '')
    jest.advanceTimersByTime(700)
    expect(await found).toEqual({ topics: ['a', 'a/2'], source: 'asked', isPartial: false })
    await settle()
    expect(sentOf('unsubscribe').map(({ filters }) => filters)).toEqual([['a/#']])
  })

  it('asks in other words for what the person has subscribed to: the broker sends it only once', async () => {
    const subscription = { filter: 'a/#', qos: 1, alias: '', color: 0, isEnabled: true } as const
    useConnections.setState({ profiles: [{ ...newProfile('ws://a/mqtt'), id: 'p', subscriptions: [subscription] }] })
    await settle()
    links.newest.connect()
    grant([1])
    const { found, cancel } = findRetained('p', 'a')
    expect(sentOf('subscribe').map(filtersOf)).toEqual([['a/#'], ['a'], ['a/+/#']])
    cancel()
    await found
  })

  it('says what was seen before when it is offline or refused', async () => {
    links.newest.connect()
    arrive('a/1', 'x')
    arrive('a/2', 'x')
    arrive('a/2', '', false)
    const refused = findRetained('p', 'a')
    grant([0x87])
    expect(await refused.found).toEqual({ topics: ['a/1'], source: 'refused', isPartial: false })
    links.newest.end()
    expect(await findRetained('p', 'a').found).toEqual({ topics: ['a/1'], source: 'seen', isPartial: false })
  })

  it('stops after ten seconds of a broker that does not stop', async () => {
    links.newest.connect()
    const { found } = findRetained('p', 'a')
    grant([0])
    for (let i = 0; i < 30; i += 1) {
      arrive(`a/${i}`, 'x')
      jest.advanceTimersByTime(500)
    }
    const { topics, isPartial } = await found
    expect([topics.length, isPartial]).toEqual([20, true])
  })
})

describe('clearing', () => {
  const topics = Array.from({ length: 50 }, (_, i) => `a/${i}`)
  const open = () => sentOf('publish').slice(answered)
  let answered = 0
  const answer = async (count: number, reasonCode = 0) => {
    for (const { packetId = 0 } of open().slice(0, count)) give({ cmd: 'puback', packetId, reasonCode })
    answered += count
    await settle()
    await settle()
  }
  beforeEach(() => {
    answered = 0
    links.newest.connect()
    for (const topic of topics) arrive(topic, 'x')
  })

  it('publishes empty retained messages a few at a time, and tells what was refused', async () => {
    const seen: ClearProgress[] = []
    const { finished } = clearRetained('p', topics, (progress) => seen.push(progress))
    await settle()
    expect(open()).toHaveLength(20)
    expect(lastOf(open())).toMatchObject({ topic: 'a/19', retain: true, qos: 1 })
    expect(lastOf(open()).payload).toHaveLength(0)
    await answer(20)
    await answer(1, 0x87)
    await answer(19)
    await answer(10)
    expect(await finished).toMatchObject({ done: 49, total: 50, refused: [{ mqttCode: 0x87 }], unknown: 0 })
    expect(seen).toHaveLength(50)
    const entry = topicsOf('p')
    expect(entry?.tree.retainedIn(entry.tree.root, 100)).toHaveLength(1)
  })

  it('leaves the rest alone when it is stopped', async () => {
    const { finished, cancel } = clearRetained('p', topics, () => undefined)
    await settle()
    cancel()
    await answer(20)
    expect(await finished).toMatchObject({ done: 20, total: 50 })
    expect(sentOf('publish')).toHaveLength(20)
  })
})
