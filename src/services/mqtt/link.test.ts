import * as fc from 'fast-check'
import { generate, parser, type Packet } from 'mqtt-packet'
import { encodeUtf8 } from '@/core/payload/utf8'
import type { InboundPacket, Publish } from '@/core/session/packets'
import { FakeSocketPort } from '../socket/socket.fake'
import { openLink } from './link'
import type { LinkClose, LinkOptions } from './types'

const OPTIONS: Omit<LinkOptions, 'receivedIds'> = {
  url: 'wss://broker/mqtt',
  protocolVersion: 5,
  clientId: 'phone',
  cleanStart: false,
  sessionExpirySeconds: 3600,
  keepAliveSeconds: 60,
  connectTimeoutMs: 5000,
  receiveMaximum: 20,
  maximumPacketSize: 1000,
  whenCommitted: (done) => done(),
}
const CONNACK = [0x20, 3, 0, 0, 0]
const PUBLISH: Publish = {
  cmd: 'publish',
  topic: 't',
  payload: Uint8Array.of(1),
  qos: 1,
  packetId: 5,
  retain: false,
  dup: false,
}

/** A link over a scripted socket, up to CONNECT. */
function start(change: Partial<LinkOptions> = {}) {
  const port = new FakeSocketPort()
  const received: InboundPacket[] = []
  const closes: LinkClose[] = []
  const log: string[] = []
  const receivedIds = change.receivedIds ?? new Set<number>()
  const link = openLink(
    port,
    { ...OPTIONS, ...change, receivedIds },
    {
      socketOpened: () => log.push('socketOpened'),
      connected: () => log.push('connected'),
      progressed: () => undefined,
      received: (packet) => received.push(packet),
      closed: (close) => closes.push(close),
    },
  )
  const socket = port.sockets[0]
  if (!socket) throw new Error('no socket was opened')
  socket.open()
  const turn = () => Promise.resolve().then(() => undefined)
  return {
    link,
    socket,
    received,
    closes,
    log,
    receivedIds,
    deliver: (...bytes: number[]) => socket.deliver(Uint8Array.from(bytes)),
    /** Frames sent after CONNECT, once this turn is over */
    async sent() {
      await turn()
      return socket.sent.slice(1).map((frame) => Array.from(frame))
    },
  }
}

function startConnected(change: Partial<LinkOptions> = {}) {
  const started = start(change)
  started.deliver(...(change.protocolVersion === 4 ? [0x20, 2, 0, 0] : CONNACK))
  return started
}

const bytesOf = (packet: Packet) => Array.from(generate(packet, { protocolVersion: 5 }))
const qos2 = (messageId: number, dup = false) =>
  bytesOf({ cmd: 'publish', topic: 't', payload: 'x', qos: 2, messageId, dup, retain: false })

// the engine's stream ticks in Node; in the app's builds it does not
beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }))
afterEach(() => jest.useRealTimers())

test('CONNECT is written before socketOpened is told, with what the profile says', () => {
  const { socket, log } = start({ username: 'u', password: 'p' })
  expect(log).toEqual(['socketOpened'])
  expect(Buffer.from(socket.sent[0] ?? []).toString('latin1')).toMatch(/^.+MQTT.+phone.+u.+p$/s)
})

test.each([
  [5, [0x20, 3, 0, 0x87, 0], 5, 0x87],
  [4, [0x20, 2, 0, 5], 4, 5],
  // a server of 3.1.1 answers an MQTT 5 CONNECT in its own way
  [5, [0x20, 2, 0, 1], 4, 1],
] as const)(
  'version %s: CONNACK %j is a refusal in the words of version %s',
  (asked, bytes, protocolVersion, reasonCode) => {
    const { deliver, closes, socket } = start({ protocolVersion: asked })
    deliver(...bytes)
    expect(closes).toEqual([{ kind: 'refused', protocolVersion, reasonCode }])
    expect(socket.isOver).toBe(true)
  },
)

test('DISCONNECT of the server closes with its reason; what stands behind it is not read', () => {
  const { deliver, closes, received } = startConnected()
  const disconnect = bytesOf({ cmd: 'disconnect', reasonCode: 0x8e, properties: { reasonString: 'elsewhere' } })
  deliver(...disconnect, 0xd0, 0)
  expect(closes).toEqual([{ kind: 'disconnected', reasonCode: 0x8e, reasonString: 'elsewhere' }])
  expect(received).toEqual([])
})

