import { WebSocket } from 'ws'
import { decodeUtf8, encodeUtf8 } from '../../src/core/payload/utf8'
import type { Publish, QoS } from '../../src/core/session/packets'
import type { LinkOptions } from '../../src/services/mqtt/types'
import { h5Socket } from '../../src/services/socket/socket.h5'
import type { SocketPort } from '../../src/services/socket/types'
import { startMosquitto } from '../support/brokers/mosquitto'
import type { Broker } from '../support/brokers/types'
import { describeWith } from '../support/requirements'
import { Listener } from './linkSupport'

Object.assign(globalThis, { WebSocket })

const LOGIN = { username: '温室', password: 'p:ä ß' }
const listeners: Listener[] = []
let count = 0

afterEach(() => {
  for (const { link } of listeners.splice(0)) link.close({ reasonCode: 0 })
})

function publish(change: Partial<Publish> = {}): Publish {
  return { cmd: 'publish', topic: 't', payload: encodeUtf8('x'), qos: 0, retain: false, dup: false, ...change }
}

const subscribe = (packetId: number, ...filters: string[]) => ({
  cmd: 'subscribe' as const,
  packetId,
  filters: filters.map((filter) => ({
    filter,
    qos: 2 as const,
    noLocal: false,
    retainAsPublished: false,
    retainHandling: 0 as const,
  })),
})

/** The frames one port sent and received. */
function recorded(port: SocketPort) {
  const sent: Uint8Array[] = []
  const received: Uint8Array[] = []
  const recording: SocketPort = {
    open(request, events) {
      const socket = port.open(request, {
        ...events,
        received(bytes) {
          received.push(bytes.slice())
          events.received(bytes)
        },
      })
      return {
        send(bytes) {
          sent.push(bytes.slice())
          socket.send(bytes)
        },
        close: () => socket.close(),
      }
    },
  }
  return { port: recording, sent, received }
}

/** Delivers and sends one byte a frame: what the slowest path does to the stream. */
const byteByByte: SocketPort = {
  open(request, events) {
    const each = (bytes: Uint8Array, act: (byte: Uint8Array) => void) => {
      for (let at = 0; at < bytes.length; at += 1) act(bytes.slice(at, at + 1))
    }
    const socket = h5Socket.open(request, {
      ...events,
      received: (bytes) => each(bytes, (byte) => events.received(byte)),
    })
    return { send: (bytes) => each(bytes, (byte) => socket.send(byte)), close: () => socket.close() }
  },
}

