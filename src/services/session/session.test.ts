import type { ErrorCode } from '@/core/errors'
import type { DeliveryStatus, TimelineEntry } from '@/core/message/message'
import type { Connack, Publish, QoS } from '@/core/session/packets'
import type { FakeLinks } from '../mqtt/link.fake'
import { fakeNetwork } from '../network/network.fake'
import { fakeVisibility } from '../visibility/visibility.fake'
import type { SessionHooks, SessionConfig, SessionOptions, SessionServices } from './config'
import { createSession } from './session'
import { fakeSessionServices } from './services.fake'

const open: { dispose(): void }[] = []

beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }))
afterEach(() => {
  for (const session of open.splice(0)) session.dispose()
  // a session that is done with leaves nothing behind
  expect(jest.getTimerCount()).toBe(0)
  jest.useRealTimers()
})

const config: SessionOptions = { profileId: 'p1', url: 'ws://broker/mqtt', clientId: 'c1' }

function setUp(
  options: { services?: Partial<SessionServices>; config?: Partial<SessionConfig>; hooks?: SessionHooks } = {},
) {
  const { links, ...fakes } = fakeSessionServices()
  const services: SessionServices = { ...fakes, ...options.services }
  const session = createSession({ ...config, ...options.config }, services, options.hooks)
  open.push(session)
  const entries: TimelineEntry[] = []
  session.onEntry((entry) => entries.push(entry))
  return { session, links, services, entries }
}

/** Lets promises that are ready go on. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

async function connected(options: Parameters<typeof setUp>[0] = {}) {
  const world = setUp(options)
  world.session.start()
  await settle()
  world.links.newest.connect()
  return world
}

/** The connection is lost and another one made. */
function reconnect(links: FakeLinks, connack: Connack) {
  links.newest.end()
  jest.advanceTimersByTime(2_000)
  links.newest.connect(connack)
  return links.newest
}

const failure = (code: ErrorCode, isRetriable = false) => expect.objectContaining({ code, isRetriable }) as Error
const bytes = (...values: number[]) => Uint8Array.from(values)
const publishes = (sent: readonly object[]) => sent.filter((p): p is Publish => 'topic' in p)
const message = (topic: string, change: Partial<Publish> = {}): Publish => ({
  ...{ cmd: 'publish', topic, payload: bytes(1), qos: 0, retain: false, dup: false },
  ...change,
})

