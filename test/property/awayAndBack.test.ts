import type { Gap } from '@/core/message/message'
import { Phone, type PhoneParts } from '../support/crash/phone'
import { ModelBroker } from '../support/model-broker/modelBroker'
import { VirtualTime } from '../support/virtualTime'

// a slow machine may take its time
jest.setTimeout(120_000)

let time: VirtualTime
let broker: ModelBroker
beforeEach(() => {
  time = new VirtualTime().install()
  broker = new ModelBroker(time.worldClock)
})
afterEach(() => {
  time.uninstall()
  expect(broker.violations).toEqual([])
})

const seconds = (n: number) => n * 1_000
const minutes = (n: number) => n * 60_000

function newPhone(parts: PhoneParts = {}) {
  return new Phone(time, broker.network, {
    prepare: (session) => session.subscribe('in/#', { qos: 1 }),
    ...parts,
  })
}

/** Connected, subscribed, and quiet for a while. */
async function settled(parts?: PhoneParts): Promise<Phone> {
  const phone = newPhone(parts)
  phone.start()
  await phone.reaches('online')
  await time.advance(seconds(5))
  expect(broker.wire.lines(1)).toEqual(['> CONNECT', '< CONNACK fresh', '> SUBSCRIBE #1 in/# q1', '< SUBACK #1 [1]'])
  broker.wire.clear()
  return phone
}

const gaps = (phone: Phone) => phone.app.entries.filter((entry): entry is Gap => entry.direction === 'gap')
const topics = (phone: Phone) =>
  phone.app.entries.flatMap((entry) => (entry.direction === 'received' ? [entry.topic] : []))

describe('hidden for seven minutes', () => {
  it.each(['running', 'frozen'] as const)('and %s: DISCONNECT, then resumed with what came meanwhile', async (how) => {
    const phone = await settled()
    const hiddenAt = time.now()
    phone.hide()
    await time.advance(seconds(3.5))
    if (how === 'frozen') phone.app.process.freeze()
    await time.advance(minutes(3))
    for (const n of [1, 2, 3]) broker.publish(`in/${n}`, 'x', { qos: 1 })
    await time.advance(minutes(4) - seconds(3.5))
    const shownAt = time.now()
    if (how === 'frozen') phone.thaw('before')
    else phone.show()
    await phone.reaches('online')
    // the broker, and the way there and back: a handshake and CONNACK
    expect(time.now() - shownAt).toBeLessThanOrEqual(4 * broker.network.latencyMs)
    await time.advance(seconds(20))
    expect(broker.wire.numbered).toEqual([
      '1 > DISCONNECT',
      '2 > CONNECT',
      '2 < CONNACK resumed',
      '2 < PUBLISH q1 #1 in/1',
      '2 < PUBLISH q1 #2 in/2',
      '2 < PUBLISH q1 #3 in/3',
      '2 > PUBACK #1',
      '2 > PUBACK #2',
      '2 > PUBACK #3',
    ])
    expect(topics(phone)).toEqual(['in/1', 'in/2', 'in/3'])
    const last = gaps(phone)[gaps(phone).length - 1]
    expect(last).toMatchObject({ from: hiddenAt, cause: 'hidden', resumed: true, caughtUp: 3 })
  })

  it('frozen before it could say goodbye: the wall clock decides, and the old socket is not waited for', async () => {
    for (const late of ['before', 'after', 'never'] as const) {
      broker = new ModelBroker(time.worldClock)
      const phone = await settled()
      phone.hide()
      await time.advance(seconds(1))
      phone.app.process.freeze()
      await time.advance(minutes(7))
      phone.thaw(late)
      const shownAt = time.now()
      await phone.reaches('online')
      // nobody is asked whether the old one still lives
      expect(phone.session.status).toMatchObject({ resumed: true })
      expect(time.now() - shownAt).toBeLessThanOrEqual(4 * broker.network.latencyMs)
      await time.advance(seconds(5))
      const lines = broker.wire.numbered
      // the broker had given up the silent client
      expect(lines.filter((line) => line.startsWith('1 '))).toEqual(['1 < DISCONNECT 0x8d'])
      expect(lines.filter((line) => line.startsWith('2 '))).toEqual(['2 > CONNECT', '2 < CONNACK resumed'])
      expect(broker.network.openSockets).toHaveLength(1)
      phone.kill()
    }
  })
})

