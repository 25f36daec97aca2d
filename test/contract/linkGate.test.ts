import { WebSocket } from 'ws'
import { encodeUtf8 } from '../../src/core/payload/utf8'
import type { Publish } from '../../src/core/session/packets'
import type { LinkOptions } from '../../src/services/mqtt/types'
import { h5Socket } from '../../src/services/socket/socket.h5'
import type { SocketPort } from '../../src/services/socket/types'
import { startAedes } from '../support/brokers/aedes'
import { startMosquitto } from '../support/brokers/mosquitto'
import type { Broker } from '../support/brokers/types'
import { describeWith } from '../support/requirements'
import { Listener } from './linkSupport'

Object.assign(globalThis, { WebSocket })

const ACKNOWLEDGEMENTS: { [firstByte: number]: string } = { 0x40: 'puback', 0x50: 'pubrec', 0x70: 'pubcomp' }

/** A gate that opens when the test says so, like a storage that takes its time */
function closedGate() {
  let waiting: (() => void)[] = []
  let hear: () => void = () => undefined
  const asked = new Promise<void>((resolve) => (hear = resolve))
  return {
    /** It was asked for the first time. */
    asked,
    whenCommitted(done: () => void) {
      waiting.push(done)
      hear()
    },
    open() {
      const opened = waiting
      waiting = []
      for (const done of opened) done()
    },
  }
}

/** The acknowledgements that left through a port, in order */
function acknowledged(port: SocketPort) {
  const left: string[] = []
  const watching: SocketPort = {
    open(request, events) {
      const socket = port.open(request, events)
      return {
        send(bytes) {
          for (let at = 0; at < bytes.length; at += 2 + (bytes[at + 1] as number)) {
            const cmd = ACKNOWLEDGEMENTS[bytes[at] as number]
            // a longer packet is none of these and stands alone
            if ((bytes[at + 1] as number) >= 0x80) break
            if (cmd) left.push(`${cmd} ${(bytes[at + 2] as number) * 256 + (bytes[at + 3] as number)}`)
          }
          socket.send(bytes)
        },
        close: () => socket.close(),
      }
    },
  }
  return { port: watching, left }
}

let count = 0