describe('publishing', () => {
  it('sends at once when online and settles by the acknowledgement', async () => {
    const { session, links } = await connected()
    const delivery = session.publish('a', bytes(1), { qos: 1, retain: true })
    expect(links.newest.sent).toEqual([
      { cmd: 'publish', topic: 'a', payload: bytes(1), qos: 1, retain: true, dup: false, packetId: 1 },
    ])
    expect(delivery.status).toEqual({ name: 'sending' })
    jest.advanceTimersByTime(30)
    links.newest.receive({ cmd: 'puback', packetId: 1, reasonCode: 0 })
    expect(delivery.status).toEqual({ name: 'acknowledged', roundTripMs: 30 })
    expect(await delivery.settled).toEqual(delivery.status)
    expect(session.outbox).toEqual([])
  })

  it('an online message larger than the broker takes is told as refused, once', async () => {
    const will = { mode: 'onLeave', topic: 'me', offline: bytes(1), online: bytes(1, 2, 3, 4), retain: true } as const
    const { session, links, entries } = setUp({ config: { will: { ...will, qos: 1, delaySeconds: 0 } } })
    session.start()
    await settle()
    links.newest.connect({ sessionPresent: false, maximumPacketSize: 10 })
    reconnect(links, { sessionPresent: false, maximumPacketSize: 10 })
    const told = entries.filter(({ direction }) => direction === 'sent')
    expect(told).toMatchObject([
      { topic: 'me', status: { name: 'queued' } },
      { id: told[0]?.id, topic: 'me', status: { name: 'refused', mqttCode: 0x95 } },
    ])
  })

  it('a message larger than the broker takes is queued before it is refused, so that its row stands with its text', async () => {
    const { session, links, entries } = setUp()
    session.start()
    await settle()
    links.newest.connect({ sessionPresent: false, maximumPacketSize: 10 })
    const delivery = session.publish('a', bytes(1, 2, 3, 4, 5, 6, 7, 8), { qos: 1, retain: false })
    expect(await delivery.settled).toEqual({ name: 'refused', mqttCode: 0x95 })
    const told = entries.filter(({ direction }) => direction === 'sent')
    expect(told.map((entry) => entry.direction === 'sent' && entry.status.name)).toEqual(['queued', 'refused'])
  })

  it('queues while offline, in order, and sends after the subscriptions are asked for', async () => {
    const { session, links } = setUp()
    session.publish('a', bytes(1), { qos: 1, retain: false })
    session.publish('b', bytes(1), { qos: 0, retain: false, queueOffline: true })
    session.subscribe('#', { qos: 1 })
    session.start()
    await settle()
    links.newest.connect()
    expect(links.newest.sent.map((p) => ('topic' in p ? p.topic : p.cmd))).toEqual(['subscribe', 'a', 'b'])
  })

  it('in flight at a drop and the session resumed: the same packet again with DUP, before what is new', async () => {
    const { session, links } = await connected()
    const first = session.publish('a', bytes(1), { qos: 1, retain: false })
    links.newest.end()
    const second = session.publish('b', bytes(2), { qos: 1, retain: false })
    expect(second.status).toEqual({ name: 'queued' })
    jest.advanceTimersByTime(2_000)
    links.newest.connect({ sessionPresent: true })
    expect(publishes(links.newest.sent)).toMatchObject([
      { topic: 'a', packetId: 1, dup: true },
      { topic: 'b', packetId: 2, dup: false },
    ])
    links.newest.receive({ cmd: 'puback', packetId: 1, reasonCode: 0 })
    expect(await first.settled).toMatchObject({ name: 'acknowledged' })
    expect(second.status).toEqual({ name: 'sending' })
  })

  it('resends within the Receive Maximum of the new connection', async () => {
    const { session, links } = await connected()
    for (const topic of ['a', 'b']) session.publish(topic, bytes(1), { qos: 1, retain: false })
    const link = reconnect(links, { sessionPresent: true, receiveMaximum: 1 })
    expect(publishes(link.sent)).toMatchObject([{ topic: 'a', dup: true }])
    link.receive({ cmd: 'puback', packetId: 1, reasonCode: 0 })
    // what acknowledgements of one turn make room for goes together
    await Promise.resolve()
    expect(publishes(link.sent)).toMatchObject([{ topic: 'a' }, { topic: 'b', packetId: 2, dup: true }])
  })

  it('QoS 2 after PUBREC goes on with PUBREL', async () => {
    const { session, links } = await connected()
    session.publish('a', bytes(1), { qos: 2, retain: false })
    links.newest.receive({ cmd: 'pubrec', packetId: 1, reasonCode: 0 })
    expect(reconnect(links, { sessionPresent: true }).sent).toEqual([{ cmd: 'pubrel', packetId: 1 }])
  })

  it('in flight at a drop and the session fresh: unknown, not sent again', async () => {
    const { session, links, entries } = await connected()
    const delivery = session.publish('a', bytes(1), { qos: 1, retain: false })
    const link = reconnect(links, { sessionPresent: false })
    expect(await delivery.settled).toEqual({ name: 'unknown' })
    expect(delivery.status).toEqual({ name: 'unknown' })
    expect(publishes(link.sent)).toEqual([])
    expect(entries.filter((e) => e.direction === 'sent').map((e) => e.direction === 'sent' && e.status.name)).toEqual([
      'queued',
      'sending',
      'unknown',
    ])
  })

  it('says what it cannot take', () => {
    const { session } = setUp()
    const publish = (topic: string, length: number) =>
      session.publish(topic, new Uint8Array(length), { qos: 1, retain: false })
    expect(() => publish('a/+', 1)).toThrow(failure('invalidTopic'))
    expect(() => publish('', 1)).toThrow(failure('invalidTopic'))
    expect(() => publish('a', 4_194_305)).toThrow(failure('payloadTooLarge'))
    publish('a', 4_194_304)
    expect(() => publish('a', 1)).toThrow(failure('outboxFull', true))
    expect(session.outbox).toHaveLength(1)
  })

  it('keeps a thousand messages and no more', () => {
    const { session } = setUp()
    const publish = () => session.publish('a', bytes(), { qos: 0, retain: false, queueOffline: true })
    for (let i = 0; i < 1_000; i += 1) publish()
    expect(publish).toThrow(failure('outboxFull', true))
    session.cancel(session.outbox[0]!.id)
    expect(publish).not.toThrow()
  })

  it('does not let QoS 0 wait unless it is told to', () => {
    const { session } = setUp()
    const publish = () => session.publish('a', bytes(1), { qos: 0, retain: false })
    expect(publish).toThrow(failure('notConnected', true))
  })

  it('ends the wait of a message whose time is over, and says so', async () => {
    const { session } = setUp()
    const delivery = session.publish('a', bytes(1), { qos: 1, retain: false, expiryMs: 60_000 })
    jest.advanceTimersByTime(59_999)
    expect(delivery.status).toEqual({ name: 'queued' })
    jest.advanceTimersByTime(1)
    expect(await delivery.settled).toEqual({ name: 'expired' })
    expect(session.outbox).toEqual([])
  })

  it.each(['ask', 'drop', 'resend'] as const)('of what nobody knows, by the rule "%s"', async (unknownRule) => {
    const { session, links } = await connected({ config: { unknownRule } })
    const first = session.publish('a', bytes(1), { qos: 1, retain: false })
    const link = reconnect(links, { sessionPresent: false })
    expect(await first.settled).toEqual({ name: 'unknown' })
    const again = unknownRule === 'resend' ? [{ topic: 'a', dup: false, packetId: 2 }] : []
    expect(publishes(link.sent)).toMatchObject(again)
  })

  it('sends as new before what was published after it: the last word stays the last', async () => {
    const { session, links } = await connected({ config: { unknownRule: 'resend' } })
    for (const topic of ['a', 'b']) session.publish(topic, bytes(1), { qos: 1, retain: false })
    links.newest.end()
    session.publish('c', bytes(1), { qos: 1, retain: false })
    session.retryNow()
    links.newest.connect({ sessionPresent: false })
    expect(publishes(links.newest.sent).map(({ topic }) => topic)).toEqual(['a', 'b', 'c'])
  })

  it('withdraws what is queued, and nothing that was sent', async () => {
    const { session, links } = await connected()
    const sent = session.publish('a', bytes(1), { qos: 1, retain: false })
    expect(session.cancel(sent.id)).toBe(false)
    links.newest.end()
    const queued = session.publish('b', bytes(1), { qos: 1, retain: false })
    expect(session.cancel(queued.id)).toBe(true)
    expect(await queued.settled).toEqual({ name: 'cancelled' })
  })
})