const HOSTILE: [name: string, bytes: number[]][] = [
  ['type 0', [0, 0]],
  ['a second CONNACK', CONNACK],
  ['QoS 3', [0x36, 5, 0, 1, 0x61, 0, 1]],
  ['a length over four bytes', [0x30, 0xff, 0xff, 0xff, 0xff, 1]],
  ['reserved flags', [0xd1, 0]],
  ['an unknown property', [0x30, 6, 0, 1, 0x61, 2, 0x7f, 0]],
  ['a property cut short', [0x30, 6, 0, 1, 0x61, 2, 0x03, 0]],
  ['a User Property cut short', [0x30, 7, 0, 1, 0x61, 3, 0x26, 0, 9]],
  ['a topic alias that was never allowed', [0x30, 7, 0, 1, 0x61, 3, 0x23, 0, 1]],
  ['an invalid reason code', [0x40, 3, 0, 1, 0x77]],
  ['an invalid SUBACK code', [0x90, 4, 0, 1, 0, 0x77]],
  ['AUTH', [0xf0, 0]],
  ['an invalid DISCONNECT reason', [0xe0, 1, 0x77]],
]

test.each(HOSTILE)('%s closes with protocolError and nothing else happens', async (_name, bytes) => {
  const { deliver, closes, received, socket, sent } = startConnected()
  deliver(...bytes, 0xd0, 0)
  expect(closes).toEqual([{ kind: 'protocolError', detail: expect.any(String) as string }])
  expect(received).toEqual([])
  expect(socket.isOver).toBe(true)
  expect(await sent()).toEqual([])
  expect(jest.getTimerCount()).toBe(0)
})

test('noise of any kind never throws and closes at most once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 5 }),
      fc.constantFrom(4 as const, 5 as const),
      (frames, protocolVersion) => {
        const { socket, closes } = startConnected({ protocolVersion })
        for (const frame of frames) socket.deliver(frame)
        expect(closes.length).toBeLessThanOrEqual(1)
      },
    ),
    { numRuns: 500 },
  )
})

test('well-formed headers with noise in their bodies never throw and close at most once', () => {
  const packet = fc
    .tuple(
      fc.constantFrom(0x30, 0x32, 0x34, 0x40, 0x50, 0x62, 0x70, 0x90, 0xb0, 0xe0),
      fc.uint8Array({ maxLength: 40 }),
    )
    .map(([first, body]) => [first, body.length, ...Array.from(body)])
  fc.assert(
    fc.property(fc.array(packet, { maxLength: 4 }), (packets) => {
      const { deliver, closes } = startConnected()
      for (const bytes of packets) deliver(...bytes)
      expect(closes.length).toBeLessThanOrEqual(1)
    }),
    { numRuns: 1000 },
  )
})

test('a QoS 2 message whose ID is known is acknowledged and not given, across links', async () => {
  const receivedIds = new Set<number>()
  const first = startConnected({ receivedIds })
  first.deliver(...qos2(9))
  first.socket.end()
  expect([...receivedIds]).toEqual([9])
  const second = start({ receivedIds })
  second.deliver(0x20, 3, 1, 0, 0, ...qos2(9, true))
  expect(second.received).toEqual([])
  second.deliver(0x62, 2, 0, 9)
  expect(await second.sent()).toEqual([[0x50, 2, 0, 9, 0x70, 2, 0, 9]])
  expect(receivedIds.size).toBe(0)
  second.deliver(...qos2(9))
  expect(second.received.map(({ cmd }) => cmd)).toEqual(['pubrel', 'publish'])
})

/** A commit gate that opens when the test says so */
function closedGate() {
  let waiting: (() => void)[] = []
  const log: string[] = []
  return {
    log,
    /** how often it was asked and has not opened since */
    get asked() {
      return waiting.length
    },
    whenCommitted(done: () => void) {
      log.push('asked')
      waiting.push(done)
    },
    open() {
      const opened = waiting
      waiting = []
      for (const done of opened) done()
    },
    /** What it calls, for whoever does not keep their order */
    take: () => waiting.splice(0),
  }
}

