import { openLink } from '@/services/mqtt/link'
import type { InboundPacket } from '@/core/session/packets'
import { VirtualTime } from '../virtualTime'
import { BareClient } from './bareClient'
import { ModelBroker } from './modelBroker'

let time: VirtualTime
let broker: ModelBroker

beforeEach(() => {
  time = new VirtualTime().install()
  broker = new ModelBroker(time.worldClock)
})
afterEach(() => time.uninstall())

const kept = { properties: { sessionExpiryInterval: 3_600 } }
const both = (run: (protocolVersion: 4 | 5) => Promise<void>) => it.each([4, 5] as const)('MQTT version %i', run)

async function client(connect: ConstructorParameters<typeof BareClient>[1] = kept, version: 4 | 5 = 5) {
  const bare = new BareClient(broker.network, version === 4 ? { ...connect, properties: undefined } : connect, version)
  await time.advance(100)
  return bare
}

describe('sessions', () => {
  both(async (version) => {
    const first = await client(kept, version)
    first.subscribe('a/#', 2)
    await time.advance(50)
    first.close()
    await time.advance(50)
    broker.publish('a/1', 'while away', { qos: 1 })
    broker.publish('a/2', 'not kept', { qos: 0 })
    const second = await client(kept, version)
    expect(broker.wire.lines(2)).toEqual([
      version === 4 ? '> CONNECT 3.1.1' : '> CONNECT',
      '< CONNACK resumed',
      '< PUBLISH q1 #1 a/1',
    ])
    expect(second.publishes.map(({ topic }) => topic)).toEqual(['a/1'])
  })

  it('ends after Session Expiry, at once where it is 0, and by Clean Start', async () => {
    for (const [connect, awayMs] of [
      [kept, 3_600_000],
      [{}, 10],
    ] as const) {
      const one = await client({ ...connect, clientId: 'x' })
      one.close()
      await time.advance(awayMs + 10)
      expect(broker.sessionOf('x')).toBeUndefined()
    }
    await client({ ...kept, clientId: 'y' })
    await client({ ...kept, clientId: 'y', clean: true })
    expect(broker.wire.lines(-1)).toEqual(['> CONNECT clean', '< CONNACK fresh'])
  })

  it('grants less Session Expiry than asked, and says so', async () => {
    broker.rules.sessionExpiryMaxSeconds = 60
    const one = await client()
    expect(one.got[0]).toMatchObject({ cmd: 'connack', properties: { sessionExpiryInterval: 60 } })
  })

  it('takes over: MQTT 5 is told 0x8E, 3.1.1 is closed', async () => {
    const old5 = await client({ ...kept, clientId: 'five' })
    const old4 = await client({ clientId: 'four' }, 4)
    await client({ ...kept, clientId: 'five' })
    await client({ clientId: 'four' }, 4)
    expect(broker.wire.lines(1)).toContain('< DISCONNECT 0x8e')
    expect(broker.wire.lines(2)).toEqual(['> CONNECT 3.1.1', '< CONNACK fresh'])
    expect([old5.isClosed, old4.isClosed]).toEqual([true, true])
    expect(broker.clientIds).toEqual(['five', 'four'])
  })
})

describe('to the client', () => {
  it('sends again with DUP, PUBREL where PUBREC had come, in order, then what is new', async () => {
    const one = await client()
    one.subscribe('#', 2)
    await time.advance(50)
    for (const topic of ['q1', 'q2a', 'q2b']) broker.publish(topic, '', { qos: topic === 'q1' ? 1 : 2 })
    await time.advance(50)
    one.send({ cmd: 'pubrec', messageId: 2 })
    await time.advance(50)
    broker.connectionOf('bare')?.tear()
    broker.publish('new', '', { qos: 1 })
    await client()
    expect(broker.wire.lines(2).slice(2)).toEqual([
      '< PUBLISH q1 #1 dup q1',
      '< PUBREL #2',
      '< PUBLISH q2 #3 dup q2b',
      '< PUBLISH q1 #4 new',
    ])
  })

  it('keeps to the Receive Maximum of the client and to its Maximum Packet Size', async () => {
    const one = await client({ properties: { receiveMaximum: 2, maximumPacketSize: 40 } })
    one.subscribe('#', 1)
    await time.advance(50)
    broker.publish('big', 'x'.repeat(100), { qos: 1 })
    for (const topic of ['1', '2', '3']) broker.publish(topic, '', { qos: 1 })
    await time.advance(50)
    expect(one.publishes.map(({ topic }) => topic)).toEqual(['1', '2'])
    one.send({ cmd: 'puback', messageId: 1 })
    await time.advance(50)
    expect(one.publishes.map(({ topic }) => topic)).toEqual(['1', '2', '3'])
  })

  it('finishes QoS 2, and writes down acknowledgements of nothing', async () => {
    const one = await client()
    one.subscribe('#', 2)
    await time.advance(50)
    broker.publish('a', '', { qos: 2 })
    await time.advance(50)
    one.send({ cmd: 'pubrec', messageId: 1 })
    await time.advance(50)
    one.send({ cmd: 'pubcomp', messageId: 1 })
    one.send({ cmd: 'puback', messageId: 77 })
    await time.advance(50)
    expect(broker.sessionOf('bare')).toMatchObject({ unfinished: 0, unknownAcks: ['puback #77'] })
  })

  it('drops what expired while it waited', async () => {
    const one = await client()
    one.subscribe('#', 1)
    await time.advance(50)
    one.close()
    await time.advance(50)
    broker.publish('old', '', { qos: 1, properties: { messageExpiryInterval: 5 } })
    await time.advance(6_000)
    expect((await client()).publishes).toEqual([])
  })

  it('retained messages follow Retain Handling, and keep the flag only where asked', async () => {
    broker.publish('r', 'kept', { retain: true })
    const one = await client()
    for (const rh of [2, 0, 1, 0]) one.subscribe('r', 0, { rh })
    await time.advance(50)
    expect(one.publishes.map(({ retain }) => retain)).toEqual([true, true])
    broker.publish('r', 'live', { retain: true })
    await time.advance(50)
    expect(one.publishes[2]?.retain).toBe(false)
    one.subscribe('r', 0, { rh: 2, rap: true })
    await time.advance(50)
    broker.publish('r', '', { retain: true })
    await time.advance(50)
    expect(one.publishes[3]?.retain).toBe(true)
    expect((await client({ clientId: 'late' })).publishes).toEqual([])
  })
})

