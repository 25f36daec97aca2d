import * as fc from 'fast-check'
import { generate, type Packet } from 'mqtt-packet'
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
  expect(await second.sent()).toEqual([[0x50, 4, 0, 9, 0, 0, 0x70, 4, 0, 9, 0, 0]])
  expect(receivedIds.size).toBe(0)
  second.deliver(...qos2(9))
  expect(second.received).toHaveLength(1)
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
    expect(received).toEqual([given(2), { cmd: 'pingresp' }])
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