const qos1 = (messageId: number) =>
  bytesOf({ cmd: 'publish', topic: 't', payload: 'x', qos: 1, messageId, dup: false, retain: false })

describe('the commit gate', () => {
  test('is asked once a frame, when all of it has been told; what is held leaves in order, in one frame', async () => {
    const gate = closedGate()
    const { deliver, link, received, sent } = startConnected({ whenCommitted: gate.whenCommitted })
    received.push = (packet) => gate.log.push(packet.cmd)
    link.send({ ...PUBLISH, qos: 2 })
    expect(await sent()).toHaveLength(1)
    deliver(...qos1(1), ...qos2(2), 0x50, 2, 0, 5, ...qos1(3), 0x62, 2, 0, 2, 0x50, 2, 0, 8, 0x62, 2, 0, 77)
    deliver(...qos1(4))
    deliver(0xd0, 0)
    const told = ['publish', 'publish', 'pubrec', 'publish', 'pubrel', 'pubrec', 'pubrel']
    expect(gate.log).toEqual([...told, 'asked', 'publish', 'asked', 'pingresp'])
    expect(await sent()).toHaveLength(1)
    gate.open()
    expect((await sent()).slice(1)).toEqual([
      [
        ...[0x40, 2, 0, 1, 0x50, 2, 0, 2, 0x62, 2, 0, 5, 0x40, 2, 0, 3, 0x70, 2, 0, 2],
        ...[0x62, 3, 0, 8, 0x92, 0x70, 3, 0, 77, 0x92, 0x40, 2, 0, 4],
      ],
    ])
  })

  test('lets out what had been told when it was asked, and no more', async () => {
    const gate = closedGate()
    const { deliver, sent } = startConnected({ whenCommitted: gate.whenCommitted })
    deliver(...qos1(1))
    const [first] = gate.take()
    deliver(...qos1(2))
    first?.()
    expect(await sent()).toEqual([[0x40, 2, 0, 1]])
    gate.open()
    // called again, or later than one asked after it, it lets out nothing
    first?.()
    expect(await sent()).toEqual([
      [0x40, 2, 0, 1],
      [0x40, 2, 0, 2],
    ])
  })

  test('holds nothing back but acknowledgements', async () => {
    const gate = closedGate()
    const { deliver, link, sent } = startConnected({ whenCommitted: gate.whenCommitted })
    deliver(...qos1(1))
    link.send({ cmd: 'pingreq' })
    link.send(PUBLISH)
    link.send({ cmd: 'unsubscribe', packetId: 2, filters: ['a'] })
    link.send({ cmd: 'pubrel', packetId: 6 })
    const [frame = []] = await sent()
    expect(frame.slice(0, 2)).toEqual([0xc0, 0])
    expect(frame.slice(-4)).toEqual([0x62, 2, 0, 6])
    expect(frame.join()).not.toContain([0x40, 2, 0, 1].join())
    link.close({ reasonCode: 0 })
    gate.open()
    expect((await sent()).slice(1)).toEqual([[0xe0, 0]])
  })

  test.each(['socket', 'link'] as const)('what is held is dropped when the %s ends', async (who) => {
    const gate = closedGate()
    const { deliver, link, socket, sent } = startConnected({ whenCommitted: gate.whenCommitted })
    deliver(...qos1(1), ...qos2(2))
    if (who === 'socket') socket.end()
    else link.close()
    gate.open()
    expect(await sent()).toEqual([])
  })

  test('a PUBLISH told on a link that died is not told on the next, whose PUBREC waits for the same commit', async () => {
    const gate = closedGate()
    const shared = { receivedIds: new Set<number>(), whenCommitted: gate.whenCommitted }
    const first = startConnected(shared)
    first.deliver(...qos2(9))
    first.socket.end()
    const second = start(shared)
    second.deliver(0x20, 3, 1, 0, 0, ...qos2(9, true))
    expect([first.received.length, second.received.length]).toEqual([1, 0])
    expect([gate.asked, await second.sent()]).toEqual([2, []])
    gate.open()
    expect(await second.sent()).toEqual([[0x50, 2, 0, 9]])
    expect(await first.sent()).toEqual([])
  })

  test.each([
    [5, [0x70, 3, 0, 9, 0x92]],
    [4, [0x70, 2, 0, 9]],
  ] as const)('version %s: PUBREL is told and answered again after a link died with it', async (version, answer) => {
    const gate = closedGate()
    const shared = { receivedIds: new Set([9]), whenCommitted: gate.whenCommitted, protocolVersion: version }
    const connack = version === 5 ? [0x20, 3, 1, 0, 0] : [0x20, 2, 1, 0]
    const first = start(shared)
    first.deliver(...connack, 0x62, 2, 0, 9)
    first.socket.end()
    expect(shared.receivedIds.size).toBe(0)
    const second = start(shared)
    second.deliver(...connack, 0x62, 2, 0, 9)
    expect(second.received).toEqual([{ cmd: 'pubrel', packetId: 9, reasonCode: 0 }])
    expect(await second.sent()).toEqual([])
    gate.open()
    expect(await second.sent()).toEqual([answer])
    expect(second.closes).toEqual([])
  })

  test('an ID is remembered only for a message that was told', () => {
    const { deliver, received, receivedIds, closes } = startConnected()
    // a property cut short
    deliver(0x34, 8, 0, 1, 0x61, 0, 9, 2, 0x03, 0)
    expect([received.length, closes.length, receivedIds.size]).toEqual([0, 1, 0])
  })

  test.each([
    ['QoS 1', 15, (id: number) => qos1(id)],
    ['QoS 2', 15, (id: number) => qos2(id)],
    // PUBREC and PUBCOMP
    ['QoS 2 released but not committed', 8, (id: number) => [...qos2(id), 0x62, 2, 0, id]],
    ['PUBREL of IDs nobody knows', 0, (id: number) => [0x62, 2, 0, id]],
  ])('MQTT 5, %s: at the bound what was told is acknowledged, then comes 0x93', async (_name, told, of) => {
    const gate = closedGate()
    const { deliver, closes, received, sent, socket } = startConnected({
      receiveMaximum: 3,
      whenCommitted: gate.whenCommitted,
    })
    for (let id = 1; id <= 20; id += 1) deliver(...of(id))
    expect([closes.length, socket.isOver]).toEqual([0, false])
    expect(received.filter(({ cmd }) => cmd === 'publish')).toHaveLength(told)
    gate.open()
    expect(closes).toEqual([{ kind: 'protocolError', detail: '15 acknowledgements wait for storage' }])
    expect((await sent()).flat().slice(-3)).toEqual([0xe0, 1, 0x93])
  })

  test('the bytes that wait are bounded, too: large messages do not fill the memory behind a slow disk', async () => {
    const gate = closedGate()
    const { deliver, closes, received, sent } = startConnected({ whenCommitted: gate.whenCommitted })
    const large = (messageId: number) =>
      bytesOf({ cmd: 'publish', topic: 't', payload: 'x'.repeat(900), qos: 1, messageId, dup: false, retain: false })
    for (let id = 101; id <= 120; id += 1) {
      deliver(...large(id))
      gate.open()
    }
    for (let id = 1; id <= 10; id += 1) deliver(...large(id))
    expect([received.length, closes.length]).toEqual([20 + 6, 0])
    gate.open()
    expect(closes).toEqual([{ kind: 'storageSlow', detail: '6 acknowledgements wait for storage' }])
    expect((await sent()).flat().slice(-3)).toEqual([0xe0, 1, 0x97])
  })

  test('what was acknowledged makes room', () => {
    const gate = closedGate()
    const { deliver, closes, received } = startConnected({ receiveMaximum: 3, whenCommitted: gate.whenCommitted })
    for (let id = 1; id <= 200; id += 2) {
      deliver(...qos1(id), ...qos2(id + 1))
      gate.open()
      deliver(0x62, 2, 0, id + 1)
      gate.open()
    }
    expect([closes, received.length]).toEqual([[], 300])
  })

  test('3.1.1: what can wait is bounded; at the bound it is acknowledged, then the connection ends', async () => {
    const gate = closedGate()
    const { link, deliver, closes, received, sent } = startConnected({
      protocolVersion: 4,
      receiveMaximum: 3,
      whenCommitted: gate.whenCommitted,
    })
    const publish = (id: number) => [0x32, 6, 0, 1, 0x61, 0, id, 1]
    for (let id = 1; id <= 8; id += 1) deliver(...publish(id), ...publish(id + 100))
    expect([received.length, closes.length, (await sent()).length]).toEqual([15, 0, 0])
    expect(link.send({ ...PUBLISH, qos: 0 })).toBe(false)
    gate.open()
    expect(closes).toEqual([{ kind: 'storageSlow', detail: '15 acknowledgements wait for storage' }])
    const [frame = []] = await sent()
    expect(frame).toHaveLength(15 * 4)
  })

  test('3.1.1: a frame of any number of messages passes a gate that stands open', async () => {
    const { socket, closes, received, sent } = startConnected({ protocolVersion: 4, receiveMaximum: 3 })
    const frame = Array.from({ length: 5000 }, (_, at) => [0x32, 6, 0, 1, 0x61, (at >> 8) + 1, at & 0xff, 1])
    socket.deliver(Uint8Array.from(frame.flat()))
    expect([closes.length, received.length, (await sent()).flat().length]).toEqual([0, 5000, 20_000])
  })

  test('PUBREC that comes again and again for one message makes one PUBREL wait', async () => {
    const gate = closedGate()
    const { deliver, link, sent, closes } = startConnected({ receiveMaximum: 1, whenCommitted: gate.whenCommitted })
    link.send({ ...PUBLISH, qos: 2 })
    expect(await sent()).toHaveLength(1)
    for (let time = 0; time < 100; time += 1) deliver(0x50, 2, 0, 5)
    gate.open()
    expect((await sent()).slice(1)).toEqual([[0x62, 2, 0, 5]])
    expect(closes).toEqual([])
  })

  test('whatever comes and whenever it opens: acknowledged is what was told, in order, none before it was committed', async () => {
    const step = fc.oneof(
      fc.record({ cmd: fc.constantFrom('qos1', 'qos2', 'pubrel', 'pubrec'), id: fc.integer({ min: 1, max: 6 }) }),
      fc.record({ cmd: fc.constant('open'), id: fc.constant(0) }),
      fc.record({ cmd: fc.constant('noise'), id: fc.integer({ min: 0, max: 255 }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.constantFrom(4, 5), async (steps, protocolVersion) => {
        const gate = closedGate()
        const { deliver, closes, sent } = startConnected({
          protocolVersion,
          receiveMaximum: 100,
          whenCommitted: gate.whenCommitted,
        })
        const due: number[] = []
        let allowed = 0
        const properties = protocolVersion === 5 ? [0] : []
        for (const { cmd, id } of steps) {
          const isAlive = closes.length === 0
          if (cmd === 'open') {
            gate.open()
            if (isAlive) allowed = due.length
          } else if (cmd === 'noise') deliver(id, 0)
          else if (cmd === 'qos1' || cmd === 'qos2') {
            deliver(cmd === 'qos1' ? 0x32 : 0x34, 6 + properties.length, 0, 1, 0x61, 0, id, ...properties, 1)
            if (isAlive) due.push(cmd === 'qos1' ? 0x40 : 0x50, id)
          } else {
            deliver(cmd === 'pubrel' ? 0x62 : 0x50, 2, 0, id)
            // a PUBREC of nobody's message is answered once
            if (isAlive && cmd === 'pubrel') due.push(0x70, id)
          }
        }
        const left: number[] = []
        const bytes = (await sent()).flat()
        for (let at = 0; at < bytes.length; at += 2 + (bytes[at + 1] as number)) {
          if (bytes[at] !== 0x62) left.push(bytes[at] as number, bytes[at + 3] as number)
        }
        expect(left).toEqual(closes.length === 0 ? due.slice(0, allowed) : due.slice(0, left.length))
        expect(left.length).toBeLessThanOrEqual(allowed)
        expect(closes.length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 300 },
    )
  })
})

describe('on the wire', () => {
  const decode = (frame: number[], protocolVersion: 4 | 5) => {
    const packets: Packet[] = []
    const decoder = parser({ protocolVersion })
    decoder.on('packet', (packet: Packet) => packets.push(packet))
    decoder.parse(Buffer.from(frame))
    return packets
  }

  test.each([5, 4] as const)('version %s: every field of CONNECT', (protocolVersion) => {
    const will = { topic: '遗嘱', payload: Uint8Array.of(0, 255, 1), qos: 2, retain: true, delaySeconds: 120 } as const
    const { socket } = start({ protocolVersion, username: 'u', password: 'p', will })
    const [connect] = decode(Array.from(socket.sent[0] ?? []), protocolVersion)
    expect(connect).toMatchObject({
      protocolVersion,
      clientId: 'phone',
      clean: false,
      keepalive: 60,
      username: 'u',
      password: Buffer.from('p'),
      will: { topic: '遗嘱', payload: Buffer.of(0, 255, 1), qos: 2, retain: true },
    })
    const properties = { sessionExpiryInterval: 3600, receiveMaximum: 20, maximumPacketSize: 1000 }
    expect((connect as { properties?: object }).properties).toEqual(protocolVersion === 5 ? properties : undefined)
    const willProperties = (connect as { will: { properties?: object } }).will.properties
    expect(willProperties).toEqual(protocolVersion === 5 ? { willDelayInterval: 120 } : undefined)
  })

  test.each([5, 4] as const)('version %s: every field of PUBLISH', async (protocolVersion) => {
    const properties = {
      payloadFormatIndicator: true,
      messageExpirySeconds: 4_000_000_000,
      contentType: 'text/plain',
      responseTopic: '回/答',
      correlationData: Uint8Array.of(0, 255),
      userProperties: [['单位', '℃']] as [string, string][],
    }
    const { link, sent } = startConnected({ protocolVersion })
    link.send({ ...PUBLISH, topic: '温室', qos: 2, retain: true, dup: true, packetId: 0xabcd, properties })
    const [packet] = decode((await sent())[0] ?? [], protocolVersion)
    expect(packet).toMatchObject({ topic: '温室', payload: Buffer.of(1), qos: 2, retain: true, dup: true })
    expect(packet?.messageId).toBe(0xabcd)
    const sentProperties = {
      payloadFormatIndicator: true,
      messageExpiryInterval: 4_000_000_000,
      contentType: 'text/plain',
      responseTopic: '回/答',
      correlationData: Buffer.of(0, 255),
      userProperties: { 单位: '℃' },
    }
    const decoded = (packet as { properties?: { userProperties: object } }).properties
    // the decoder's record of User Properties has no prototype
    const plain = decoded && { ...decoded, userProperties: { ...decoded.userProperties } }
    expect(plain).toEqual(protocolVersion === 5 ? sentProperties : undefined)
  })

  test.each([
    ['Message Expiry Interval 0', { messageExpirySeconds: 0 }, [5, 0x02, 0, 0, 0, 0]],
    ['Payload Format Indicator 0', { payloadFormatIndicator: false }, [2, 0x01, 0]],
    ['an empty Content Type', { contentType: '' }, [3, 0x03, 0, 0]],
    ['empty Correlation Data', { correlationData: new Uint8Array(0) }, [3, 0x09, 0, 0]],
  ])('%s is said and not left out', async (_name, properties, bytes) => {
    const { link, sent } = startConnected()
    link.send({ ...PUBLISH, properties })
    expect((await sent())[0]?.slice(7)).toEqual([...bytes, 1])
  })

  test('Will Delay 0 and Session Expiry 0 are as good as said', () => {
    const will = { topic: 'w', payload: new Uint8Array(0), qos: 0, retain: false, delaySeconds: 0 } as const
    const { socket } = start({ will, sessionExpirySeconds: 0 })
    const [connect] = decode(Array.from(socket.sent[0] ?? []), 5)
    expect(connect).toMatchObject({ will: { topic: 'w', payload: Buffer.alloc(0) } })
  })

  test('1,000 messages resent with IDs this link has not seen leave in order, in one frame, and are acknowledged', async () => {
    const { link, deliver, received, sent, closes } = startConnected()
    const ids = Array.from({ length: 1000 }, (_, index) => ((index * 7919) % 65_535) + 1)
    ids.forEach((packetId, at) => {
      if (at % 3 === 2) link.send({ cmd: 'pubrel', packetId })
      else link.send({ ...PUBLISH, packetId, dup: true, qos: at % 3 === 0 ? 1 : 2 })
    })
    const frames = await sent()
    expect(frames).toHaveLength(1)
    const packets = decode(frames[0] ?? [], 5)
    expect(packets.map(({ messageId }) => messageId)).toEqual(ids)
    expect(packets.map((packet) => (packet.cmd === 'publish' ? packet.dup && packet.qos : packet.cmd))).toEqual(
      ids.map((_, at) => [1, 2, 'pubrel'][at % 3]),
    )
    deliver(...ids.flatMap((id, at) => [[0x40, 0x50, 0x70][at % 3] as number, 2, id >> 8, id & 0xff]))
    expect(received.map((packet) => 'packetId' in packet && packet.packetId)).toEqual(ids)
    const released = decode((await sent())[1] ?? [], 5)
    expect(released.map(({ messageId }) => messageId)).toEqual(ids.filter((_, at) => at % 3 === 1))
    expect(closes).toEqual([])
  })
})

test('Session Present 0 forgets the known IDs', () => {
  const receivedIds = new Set([1, 2])
  startConnected({ receivedIds })
  expect(receivedIds.size).toBe(0)
})

test('PUBREC of an unknown ID is answered: 0x92, plainly where PUBREL had been resent, not at all where it failed', async () => {
  const { deliver, link, sent } = startConnected()
  deliver(0x50, 2, 0, 1)
  link.send({ cmd: 'pubrel', packetId: 2 })
  deliver(0x50, 2, 0, 2)
  deliver(0x50, 3, 0, 3, 0x97)
  expect(await sent()).toEqual([[0x62, 3, 0, 1, 0x92, 0x62, 2, 0, 2, 0x62, 2, 0, 2]])
})

test('a failing PUBREC ends the exchange', async () => {
  const { deliver, link, sent, received } = startConnected()
  link.send({ ...PUBLISH, qos: 2 })
  deliver(0x50, 3, 0, 5, 0x97)
  expect(received).toEqual([{ cmd: 'pubrec', packetId: 5, reasonCode: 0x97 }])
  expect(await sent()).toHaveLength(1)
})

test('a packet ID may be used again from within its acknowledgement', async () => {
  const { link, deliver, socket, received } = startConnected()
  link.send(PUBLISH)
  const acknowledge = received.push.bind(received)
  received.push = (packet) => {
    if (received.length === 0) link.send(PUBLISH)
    return acknowledge(packet)
  }
  deliver(0x40, 2, 0, 5)
  deliver(0x40, 2, 0, 5)
  await Promise.resolve()
  expect([...received]).toEqual(Array(2).fill({ cmd: 'puback', packetId: 5, reasonCode: 0 }))
  expect(socket.isOver).toBe(false)
})

test('after close nothing is heard and nothing is sent, even of a frame in hand', async () => {
  const { link, deliver, closes, received, sent, socket } = startConnected()
  const first = received.push.bind(received)
  received.push = (packet) => {
    link.close({ reasonCode: 4 })
    return first(packet)
  }
  deliver(0xd0, 0, 0xd0, 0)
  link.send(PUBLISH)
  link.close()
  socket.end()
  expect([received.length, closes.length]).toEqual([1, 0])
  expect(await sent()).toEqual([[0xe0, 1, 4]])
  expect(jest.getTimerCount()).toBe(0)
})

test('closing with DISCONNECT sends what was written before it; without, drops it', async () => {
  const polite = startConnected({ protocolVersion: 4 })
  polite.link.send({ cmd: 'pingreq' })
  polite.link.close({ reasonCode: 4 })
  expect(await polite.sent()).toEqual([[0xc0, 0, 0xe0, 0]])
  const rude = startConnected()
  rude.link.send({ cmd: 'pingreq' })
  rude.link.close()
  expect(await rude.sent()).toEqual([])
})

test('a packet that cannot be encoded closes the link, after the call', async () => {
  const { link, closes } = startConnected()
  link.send({ ...PUBLISH, topic: '' })
  expect(closes).toEqual([])
  await Promise.resolve()
  await Promise.resolve()
  expect(closes).toEqual([{ kind: 'protocolError', detail: 'publish cannot be encoded' }])
})

test('a socket that ends is told with whether it had opened', () => {
  const { socket, closes } = start()
  socket.end({ cause: 'closed', code: 1006 })
  expect(closes).toEqual([{ kind: 'socket', opened: true, close: { cause: 'closed', code: 1006 } }])
})

test('nothing but CONNECT leaves before CONNACK', async () => {
  const { link, sent } = start()
  link.send(PUBLISH)
  link.send({ cmd: 'pingreq' })
  expect(await sent()).toEqual([])
})

test('topics are text and payloads are bytes', () => {
  const { deliver, received } = startConnected()
  const payload = encodeUtf8('湿度 43 %')
  deliver(
    ...bytesOf({ cmd: 'publish', topic: '温室', payload: Buffer.from(payload), qos: 0, dup: false, retain: true }),
  )
  expect(received).toEqual([{ cmd: 'publish', topic: '温室', payload, qos: 0, retain: true, dup: false }])
})

test('a packet over what MQTT 5 announced closes with DISCONNECT 0x95, behind the answers to what came before', async () => {
  const { deliver, closes, received, socket, sent } = startConnected()
  deliver(...bytesOf({ cmd: 'publish', topic: 't', payload: 'x', qos: 1, messageId: 7, dup: false, retain: false }))
  deliver(0x32, 0xff, 0x7f, 0, 1)
  expect(closes).toEqual([{ kind: 'packetTooLarge', detail: expect.stringContaining('16386 bytes') as string }])
  expect(received).toHaveLength(1)
  expect(socket.isOver).toBe(true)
  expect((await sent()).flat()).toEqual([0x40, 2, 0, 7, 0xe0, 1, 0x95])
})

describe('a PUBLISH over the limit on 3.1.1', () => {
  const tooLarge = (qos: 0 | 1 | 2, dup = false) =>
    Array.from(
      generate(
        { cmd: 'publish', topic: '固件', payload: Buffer.alloc(5000), qos, messageId: 7, dup, retain: true },
        { protocolVersion: 4 },
      ),
    )
  const given = (qos: 0 | 1 | 2) => ({
    cmd: 'publish',
    topic: '固件',
    payload: new Uint8Array(0),
    qos,
    ...(qos > 0 && { packetId: 7 }),
    retain: true,
    dup: false,
    omittedBytes: 5000,
  })

  test.each([
    [0, []],
    [1, [0x40, 2, 0, 7]],
    [2, [0x50, 2, 0, 7]],
  ] as const)('QoS %s: is given without its payload and acknowledged when it has passed', async (qos, answer) => {
    const { deliver, closes, received, sent } = startConnected({ protocolVersion: 4 })
    const bytes = tooLarge(qos)
    deliver(...bytes.slice(0, -1))
    expect(received).toEqual([])
    expect(await sent()).toEqual([])
    deliver(...bytes.slice(-1))
    expect(received).toEqual([given(qos)])
    expect((await sent()).flat()).toEqual(answer)
    expect(closes).toEqual([])
  })

  test('QoS 2: comes once, and the exchange ends', async () => {
    const { deliver, received, sent, receivedIds } = startConnected({ protocolVersion: 4 })
    deliver(...tooLarge(2), ...tooLarge(2, true), 0x62, 2, 0, 7, 0xd0, 0)
    expect(received).toEqual([given(2), { cmd: 'pubrel', packetId: 7, reasonCode: 0 }, { cmd: 'pingresp' }])
    expect((await sent()).flat()).toEqual([0x50, 2, 0, 7, 0x50, 2, 0, 7, 0x70, 2, 0, 7])
    expect(receivedIds.size).toBe(0)
  })

  test('the mark does not stay for the next message', () => {
    const { deliver, received } = startConnected({ protocolVersion: 4 })
    deliver(...tooLarge(0), 0x30, 4, 0, 1, 0x61, 0x62)
    expect(received[1]).toEqual({ ...PUBLISH, topic: 'a', payload: Uint8Array.of(0x62), qos: 0, packetId: undefined })
    expect(received[1]).not.toHaveProperty('omittedBytes')
  })
})