describeWith({ mosquitto: true }, 'a link to mosquitto', () => {
  let broker: Broker
  beforeAll(async () => {
    broker = await startMosquitto()
  })
  afterAll(() => broker.stop())

  const listen = (options: Partial<LinkOptions> = {}, port: SocketPort = h5Socket) => {
    const listener = new Listener(port, {
      url: `${broker.wsUrl}/mqtt`,
      protocolVersion: 5,
      clientId: `link-${process.pid}-${(count += 1)}`,
      ...options,
    })
    listeners.push(listener)
    return listener
  }
  const online = async (options: Partial<LinkOptions> = {}, port?: SocketPort) => {
    const listener = listen(options, port)
    await listener.next('connected')
    return listener
  }

  describe.each([5, 4] as const)('protocol version %s', (protocolVersion) => {
    test('opens, then connects, and closes without a word', async () => {
      const listener = await online({ protocolVersion })
      expect(listener.heard.map(({ event }) => event)).toEqual(['socketOpened', 'connected'])
      expect(listener.heard[1]).toMatchObject({ connack: { sessionPresent: false } })
      listener.link.close({ reasonCode: 0 })
      const next = await online({ protocolVersion })
      next.link.send({ cmd: 'pingreq' })
      await next.nextPacket('pingresp')
      expect(listener.heard).toHaveLength(2)
    })

    test.each([0, 1, 2] as QoS[])('carries QoS %s both ways with the packet IDs asked for', async (qos) => {
      const listener = await online({ protocolVersion })
      listener.link.send(subscribe(11, 'a/温室'))
      expect(await listener.nextPacket('suback')).toEqual({ cmd: 'suback', packetId: 11, reasonCodes: [2] })
      listener.link.send(
        publish({ topic: 'a/温室', payload: encodeUtf8('补光灯 3 过流'), qos, packetId: qos ? 4711 : undefined }),
      )
      const arrived = await listener.nextPacket('publish')
      expect(arrived).toMatchObject({ topic: 'a/温室', qos, retain: false, dup: false })
      expect(Object.getPrototypeOf(arrived.payload)).toBe(Uint8Array.prototype)
      expect(decodeUtf8(arrived.payload)).toBe('补光灯 3 过流')
      listener.link.send({ cmd: 'pingreq' })
      await listener.nextPacket('pingresp')
      const acks = listener.received.filter(({ cmd }) => cmd === 'puback' || cmd === 'pubrec' || cmd === 'pubcomp')
      const expected = [[], ['puback'], ['pubrec', 'pubcomp']][qos]
      expect(acks).toEqual(expected?.map((cmd) => ({ cmd, packetId: 4711, reasonCode: 0 })))
    })

    test('answers keep the order of the filters, whatever they are called, and unsubscribing is answered', async () => {
      const listener = await online({ protocolVersion })
      listener.link.send({
        cmd: 'subscribe',
        packetId: 1,
        filters: ['b', '2', '1'].map((filter, qos) => ({
          filter,
          qos: qos as QoS,
          noLocal: false,
          retainAsPublished: false,
          retainHandling: 0,
        })),
      })
      expect(await listener.nextPacket('suback')).toMatchObject({ packetId: 1, reasonCodes: [0, 1, 2] })
      listener.link.send({ cmd: 'unsubscribe', packetId: 2, filters: ['2', 'b'] })
      const unsuback = await listener.nextPacket('unsuback')
      expect(unsuback).toEqual({ cmd: 'unsuback', packetId: 2, reasonCodes: protocolVersion === 5 ? [0, 0] : [] })
    })

    test('comes back to a kept session; a publish resent with DUP and its ID is acknowledged once more', async () => {
      const kept = {
        protocolVersion,
        clientId: `kept-${protocolVersion}-${process.pid}`,
        cleanStart: false,
        sessionExpirySeconds: 60,
      }
      const watcher = await online({ protocolVersion })
      watcher.link.send(subscribe(1, 'dup'))
      await watcher.nextPacket('suback')
      const first = await online(kept)
      const sent = publish({ topic: 'dup', qos: 2, packetId: 77 })
      first.link.send(sent)
      await first.nextPacket('pubrec')
      first.link.close()
      const wire = recorded(h5Socket)
      const second = listen(kept, wire.port)
      expect((await second.next('connected')).connack.sessionPresent).toBe(true)
      second.link.send({ ...sent, qos: 1, packetId: 78, dup: true })
      second.link.send({ cmd: 'pubrel', packetId: 77 })
      await second.nextPacket('puback')
      expect(await second.nextPacket('pubcomp')).toMatchObject({ packetId: 77 })
      // 0x3a: PUBLISH, DUP, QoS 1
      expect(wire.sent.map((frame) => frame[0])).toEqual([0x10, 0x3a])
    })

    test('a wrong password is a refusal with its code', async () => {
      const guarded = await startMosquitto({ login: LOGIN })
      const url = `${guarded.wsUrl}/mqtt`
      const wrong = listen({ protocolVersion, url, ...LOGIN, password: 'wrong' })
      const { close } = await wrong.next('closed')
      expect(close).toEqual({ kind: 'refused', protocolVersion, reasonCode: protocolVersion === 5 ? 0x87 : 5 })
      await online({ protocolVersion, url, ...LOGIN })
      await guarded.stop()
    })

    test('text is right when every byte comes in a frame of its own, both ways', async () => {
      const listener = await online({ protocolVersion }, byteByByte)
      listener.link.send(subscribe(1, '温室/😀'))
      await listener.nextPacket('suback')
      listener.link.send(publish({ topic: '温室/😀', payload: encodeUtf8('湿度 43 % 🌱'), qos: 2, packetId: 9 }))
      const arrived = await listener.nextPacket('publish')
      expect([arrived.topic, decodeUtf8(arrived.payload)]).toEqual(['温室/😀', '湿度 43 % 🌱'])
      await listener.nextPacket('pubcomp')
    })
  })

  test('what is written in one turn leaves in one frame', async () => {
    const wire = recorded(h5Socket)
    const listener = await online({}, wire.port)
    for (let packetId = 1; packetId <= 50; packetId += 1) listener.link.send(publish({ qos: 1, packetId }))
    for (let packetId = 1; packetId <= 50; packetId += 1) await listener.nextPacket('puback')
    expect(wire.sent).toHaveLength(2)
  })

  test('two links at once never share a byte', async () => {
    const other = await startMosquitto()
    const wires = [recorded(h5Socket), recorded(h5Socket)] as const
    const both = await Promise.all([
      online({}, wires[0].port),
      online({ url: `${other.wsUrl}/mqtt`, protocolVersion: 4 }, wires[1].port),
    ])
    const marks = ['first-only', 'second-only']
    await Promise.all(
      both.map(async (listener, index) => {
        listener.link.send(subscribe(1, `${marks[index]}/#`))
        await listener.nextPacket('suback')
        for (let packetId = 1; packetId <= 40; packetId += 1) {
          listener.link.send(
            publish({
              topic: `${marks[index]}/${packetId}`,
              payload: encodeUtf8(marks[index] ?? ''),
              qos: 2,
              packetId,
            }),
          )
          await listener.nextPacket('pubcomp')
        }
      }),
    )
    const text = (frames: Uint8Array[]) => Buffer.concat(frames).toString('latin1')
    wires.forEach((wire, index) => {
      for (const frames of [wire.sent, wire.received]) {
        expect(text(frames)).toContain(marks[index])
        expect(text(frames)).not.toContain(marks[1 - index])
      }
    })
    expect(both.map(({ publishes }) => publishes.length)).toEqual([40, 40])
    await other.stop()
  })

  test('MQTT 5 properties arrive as they were sent', async () => {
    const listener = await online()
    listener.link.send(subscribe(1, 'props'))
    await listener.nextPacket('suback')
    const properties = {
      payloadFormatIndicator: true,
      contentType: 'text/plain',
      responseTopic: '回/答',
      correlationData: Uint8Array.of(0, 255, 7),
      userProperties: [
        ['__proto__', 'a'],
        ['单位', '℃'],
        ['__proto__', 'b'],
      ] as [string, string][],
    }
    listener.link.send(publish({ topic: 'props', properties }))
    const { properties: arrived } = await listener.nextPacket('publish')
    // the engine groups User Properties by name
    const userProperties = [
      ['__proto__', 'a'],
      ['__proto__', 'b'],
      ['单位', '℃'],
    ]
    expect(arrived).toEqual({ ...properties, userProperties })
  })

  test('200 kB arrive byte for byte', async () => {
    const listener = await online()
    listener.link.send(subscribe(1, 'big'))
    await listener.nextPacket('suback')
    const payload = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 7919) >> 3)
    // a view into a larger buffer: only the view may leave
    const backing = new Uint8Array(payload.length + 64)
    backing.set(payload, 32)
    const packet = publish({ topic: 'big', payload: backing.subarray(32, 32 + payload.length), qos: 1, packetId: 1 })
    listener.link.send(packet)
    const arrived = await listener.nextPacket('publish')
    expect(Buffer.compare(arrived.payload, payload)).toBe(0)
  })

  test('DISCONNECT 0x04 has the will sent, 0x00 takes it back', async () => {
    const watcher = await online()
    watcher.link.send(subscribe(1, 'will/#'))
    await watcher.nextPacket('suback')
    const will = (name: string) => ({
      topic: `will/${name}`,
      payload: encodeUtf8('gone'),
      qos: 1 as const,
      retain: false,
      delaySeconds: 0,
    })
    ;(await online({ will: will('quiet') })).link.close({ reasonCode: 0 })
    ;(await online({ will: will('sent') })).link.close({ reasonCode: 4 })
    expect((await watcher.nextPacket('publish')).topic).toBe('will/sent')
  })
})