describe('from the client', () => {
  it('QoS 2 counts once per identifier until PUBREL, across connections', async () => {
    const one = await client()
    one.publish('a', 2, 7)
    await time.advance(50)
    broker.connectionOf('bare')?.tear()
    const two = await client()
    two.publish('a', 2, 7, true)
    two.send({ cmd: 'pubrel', messageId: 7 })
    two.send({ cmd: 'pubrel', messageId: 7 })
    two.publish('b', 2, 7)
    await time.advance(50)
    expect(broker.received.map(({ topic }) => topic)).toEqual(['a', 'b'])
    expect(broker.wire.lines(2).slice(2)).toEqual([
      '> PUBLISH q2 #7 dup a',
      '< PUBREC #7',
      '> PUBREL #7',
      '< PUBCOMP #7',
      '> PUBREL #7',
      '< PUBCOMP #7 0x92',
      '> PUBLISH q2 #7 b',
      '< PUBREC #7',
    ])
    expect(broker.violations).toEqual([])
  })

  it('tells a client that breaks its half: over Receive Maximum, too large, out of order, QoS 2 reuse', async () => {
    broker.rules.ackDelayMs = 1_000
    broker.rules.receiveMaximum = 1
    broker.rules.maximumPacketSize = 200
    const one = await client({ clientId: 'many' })
    one.publish('a', 1, 1)
    one.publish('b', 1, 2)
    await time.advance(50)
    const two = await client({ clientId: 'large' })
    two.publish('x'.repeat(300), 0)
    const three = await client(undefined)
    three.send({ cmd: 'connect', clientId: 'again', protocolVersion: 5 })
    const four = await client({ clientId: 'reuse' })
    four.publish('a', 2, 5)
    four.publish('b', 2, 5)
    await time.advance(50)
    expect(
      broker.wire.entries.flatMap(({ packet }) => (packet.cmd === 'disconnect' ? [packet.reasonCode] : [])),
    ).toEqual([0x93, 0x95, 0x82])
    expect(broker.violations).toEqual([
      '1: over Receive Maximum',
      '2: publish of 606 bytes',
      '3: connect out of order',
      '4: QoS 2 #5 used again without DUP',
      '4: #5 sent while it is under way',
    ])
  })

  it('notices a silent client after 1.5 × keep alive, Server Keep Alive before its own', async () => {
    broker.rules.serverKeepAliveSeconds = 10
    const one = await client({ keepalive: 60 })
    one.send({ cmd: 'pingreq' })
    await time.advance(14_000)
    expect(one.names).toEqual(['connack', 'pingresp'])
    await time.advance(1_500)
    expect(one.names).toEqual(['connack', 'pingresp', 'disconnect'])
  })

  it('refuses a connection, a subscription and a message by code', async () => {
    broker.rules.refuseConnect = ({ clientId }) => (clientId === 'no' ? 0x87 : undefined)
    broker.rules.grant = (filter) => (filter === 'no' ? 0x87 : 0)
    broker.rules.refusePublish = ({ topic }) => (topic === 'no' ? 0x97 : undefined)
    const refused = await client({ clientId: 'no' })
    expect([refused.names, refused.isClosed]).toEqual([['connack'], true])
    const one = await client()
    one.send({
      cmd: 'subscribe',
      messageId: 1,
      subscriptions: [
        { topic: 'no', qos: 1 },
        { topic: 'yes', qos: 2 },
      ],
    })
    one.publish('no', 1, 1)
    one.publish('no', 2, 2)
    await time.advance(50)
    expect(broker.wire.lines(2).filter((line) => line.startsWith('<'))).toEqual([
      '< CONNACK fresh',
      '< SUBACK #1 [135,0]',
      '< PUBACK #1 0x97',
      '< PUBREC #2 0x97',
    ])
    expect(broker.received).toEqual([])
  })
})