describe('back within three seconds', () => {
  it('keeps its connection, and asks the peer', async () => {
    const phone = await settled()
    phone.hide()
    await time.advance(seconds(2))
    phone.show()
    await time.advance(seconds(10))
    expect(broker.wire.numbered).toEqual(['1 > PINGREQ', '1 < PINGRESP'])
    expect(gaps(phone)).toEqual([])
  })

  it('to a peer that is gone: left within three seconds, and resumed', async () => {
    const phone = await settled()
    phone.hide()
    await time.advance(seconds(2))
    broker.connectionOf('phone')?.swallow('both')
    phone.show()
    const shownAt = time.now()
    await time.until(() => phone.status !== 'online', 'left online')
    expect(time.now() - shownAt).toBeLessThanOrEqual(seconds(3))
    await phone.reaches('online')
    await time.advance(seconds(5))
    // the PINGREQ fell into the hole; the broker knows of the old connection until the new one takes its place
    expect(broker.wire.numbered).toEqual(['2 > CONNECT', '1 < DISCONNECT 0x8e', '2 < CONNACK resumed'])
  })

  it('twice in quick succession: the second hide counts from its own moment', async () => {
    const phone = await settled()
    phone.hide()
    await time.advance(seconds(1))
    phone.show()
    await time.advance(seconds(0.5))
    phone.hide()
    await time.advance(seconds(2.9))
    expect(phone.status).toBe('online')
    expect(broker.wire.numbered).toEqual(['1 > PINGREQ', '1 < PINGRESP'])
    await time.advance(seconds(0.2))
    expect(phone.status).toBe('paused')
    phone.show()
    await phone.reaches('online')
    await time.advance(seconds(5))
    expect(broker.wire.numbered.slice(2)).toEqual(['1 > DISCONNECT', '2 > CONNECT', '2 < CONNACK resumed'])
  })
})

describe('the screen is locked during a connection attempt', () => {
  it.each(['connecting', 'handshaking'] as const)('while %s: given up, and made anew on show', async (state) => {
    broker.network.latencyMs = 1_500
    const phone = newPhone()
    phone.start()
    await phone.reaches(state)
    phone.hide()
    await time.advance(seconds(3.1))
    if (state === 'connecting') expect(phone.status).toBe('paused')
    await time.advance(minutes(2))
    expect(phone.status).toBe('paused')
    expect(broker.network.openSockets).toEqual([])
    const before = broker.network.sockets.length
    broker.network.latencyMs = 5
    phone.show()
    await phone.reaches('online')
    await time.advance(seconds(5))
    expect(broker.network.sockets.length).toBe(before + 1)
    expect(broker.wire.lines(-1).slice(0, 2)).toEqual(['> CONNECT', expect.stringMatching('< CONNACK')])
  })

  it('and shown within the grace: the attempt goes on', async () => {
    broker.network.latencyMs = 700
    const phone = newPhone()
    phone.start()
    await phone.reaches('connecting')
    phone.hide()
    await time.advance(seconds(1))
    phone.show()
    await phone.reaches('online')
    expect(broker.network.sockets).toHaveLength(1)
    await time.advance(seconds(10))
  })
})