describe('subscribing', () => {
  const grant = (links: FakeLinks, packetId: number, ...reasonCodes: number[]) =>
    links.newest.receive({ cmd: 'suback', packetId, reasonCodes })

  it('asks once, and after a drop only where the session is fresh', async () => {
    const { session, links } = await connected()
    const subscription = session.subscribe('a', { qos: 1 })
    expect(subscription.state.status).toEqual({ name: 'asked' })
    grant(links, 1, 1)
    expect(subscription.state.status).toEqual({ name: 'granted', qos: 1 })
    expect(reconnect(links, { sessionPresent: true }).sent).toEqual([])
    expect(reconnect(links, { sessionPresent: false }).sent).toMatchObject([{ cmd: 'subscribe' }])
  })

  it('a message reaches each listener once, however many filters match', async () => {
    const { session, links, entries } = await connected()
    const told: string[] = []
    for (const filter of ['#', 'a/+', 'a/b', 'c']) session.subscribe(filter, { qos: 0 }, () => told.push(filter))
    links.newest.receive(message('a/b'))
    expect(told).toEqual(['#', 'a/+', 'a/b'])
    expect(entries.filter((e) => e.direction === 'received')).toHaveLength(1)
  })

  it('a filter is wanted until its last holder leaves, with or without a listener', async () => {
    const { session, links } = await connected()
    const plain = session.subscribe('a', { qos: 1 })
    const heard = jest.fn()
    const listening = session.subscribe('a', { qos: 1 }, heard)
    grant(links, 1, 1)
    listening.unsubscribe()
    listening.unsubscribe()
    expect(session.subscriptions).toHaveLength(1)
    links.newest.receive(message('a'))
    expect(heard).not.toHaveBeenCalled()
    plain.unsubscribe()
    expect(links.newest.sent).toMatchObject([{ cmd: 'subscribe' }, { cmd: 'unsubscribe', filters: ['a'] }])
    expect(session.subscriptions).toEqual([])
  })

  it('shares packet identifiers with what is published', async () => {
    const { session, links } = await connected()
    session.publish('a', bytes(1), { qos: 1, retain: false })
    session.subscribe('a', { qos: 1 })
    session.publish('b', bytes(1), { qos: 1, retain: false })
    expect(links.newest.sent.map((p) => 'packetId' in p && p.packetId)).toEqual([1, 2, 3])
  })
})