function contract(startBroker: () => Promise<Broker>, protocolVersion: 4 | 5) {
  let broker: Broker
  const listeners: Listener[] = []
  beforeAll(async () => {
    broker = await startBroker()
  })
  afterAll(() => broker.stop())
  afterEach(() => {
    for (const { link } of listeners.splice(0)) link.close({ reasonCode: 0 })
  })

  const open = async (options: Partial<LinkOptions>, port: SocketPort = h5Socket) => {
    const listener = new Listener(port, {
      url: `${broker.wsUrl}/mqtt`,
      protocolVersion,
      clientId: `gate-${process.pid}-${(count += 1)}`,
      ...options,
    })
    listeners.push(listener)
    const { connack } = await listener.next('connected')
    return { listener, link: listener.link, sessionPresent: connack.sessionPresent }
  }

  const kept = () => ({
    clientId: `gate-kept-${process.pid}-${(count += 1)}`,
    cleanStart: false,
    sessionExpirySeconds: 60,
    receivedIds: new Set<number>(),
  })

  const subscribe = async ({ listener, link }: Awaited<ReturnType<typeof open>>, topic: string) => {
    const filter = { filter: topic, qos: 2, noLocal: false, retainAsPublished: false, retainHandling: 0 } as const
    link.send({ cmd: 'subscribe', packetId: 1, filters: [filter] })
    await listener.nextPacket('suback')
  }

  const message = (topic: string, text: string, qos: 1 | 2, packetId: number): Publish => ({
    cmd: 'publish',
    topic,
    payload: encodeUtf8(text),
    qos,
    packetId,
    retain: false,
    dup: false,
  })

  const ping = async ({ listener, link }: Awaited<ReturnType<typeof open>>) => {
    link.send({ cmd: 'pingreq' })
    await listener.nextPacket('pingresp')
  }

  test('QoS 1: nothing leaves while the gate is closed; the broker sends the message again on the next link', async () => {
    const sender = await open({})
    const session = kept()
    const gate = closedGate()
    const wire = acknowledged(h5Socket)
    const first = await open({ ...session, whenCommitted: gate.whenCommitted }, wire.port)
    await subscribe(first, 'again')
    for (const id of [1, 2, 3]) sender.link.send(message('again', `${id}`, 1, id))
    for (let time = 0; time < 3; time += 1) await first.listener.nextPacket('publish')
    await ping(first)
    expect(wire.left).toEqual([])
    first.link.close()
    gate.open()
    const second = await open(session, wire.port)
    expect(second.sessionPresent).toBe(true)
    for (let time = 0; time < 3; time += 1) await second.listener.nextPacket('publish')
    await ping(second)
    const [before, after] = [first, second].map(({ listener }) => listener.publishes)
    expect(after?.map(({ packetId, payload }) => [packetId, payload])).toEqual(
      before?.map(({ packetId, payload }) => [packetId, payload]),
    )
    // aedes redelivers without DUP
    if (broker.kind === 'mosquitto') expect(after?.map(({ dup }) => dup)).toEqual([true, true, true])
    expect(wire.left).toEqual(after?.map(({ packetId }) => `puback ${packetId}`))
  })

  test('QoS 2: PUBREC and PUBCOMP wait; over links that die at each step the message is told once', async () => {
    const sender = await open({})
    const session = kept()
    const wire = acknowledged(h5Socket)
    const closed = closedGate()
    const first = await open({ ...session, whenCommitted: closed.whenCommitted }, wire.port)
    await subscribe(first, 'once')
    sender.link.send(message('once', 'x', 2, 1))
    const { packetId } = await first.listener.nextPacket('publish')
    await ping(first)
    first.link.close()
    expect(wire.left).toEqual([])

    // the PUBLISH again, its record still not committed, then committed; PUBREL comes and is not committed
    const gate = closedGate()
    const second = await open({ ...session, whenCommitted: gate.whenCommitted }, wire.port)
    await gate.asked
    await ping(second)
    expect(wire.left).toEqual([])
    gate.open()
    await second.listener.nextPacket('pubrel')
    await ping(second)
    expect(wire.left).toEqual([`pubrec ${packetId}`])
    second.link.close()
    expect(session.receivedIds.size).toBe(0)

    // PUBREL again, of an ID nobody knows any more
    const third = await open(session, wire.port)
    await third.listener.nextPacket('pubrel')
    await ping(third)
    expect(wire.left).toEqual([`pubrec ${packetId}`, `pubcomp ${packetId}`])
    third.link.close()
    const fourth = await open(session, wire.port)
    await ping(fourth)
    const told = [first, second, third, fourth].map(({ listener }) => listener.publishes.length)
    expect(told).toEqual([1, 0, 0, 0])
    // aedes answers a ping before it has done with what came earlier
    if (broker.kind === 'mosquitto') expect(fourth.listener.received).toEqual([{ cmd: 'pingresp' }])
  })

  test('PUBREL of a message of ours waits, and the exchange ends when the gate opens', async () => {
    const gate = closedGate()
    const { link, listener } = await open({ whenCommitted: gate.whenCommitted })
    link.send(message('ours', 'x', 2, 7))
    await listener.nextPacket('pubrec')
    link.send({ cmd: 'pingreq' })
    await listener.nextPacket('pingresp')
    expect(listener.received.map(({ cmd }) => cmd)).toEqual(['pubrec', 'pingresp'])
    gate.open()
    expect(await listener.nextPacket('pubcomp')).toMatchObject({ packetId: 7, reasonCode: 0 })
  })

  test('2,000 messages pass a window of 20 with commits that take 10 ms, acknowledged in the order they came', async () => {
    const sender = await open({})
    const wire = acknowledged(h5Socket)
    // mosquitto had over 200 unacknowledged in its window of 20, and aedes keeps to none
    const receiveMaximum = 200
    const whenCommitted = (done: () => void) => void setTimeout(done, 10)
    const receiver = await open({ receiveMaximum, whenCommitted }, wire.port)
    await subscribe(receiver, 'many')
    const sent = Array.from({ length: 2000 }, (_, at) => message('many', `${at}`, at % 4 === 3 ? 2 : 1, at + 1))
    for (let at = 0; at < sent.length; at += 20) {
      const part = sent.slice(at, at + 20)
      for (const packet of part) sender.link.send(packet)
      // the broker's window is 20, too
      for (let open = part.length; open > 0;) {
        const { cmd } = (await sender.listener.next('received')).packet
        if (cmd === 'puback' || cmd === 'pubcomp') open -= 1
      }
    }
    while (receiver.listener.publishes.length < sent.length) await receiver.listener.nextPacket('publish')
    const released = () => receiver.listener.received.filter(({ cmd }) => cmd === 'pubrel').length
    while (released() < sent.length / 4) await receiver.listener.nextPacket('pubrel')
    while (wire.left.length < 2500) await new Promise((resolve) => setTimeout(resolve, 10))
    const { received } = receiver.listener
    const due = received.flatMap((packet) => {
      if (packet.cmd === 'publish') return [`${packet.qos === 1 ? 'puback' : 'pubrec'} ${packet.packetId}`]
      return packet.cmd === 'pubrel' ? [`pubcomp ${packet.packetId}`] : []
    })
    expect(wire.left).toEqual(due)
    const texts = new Set(receiver.listener.publishes.map(({ payload }) => Buffer.from(payload).toString()))
    expect([texts.size, receiver.listener.publishes.length]).toEqual([2000, 2000])
  }, 60_000)
}