describe('destroyed by the system after half an hour', () => {
  it('starts cold, resumes, asks for no subscription again, and shows what was there and what came', async () => {
    const phone = await settled()
    broker.publish('in/before', 'x', { qos: 1 })
    const sent = phone.session.publish('out', Uint8Array.of(1), { qos: 2, retain: false })
    await time.advance(seconds(1))
    expect(sent.status.name).toBe('acknowledged')
    const seen = phone.app.entries.filter(({ direction }) => direction === 'received')
    broker.wire.clear()
    const hiddenAt = time.now()
    phone.hide()
    await time.advance(seconds(5))
    phone.app.process.freeze()
    await time.advance(minutes(20))
    broker.publish('in/meanwhile', 'x', { qos: 2 })
    await time.advance(minutes(10))
    phone.kill()
    await time.advance(minutes(5))
    phone.start()
    await phone.reaches('online')
    await time.advance(seconds(20))
    expect(broker.wire.numbered).toEqual([
      '1 > DISCONNECT',
      '2 > CONNECT',
      '2 < CONNACK resumed',
      '2 < PUBLISH q1 #2 in/meanwhile',
      '2 > PUBACK #2',
    ])
    const { restored = [] } = phone.app
    expect(restored.filter(({ direction }) => direction === 'received')).toEqual(seen)
    expect(restored.filter(({ direction }) => direction === 'sent')).toMatchObject([
      { id: sent.id, topic: 'out', status: { name: 'acknowledged' } },
    ])
    expect(topics(phone)).toEqual(['in/meanwhile'])
    const last = gaps(phone)[gaps(phone).length - 1]
    expect(last).toMatchObject({ from: hiddenAt, cause: 'hidden', resumed: true, caughtUp: 1 })
    expect(phone.session.subscriptions).toMatchObject([{ filter: 'in/#', status: { name: 'granted' } }])
  })

  it('with messages of ours in flight: the same identifiers with DUP, PUBREL where PUBREC had come, before what is new', async () => {
    const phone = await settled()
    // PUBACK and PUBCOMP never come
    broker.rules.ackDelayMs = minutes(60)
    for (const qos of [1, 2] as const) phone.session.publish(`q${qos}`, Uint8Array.of(1), { qos, retain: false })
    await time.advance(seconds(1))
    broker.rules.ackDelayMs = 0
    phone.session.publish('half', Uint8Array.of(1), { qos: 2, retain: false })
    // up to the PUBREC, and its record
    await time.advance(2 * broker.network.latencyMs + 3 * phone.disk.writeMs)
    phone.kill('kept')
    broker.wire.clear()
    await time.advance(minutes(30))
    phone.start()
    phone.session.publish('new', Uint8Array.of(1), { qos: 1, retain: false })
    await time.advance(seconds(20))
    expect(broker.wire.lines(2).filter((line) => line.startsWith('>'))).toEqual([
      '> CONNECT',
      '> PUBLISH q1 #2 dup q1',
      '> PUBLISH q2 #3 dup q2',
      '> PUBREL #4',
      '> PUBLISH q1 #1 new',
      '> PUBREL #3',
    ])
    expect(phone.session.outbox).toEqual([])
    expect(broker.received.map(({ topic }) => topic)).toEqual(['q1', 'q2', 'half', 'q1', 'new'])
  })

  it('while it was online: the gap begins with its last sign of life', async () => {
    const phone = await settled()
    broker.publish('in/1', 'x', { qos: 1 })
    await time.advance(seconds(1))
    const lastAt = time.now()
    await time.advance(minutes(2))
    phone.kill()
    await time.advance(minutes(30))
    phone.start()
    await phone.reaches('online')
    await time.advance(seconds(20))
    const [gap] = gaps(phone).slice(-1)
    expect(gap).toMatchObject({ cause: 'ended', resumed: true })
    expect(gap?.from).toBeLessThanOrEqual(lastAt)
  })
})