describe('listeners', () => {
  it('one that throws keeps nothing from the others, and its error surfaces', async () => {
    const { session, links } = await connected()
    const told: string[] = []
    session.onEntry(() => {
      throw new Error('entry listener')
    })
    session.onEntry((entry) => told.push(entry.direction))
    session.subscribe('#', { qos: 0 }, () => {
      throw new Error('message listener')
    })
    session.subscribe('a', { qos: 0 }, () => told.push('message'))
    const timers = jest.getTimerCount()
    links.newest.receive(message('a'))
    expect(told).toEqual(['received', 'message'])
    // both are thrown; the fake clock passes the first on
    expect(jest.getTimerCount()).toBe(timers + 2)
    expect(() => jest.advanceTimersByTime(0)).toThrow('entry listener')
  })

  it('one that throws at a status costs no message its final status', async () => {
    const { session, links } = await connected()
    session.onEntry((entry) => {
      if (entry.direction === 'sent' && entry.status.name === 'acknowledged') throw new Error('mine')
    })
    const delivery = session.publish('a', bytes(1), { qos: 1, retain: false })
    links.newest.receive({ cmd: 'puback', packetId: 1, reasonCode: 0 })
    expect(await delivery.settled).toMatchObject({ name: 'acknowledged' })
    expect(() => jest.advanceTimersByTime(0)).toThrow('mine')
  })

  it('one that leaves while they are told is told no more; one that joins is told the next time', async () => {
    const { session, links } = await connected()
    const told: string[] = []
    session.subscribe('#', { qos: 0 }, () => {
      told.push('first')
      second.unsubscribe()
      stopEntry()
      session.subscribe('a', { qos: 0 }, () => told.push('third'))
    })
    const second = session.subscribe('#', { qos: 0 }, () => told.push('second'))
    const stopEntry = session.onEntry(() => told.push('entry'))
    links.newest.receive(message('a'))
    expect(told).toEqual(['entry', 'first'])
    links.newest.receive(message('a'))
    expect(told).toEqual(['entry', 'first', 'first', 'third'])
  })

  it('may publish and dispose while they are told', async () => {
    const { session, links } = await connected()
    let echo: Promise<DeliveryStatus> | undefined
    session.subscribe('a', { qos: 0 }, () => {
      echo = session.publish('b', bytes(1), { qos: 1, retain: false }).settled
      session.dispose()
    })
    links.newest.receive(message('a'))
    expect(await echo).toEqual({ name: 'unknown' })
    expect(links.newest.closedWith).toEqual({ reasonCode: 0 })
  })
})