describe('will', () => {
  const will = (delay: number) => ({
    properties: { sessionExpiryInterval: 3_600 },
    will: { topic: 'will', payload: Buffer.from('gone'), qos: 1 as const, properties: { willDelayInterval: delay } },
  })

  it.each([
    ['is sent at once when the connection is lost', 0, 'lost', 10, true],
    ['waits for its delay', 60, 'lost', 59_000, false],
    ['is sent after its delay', 60, 'lost', 61_000, true],
    ['is deleted by DISCONNECT', 0, 0x00, 10, false],
    ['is asked for by DISCONNECT 0x04', 0, 0x04, 10, true],
  ] as const)('%s', async (_words, delay, how, waitMs, isSent) => {
    const other = await client({ clientId: 'other' })
    other.subscribe('will', 1)
    const one = await client(will(delay))
    if (how === 'lost') broker.connectionOf('bare')?.tear()
    else one.send({ cmd: 'disconnect', reasonCode: how })
    await time.advance(waitMs + 50)
    expect(other.publishes.length).toBe(isSent ? 1 : 0)
  })

  it('is not sent when the client is back in time', async () => {
    const other = await client({ clientId: 'other' })
    other.subscribe('will', 1)
    await client(will(60))
    broker.connectionOf('bare')?.tear()
    await time.advance(30_000)
    await client(will(60))
    await time.advance(100_000)
    expect(other.publishes).toEqual([])
  })
})

describe('network', () => {
  it('a torn connection loses what was on its way, a swallowed one says nothing', async () => {
    const one = await client({ clientId: 'torn' })
    one.publish('lost', 0)
    broker.connectionOf('torn')?.tear()
    const two = await client({ clientId: 'silent' })
    broker.connectionOf('silent')?.swallow('both')
    two.publish('lost too', 0)
    await time.advance(1_000)
    expect([one.isClosed, two.isClosed, broker.received]).toEqual([true, false, []])
  })

  it('refuses, stays silent until the timeout, and keeps the latency', async () => {
    broker.network.latencyMs = 200
    const slow = new BareClient(broker.network, kept)
    await time.advance(799)
    expect(slow.names).toEqual([])
    await time.advance(1)
    expect(slow.names).toEqual(['connack'])
    broker.network.failure = { cause: 'refused' }
    const refused = new BareClient(broker.network, kept)
    broker.network.failure = 'silent'
    const unheard = new BareClient(broker.network, kept)
    await time.advance(300)
    expect([refused.isClosed, unheard.isClosed]).toEqual([true, false])
    await time.advance(5_000)
    expect(unheard.isClosed).toBe(true)
  })
})

it.each([4, 5] as const)('the real link speaks to it: QoS 2 both ways, version %i', async (protocolVersion) => {
  const heard: InboundPacket[] = []
  let isConnected = false
  const link = openLink(
    broker.network,
    {
      url: 'ws://model/mqtt',
      protocolVersion,
      clientId: 'link',
      cleanStart: false,
      sessionExpirySeconds: 60,
      keepAliveSeconds: 60,
      connectTimeoutMs: 5_000,
      receiveMaximum: 10,
      maximumPacketSize: 10_000,
      receivedIds: new Set(),
      whenCommitted: (done) => done(),
    },
    {
      socketOpened: () => undefined,
      connected: () => (isConnected = true),
      received: (packet) => heard.push(packet),
      progressed: () => undefined,
      closed: () => undefined,
    },
  )
  await time.until(() => isConnected, 'connected')
  const filter = { filter: 'to/link', qos: 2, noLocal: false, retainAsPublished: false, retainHandling: 0 } as const
  link.send({ cmd: 'subscribe', packetId: 1, filters: [filter] })
  link.send({
    cmd: 'publish',
    topic: 'from/link',
    payload: Uint8Array.of(104, 105),
    qos: 2,
    retain: false,
    dup: false,
    packetId: 2,
  })
  await time.advance(100)
  broker.publish('to/link', 'hello', { qos: 2 })
  await time.advance(100)
  link.close({ reasonCode: 0 })
  await time.advance(100)
  expect(broker.wire.lines()).toEqual([
    protocolVersion === 4 ? '> CONNECT 3.1.1' : '> CONNECT',
    '< CONNACK fresh',
    '> SUBSCRIBE #1 to/link q2',
    '< SUBACK #1 [2]',
    '> PUBLISH q2 #2 from/link',
    '< PUBREC #2',
    '> PUBREL #2',
    '< PUBCOMP #2',
    '< PUBLISH q2 #1 to/link',
    '> PUBREC #1',
    '< PUBREL #1',
    '> PUBCOMP #1',
    '> DISCONNECT',
  ])
  expect(broker.received).toMatchObject([{ topic: 'from/link', text: 'hi', clientId: 'link' }])
  expect(heard.filter(({ cmd }) => cmd === 'publish')).toMatchObject([{ topic: 'to/link' }])
  expect(broker.violations).toEqual([])
})