describe('the network', () => {
  it('changes while hidden: nothing is sent until show, then one connection', async () => {
    const phone = await settled()
    phone.hide()
    await time.advance(seconds(5))
    phone.setNet({ isOnline: false, type: 'none' })
    await time.advance(seconds(5))
    phone.setNet({ isOnline: true, type: '4g' })
    await time.advance(minutes(5))
    expect(broker.wire.numbered).toEqual(['1 > DISCONNECT'])
    phone.show()
    await phone.reaches('online')
    await time.advance(seconds(5))
    expect(broker.wire.numbered.slice(1)).toEqual(['2 > CONNECT', '2 < CONNACK resumed'])
  })

  it('is still away on show: says so, and connects when it is back', async () => {
    const phone = await settled()
    phone.hide()
    await time.advance(seconds(5))
    phone.setNet({ isOnline: false, type: 'none' })
    phone.show()
    await time.advance(seconds(5))
    expect(phone.status).toBe('offline networkLost')
    phone.setNet({ isOnline: true, type: 'wifi' })
    await phone.reaches('online', 1_000)
    expect(broker.wire.numbered).toEqual(['1 > DISCONNECT', '2 > CONNECT', '2 < CONNACK resumed'])
    await time.advance(seconds(5))
  })

  it('changes its type in front: the peer is asked, and a silent one left within three seconds', async () => {
    const phone = await settled()
    phone.setNet({ isOnline: true, type: '5g' })
    await time.advance(seconds(5))
    expect(broker.wire.numbered).toEqual(['1 > PINGREQ', '1 < PINGRESP'])
    broker.connectionOf('phone')?.swallow('toServer')
    phone.setNet({ isOnline: true, type: 'wifi' })
    const changedAt = time.now()
    await time.until(() => phone.status !== 'online', 'left online')
    expect(time.now() - changedAt).toBeLessThanOrEqual(seconds(3))
    await phone.reaches('online')
    await time.advance(seconds(5))
    expect(broker.wire.numbered.slice(2)).toEqual(['2 > CONNECT', '1 < DISCONNECT 0x8e', '2 < CONNACK resumed'])
  })
})

describe('the peer falls silent', () => {
  it('after a send: left within three seconds; the message goes again with DUP', async () => {
    const phone = await settled()
    broker.connectionOf('phone')?.swallow('toServer')
    const delivery = phone.session.publish('out', Uint8Array.of(1), { qos: 1, retain: false })
    const typedAt = time.now()
    await time.until(() => phone.status !== 'online', 'left online')
    // it is sent when it is written
    expect(time.now() - typedAt).toBeLessThanOrEqual(seconds(3) + phone.disk.writeMs)
    await phone.reaches('online')
    await time.advance(seconds(5))
    expect(broker.wire.numbered).toEqual([
      '2 > CONNECT',
      '1 < DISCONNECT 0x8e',
      '2 < CONNACK resumed',
      '2 > PUBLISH q1 #2 dup out',
      '2 < PUBACK #2',
    ])
    expect(delivery.status).toMatchObject({ name: 'acknowledged' })
    expect(broker.received).toHaveLength(1)
  })

  it('while idle: left within 1.5 × keep alive', async () => {
    const phone = await settled()
    broker.connectionOf('phone')?.swallow('both')
    const silentSince = time.now()
    await time.until(() => phone.status !== 'online', 'left online')
    expect(time.now() - silentSince).toBeLessThanOrEqual(seconds(90))
    await phone.reaches('online')
    await time.advance(seconds(5))
    expect(broker.wire.numbered).toEqual(['2 > CONNECT', '1 < DISCONNECT 0x8e', '2 < CONNACK resumed'])
  })
})

it('a hidden tab on H5 keeps its connection', async () => {
  const phone = await settled({ pausesWhenHidden: false, config: { keepAliveSeconds: 90 } })
  phone.hide()
  await time.advance(minutes(10))
  phone.show()
  await time.advance(seconds(5))
  expect(new Set(broker.wire.numbered)).toEqual(new Set(['1 > PINGREQ', '1 < PINGRESP']))
})