describeWith({ mosquitto: true }, 'the commit gate before mosquitto', () => {
  // its Receive Maximum of 3.1.1, which has none to announce
  const broker = () => startMosquitto({ mosquittoConfig: ['max_inflight_messages 20'] })
  describe('version 5', () => contract(broker, 5))
  describe('version 4', () => contract(broker, 4))
})

describe('the commit gate before aedes, version 4', () => contract(startAedes, 4))

test('a 3.1.1 broker that keeps to no window gets its backlog through, over as many links as it takes', async () => {
  const broker = await startAedes()
  const options = { url: broker.wsUrl, protocolVersion: 4 as const, receivedIds: new Set<number>() }
  const kept = { ...options, clientId: `backlog-${process.pid}`, cleanStart: false, receiveMaximum: 20 }
  const sender = new Listener(h5Socket, { ...options, clientId: `backlog-sender-${process.pid}` })
  try {
    const subscriber = new Listener(h5Socket, kept)
    await subscriber.next('connected')
    const filter = { filter: 'b', qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 } as const
    subscriber.link.send({ cmd: 'subscribe', packetId: 1, filters: [filter] })
    await subscriber.nextPacket('suback')
    subscriber.link.close({ reasonCode: 0 })
    await sender.next('connected')
    const payload = encodeUtf8('x')
    for (let packetId = 1; packetId <= 350; packetId += 1) {
      sender.link.send({ cmd: 'publish', topic: 'b', payload, qos: 1, packetId, retain: false, dup: false })
    }
    for (let left = 350; left > 0; left -= 1) await sender.nextPacket('puback')
    const told: number[] = []
    for (let arrived = 0; arrived < 350;) {
      const gate = closedGate()
      const link = new Listener(h5Socket, { ...kept, whenCommitted: gate.whenCommitted })
      await link.next('connected')
      const wanted = Math.min(100, 350 - arrived)
      while (link.publishes.length < wanted) await link.nextPacket('publish')
      gate.open()
      if (wanted === 100) expect((await link.next('closed')).close).toMatchObject({ kind: 'storageSlow' })
      else {
        link.link.send({ cmd: 'pingreq' })
        await link.nextPacket('pingresp')
      }
      arrived += link.publishes.length
      told.push(link.publishes.length)
      link.link.close()
    }
    expect(told).toEqual([100, 100, 100, 50])
  } finally {
    sender.link.close()
    await broker.stop()
  }
}, 20_000)