describe('links', () => {
  it('late events of an old one change nothing', async () => {
    const { session, links, entries } = await connected()
    session.publish('a', bytes(1), { qos: 1, retain: false })
    const old = links.newest
    const link = reconnect(links, { sessionPresent: true })
    const { status } = session
    const count = entries.length
    old.receive({ cmd: 'puback', packetId: 1, reasonCode: 0 })
    old.receive(message('a'))
    old.end()
    old.connect()
    expect(session.status).toBe(status)
    expect(entries).toHaveLength(count)
    expect(session.outbox).toHaveLength(1)
    expect(links.newest).toBe(link)
  })

  it('begin with what the profile says', async () => {
    const { links } = await connected({ config: { username: 'ada', keepSession: false } })
    expect(links.newest.options).toMatchObject({
      ...{ url: 'ws://broker/mqtt', clientId: 'c1', username: 'ada', password: undefined, protocolVersion: 5 },
      ...{ cleanStart: true, sessionExpirySeconds: 0, keepAliveSeconds: 60 },
    })
  })

  it('share the identifiers of QoS 2 messages that are not released', async () => {
    const { links } = await connected()
    const { receivedIds } = links.newest.options
    expect(reconnect(links, { sessionPresent: true }).options.receivedIds).toBe(receivedIds)
  })

  it('a refused version 5 is told once and 3.1.1 used from then on', async () => {
    const onProtocolVersion = jest.fn()
    const { session, links } = setUp({ hooks: { onProtocolVersion } })
    session.start()
    await settle()
    links.newest.end({ kind: 'refused', protocolVersion: 5, reasonCode: 0x84 })
    expect(links.newest.options.protocolVersion).toBe(4)
    links.newest.connect()
    expect(reconnect(links, { sessionPresent: true }).options.protocolVersion).toBe(4)
    session.stop()
    session.start()
    expect(links.newest.options.protocolVersion).toBe(4)
    expect(onProtocolVersion.mock.calls).toEqual([[4]])
  })
})

describe('the end', () => {
  it('settles everything, says DISCONNECT and leaves no timer', async () => {
    const { session, links } = await connected()
    const deliveries = ([1, 2] as QoS[]).map((qos) => session.publish('a', bytes(1), { qos, retain: false }))
    links.newest.end()
    deliveries.push(session.publish('a', bytes(1), { qos: 1, retain: false }))
    session.dispose()
    const statuses = await Promise.all(deliveries.map((d) => d.settled))
    expect(statuses.map((s) => s.name)).toEqual(['unknown', 'unknown', 'cancelled'])
    expect(jest.getTimerCount()).toBe(0)
  })

  it('before the storage answered opens no link', async () => {
    const { session, links } = setUp()
    session.start()
    session.dispose()
    await settle()
    expect(links.all).toEqual([])
    expect(session.status).toEqual({ name: 'idle' })
  })

  it('hears nothing more: no link, no packet, no screen, no network, no diagnosis', async () => {
    let diagnosed: (candidates: []) => void = () => undefined
    const visibility = fakeVisibility()
    const network = fakeNetwork()
    const { session, links, entries } = await connected({
      services: { visibility, network, diagnose: () => new Promise((resolve) => (diagnosed = resolve)) },
    })
    reconnect(links, { sessionPresent: true })
    links.newest.receive(message('a', { qos: 1, packetId: 9 }))
    session.dispose()
    const changed = jest.fn()
    session.onChange(changed)
    const count = entries.length
    diagnosed([])
    await settle()
    visibility.set(false)
    network.set({ isOnline: false, type: 'none' })
    links.newest.receive(message('a'))
    links.newest.end()
    session.start()
    session.retryNow()
    expect(links.all).toHaveLength(2)
    expect(entries).toHaveLength(count)
    expect(changed).not.toHaveBeenCalled()
    expect(() => session.publish('a', bytes(1), { qos: 0, retain: false })).toThrow(failure('noSession'))
  })

  it('of a wish is not the end of the session: stop and start resume it', async () => {
    const { session, links } = await connected()
    session.stop()
    expect(links.newest.closedWith).toEqual({ reasonCode: 0 })
    expect(session.status).toEqual({ name: 'idle' })
    session.start()
    links.newest.connect({ sessionPresent: true })
    expect(session.status).toMatchObject({ name: 'online', resumed: true })
    expect(links.all).toHaveLength(2)
  })
})

