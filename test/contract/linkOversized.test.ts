import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import type { ReceivedMessage } from '@/core/message/message'
import { decodeUtf8, encodeUtf8 } from '@/core/payload/utf8'
import { sessionDefaults } from '@/core/profile/defaults'
import type { SessionStatus } from '@/core/session/states'
import { memoryJournal } from '../../src/services/journal/memoryJournal'
import { openLink } from '@/services/mqtt/link'
import { fakeNetwork } from '@/services/network/network.fake'
import { systemClock, type SessionServices } from '@/services/session/config'
import { createSocketPlaces } from '@/services/session/places'
import { createSession } from '@/services/session/session'
import type { Session } from '@/services/session/types'
import { socketPort } from '@/services/socket/socket'
import { fakeVisibility } from '@/services/visibility/visibility.fake'
import { startAedes } from '../support/brokers/aedes'
import { Listener } from './linkSupport'

Object.assign(globalThis, { WebSocket, location: { protocol: 'http:' } })

const OVERSIZE = 1_572_864
const sessions: Session[] = []

afterEach(() => {
  for (const session of sessions.splice(0)) session.dispose()
})

/** A session, and how many links it has opened */
function open(url: string, protocolVersion: 4 | 5) {
  const links: string[] = []
  const services: SessionServices = {
    socketPort,
    places: createSocketPlaces(Infinity),
    openLink: (port, options, events) => {
      links.push(options.url)
      return openLink(port, options, events)
    },
    visibility: fakeVisibility(),
    network: fakeNetwork(),
    openJournal: memoryJournal,
    clock: systemClock,
    random: Math.random,
    pausesWhenHidden: true,
    diagnose: () => Promise.resolve([]),
  }
  const session = createSession(
    {
      profileId: 'p1',
      url,
      protocolVersion,
      clientId: `oversized-${process.pid}-${protocolVersion}`,
      username: '',
      password: '',
      keepSession: true,
      sessionExpirySeconds: 86_400,
      keepAliveSeconds: 60,
      unknownRule: 'ask',
      isDurable: true,
    },
    services,
  )
  sessions.push(session)
  return { session, links }
}

function received(session: Session, wanted: number): Promise<ReceivedMessage[]> {
  const entries: ReceivedMessage[] = []
  return new Promise((resolve) => {
    session.onEntry((entry) => {
      if (entry.direction === 'received' && entries.push(entry) === wanted) resolve(entries)
    })
  })
}

function until(session: Session, name: SessionStatus['name']): Promise<void> {
  return new Promise((resolve) => {
    const check = () => session.status.name === name && resolve()
    session.onChange(check)
    check()
  })
}

test('3.1.1: a retained message over the limit is told without its payload, and the connection stays', async () => {
  expect(OVERSIZE).toBeGreaterThan(sessionDefaults.maximumPacketSize)
  const broker = await startAedes()
  const sender = new Listener(socketPort, { url: broker.wsUrl, protocolVersion: 4, clientId: 'sender' })
  const { session, links } = open(broker.wsUrl, 4)
  try {
    await sender.next('connected')
    const send = (topic: string, payload: Uint8Array, packetId: number, retain: boolean) => {
      sender.link.send({ cmd: 'publish', topic, payload, qos: 1, packetId, retain, dup: false })
      return sender.nextPacket('puback')
    }
    await send('固件/1', new Uint8Array(OVERSIZE).fill(0x5a), 1, true)
    const both = received(session, 2)
    session.subscribe('固件/#', { qos: 1 })
    session.start()
    const [first] = await Promise.all([received(session, 1), until(session, 'online')])
    expect(first[0]).toMatchObject({ topic: '固件/1', qos: 1, retain: true, omittedBytes: OVERSIZE })
    await send('固件/2', encodeUtf8('好'), 2, false)
    const [large, small] = await both
    expect(large?.payload).toHaveLength(0)
    expect([small?.topic, small && decodeUtf8(small.payload), small?.omittedBytes]).toEqual(['固件/2', '好', undefined])
    expect(session.status.name).toBe('online')
    // acknowledged: the kept session does not bring it again
    session.stop()
    session.start()
    const after = received(session, 1)
    await until(session, 'online')
    await send('固件/3', encodeUtf8('完'), 3, false)
    expect((await after).map(({ topic }) => topic)).toEqual(['固件/3'])
    expect(links).toHaveLength(2)
  } finally {
    sender.link.close()
    await broker.stop()
  }
}, 20_000)

test('MQTT 5: a server that sends more than was announced gets DISCONNECT 0x95, and is tried again later', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const frames: number[][] = []
  const closed = new Promise<void>((resolve) => {
    server.on('connection', (socket) => {
      socket.on('message', (data: Buffer) => {
        frames.push(Array.from(data))
        // CONNACK, then the header of a PUBLISH of 2 MB
        if (data[0] === 0x10) socket.send(Uint8Array.of(0x20, 3, 0, 0, 0, 0x32, 0x80, 0x80, 0x80, 0x01, 0, 1, 0x61))
      })
      socket.on('close', () => resolve())
    })
  })
  const { session } = open(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, 5)
  const waiting = until(session, 'waiting')
  session.start()
  await waiting
  const { status } = session
  await closed
  expect(status).toMatchObject({ name: 'waiting', attempt: 1, reason: { code: 'packetTooLarge' } })
  expect(frames[frames.length - 1]).toEqual([0xe0, 1, 0x95])
  session.dispose()
  await new Promise((resolve) => server.close(resolve))
})