it('does not say of QoS 0 that a socket has it when that socket is given up over it', async () => {
  const { session, links } = await connected()
  session.publish('a', bytes(1), { qos: 1, retain: false })
  jest.advanceTimersByTime(1_000)
  expect(links.newest.sent).toContainEqual({ cmd: 'pingreq' })
  // thawed: the answer is overdue, and no timer has said so yet
  jest.setSystemTime(Date.now() + 10_000)
  const delivery = session.publish('b', bytes(1), { qos: 0, retain: false })
  expect(session.status).toMatchObject({ name: 'waiting', reason: { code: 'peerSilent' } })
  expect(delivery.status).toEqual({ name: 'queued' })
})

describe('the session that comes after', () => {
  it('sends what the one before had queued, as the same messages', async () => {
    const before = setUp()
    const delivery = before.session.publish('a', bytes(1), { qos: 1, retain: false })
    const handover = before.session.release()
    const { session, links, entries } = await connected({ hooks: { handover } })
    expect(publishes(links.newest.sent)).toMatchObject([{ topic: 'a', packetId: 1 }])
    links.newest.receive({ cmd: 'puback', packetId: 1, reasonCode: 0 })
    expect(await delivery.settled).toMatchObject({ name: 'acknowledged' })
    expect(delivery.status).toMatchObject({ name: 'acknowledged' })
    expect(entries.map((entry) => entry.id)).toEqual([delivery.id, delivery.id])
    expect(session.outbox).toEqual([])
  })

  it('does not get, without a journal, what was sent and not acknowledged: nobody can say what became of it', async () => {
    const { session } = await connected({ config: { isDurable: false } })
    const delivery = session.publish('a', bytes(1), { qos: 1, retain: false })
    expect(session.release()).toEqual([])
    expect(await delivery.settled).toEqual({ name: 'unknown' })
  })

  it('does not begin with the packet IDs of the one before', async () => {
    const { session, links } = await connected({ services: { random: () => 0.25 } })
    session.publish('a', bytes(1), { qos: 2, retain: false })
    expect(publishes(links.newest.sent)[0]?.packetId).toBe(16_384)
  })
})

it('shows at once what is queued while nothing else happens', () => {
  const { session } = setUp()
  expect(session.outbox).toEqual([])
  const changed = jest.fn()
  session.onChange(changed)
  session.publish('a', bytes(1), { qos: 1, retain: false })
  expect(session.outbox).toHaveLength(1)
  expect(changed).toHaveBeenCalled()
})

it('refuses a filter that is none without asking the broker', async () => {
  const { session, links } = await connected()
  const subscription = session.subscribe('a/#/b', { qos: 1 })
  expect(links.newest.sent).toEqual([])
  expect(subscription.state.status).toEqual({ name: 'refused', mqttCode: 0x8f })
})
