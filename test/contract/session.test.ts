import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import WebSocket, { WebSocketServer } from 'ws'
import type { TimelineEntry } from '@/core/message/message'
import { decodeUtf8 } from '@/core/payload/utf8'
import { encodeUtf8 } from '@/core/payload/utf8'
import type { SessionStatus } from '@/core/session/states'
import { diagnose } from '@/services/diagnosis/diagnose'
import { fakeFiles } from '../../src/services/files/files.fake'
import { openJournal } from '../../src/services/journal/journal'
import { openLink } from '@/services/mqtt/link'
import { fakeNetwork } from '@/services/network/network.fake'
import { systemClock, type SessionConfig, type SessionServices } from '@/services/session/config'
import { createSocketPlaces } from '@/services/session/places'
import { createSession } from '@/services/session/session'
import type { Session } from '@/services/session/types'
import { socketPort } from '@/services/socket/socket'
import { fakeVisibility } from '@/services/visibility/visibility.fake'
import { startAedes } from '../support/brokers/aedes'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'

Object.assign(globalThis, { WebSocket, location: { protocol: 'http:' } })

let broker: Broker
const sessions: Session[] = []

beforeAll(async () => {
  broker = await startBroker()
})
afterEach(() => {
  for (const session of sessions.splice(0)) session.dispose()
})
afterAll(() => broker.stop())

const places = createSocketPlaces(Infinity)

function services(overrides: Partial<SessionServices> = {}) {
  return {
    socketPort,
    places,
    openLink,
    visibility: fakeVisibility(),
    network: fakeNetwork(),
    openJournal: openJournal(fakeFiles()),
    clock: systemClock,
    random: Math.random,
    pausesWhenHidden: true,
    diagnose: (url: string, isAnswering: boolean, isWanted: () => boolean) =>
      diagnose({ socketPort, places }, url, isAnswering, isWanted),
    ...overrides,
  } satisfies SessionServices
}

let count = 0
const config = (change: Partial<SessionConfig> = {}): SessionConfig => ({
  profileId: 'p1',
  url: broker.wsUrl,
  protocolVersion: broker.kind === 'mosquitto' ? 5 : 4,
  clientId: `contract-${process.pid}-${(count += 1)}`,
  username: '',
  password: '',
  keepSession: true,
  sessionExpirySeconds: 86_400,
  keepAliveSeconds: 60,
  unknownRule: 'ask',
  isDurable: true,
  ...change,
})

function open(c: SessionConfig, s: SessionServices = services(), onProtocolVersion?: (v: 4 | 5) => void): Session {
  const session = createSession(c, s, { onProtocolVersion })
  sessions.push(session)
  return session
}

/** Resolves when the session's state satisfies the predicate. */
function until(session: Session, isThere: (status: SessionStatus) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!isThere(session.status)) return
      stop()
      resolve()
    }
    const stop = session.onChange(check)
    check()
  })
}
const online = (session: Session) => until(session, (s) => s.name === 'online')
const granted = (session: Session) =>
  until(session, () => session.subscriptions.every((s) => s.status.name === 'granted'))

function received(session: Session, wanted: number): Promise<string[]> {
  const texts: string[] = []
  return new Promise((resolve) => {
    const stop = session.onEntry((entry: TimelineEntry) => {
      if (entry.direction !== 'received') return
      texts.push(`${entry.topic} ${decodeUtf8(entry.payload)}`)
      if (texts.length < wanted) return
      stop()
      resolve(texts)
    })
  })
}

describe('a session over a real broker', () => {
  it('subscribes, publishes at every QoS and receives it letter for letter', async () => {
    const session = open(config())
    session.subscribe('温室/+/报警', { qos: 2 })
    session.start()
    await online(session)
    await granted(session)
    const three = received(session, 3)
    const deliveries = ([0, 1, 2] as const).map((qos) =>
      session.publish('温室/1/报警', encodeUtf8(`补光灯 ${qos} 过流 🌱`), { qos, retain: false }),
    )
    const settled = await Promise.all(deliveries.map((d) => d.settled))
    expect(settled.map((s) => s.name)).toEqual(['acknowledged', 'acknowledged', 'acknowledged'])
    expect((await three).sort()).toEqual([0, 1, 2].map((qos) => `温室/1/报警 补光灯 ${qos} 过流 🌱`))
    expect(session.outbox).toEqual([])
  })

  it('comes back by itself when the broker is restarted, and says what happened', async () => {
    const session = open(config())
    const gaps: TimelineEntry[] = []
    session.onEntry((entry) => {
      if (entry.direction === 'gap') gaps.push(entry)
    })
    session.subscribe('restart/#', { qos: 1 })
    session.start()
    await online(session)
    await granted(session)
    const lost = until(session, (s) => s.name === 'waiting')
    const restarted = broker.restart()
    await lost
    const delivery = session.publish('restart/1', encodeUtf8('queued'), { qos: 1, retain: false })
    expect(delivery.status).toEqual({ name: 'queued' })
    await restarted
    await online(session)
    const [text] = await received(session, 1)
    expect(text).toBe('restart/1 queued')
    await delivery.settled
    expect(gaps.at(-1)).toMatchObject({ cause: 'disconnected', resumed: broker.kind === 'mosquitto' })
  }, 20_000)

  it('resumes after stop and after a cold start without asking for its subscriptions again', async () => {
    if (broker.kind !== 'mosquitto') return
    const packets: string[] = []
    const s = services({
      openLink: (port, options, events) => {
        const link = openLink(port, options, events)
        packets.push(`connect ${options.cleanStart ? 'clean' : 'resume'}`)
        return {
          send(packet) {
            packets.push(packet.cmd)
            return link.send(packet)
          },
          close: (disconnect) => link.close(disconnect),
        }
      },
    })
    const c = config()
    const first = open(c, s)
    first.subscribe('kept/#', { qos: 1 })
    first.start()
    await online(first)
    await granted(first)
    first.stop()
    first.start()
    await online(first)
    expect(first.status).toMatchObject({ resumed: true })
    first.dispose()
    const second = open(c, s)
    second.subscribe('kept/#', { qos: 1 })
    second.start()
    await online(second)
    expect(second.status).toMatchObject({ resumed: true })
    expect(packets).toEqual(['connect resume', 'subscribe', 'connect resume', 'connect resume'])
  })

  it('hidden and shown: what was published meanwhile arrives, once, behind one gap line', async () => {
    if (broker.kind !== 'mosquitto') return
    const visibility = fakeVisibility()
    let skew = 0
    const clock = { ...systemClock, now: () => Date.now() + skew }
    const session = open(config(), services({ visibility, clock }))
    const gaps: TimelineEntry[] = []
    session.onEntry((entry) => {
      if (entry.direction === 'gap') gaps.push(entry)
    })
    session.subscribe('away/#', { qos: 1 })
    session.start()
    await online(session)
    await granted(session)
    visibility.set(false)
    const other = open(config(), services())
    other.start()
    await other.publish('away/1', encodeUtf8('早'), { qos: 1, retain: false }).settled
    const caught = received(session, 1)
    // seven minutes pass in a freeze
    skew = 420_000
    visibility.set(true)
    await online(session)
    // the socket was still open at the broker: the message may have come before the freeze
    expect(session.status).toMatchObject({ name: 'online', resumed: true })
    await Promise.race([caught, until(session, () => gaps.length > 0)])
    expect(gaps[0]).toMatchObject({ cause: 'hidden' })
  })
})

describe('what a broker refuses', () => {
  it('a wrong password ends in words, not in a loop', async () => {
    const guarded = await startBroker({ login: { username: 'ada', password: 'right' } })
    try {
      const session = open(config({ url: guarded.wsUrl, username: 'ada', password: 'wrong' }))
      session.start()
      await until(session, (s) => s.name === 'blocked')
      const { status } = session
      expect(status.name === 'blocked' && ['badCredentials', 'notAuthorized']).toContain(
        status.name === 'blocked' ? status.reason.code : '',
      )
      const right = open(config({ url: guarded.wsUrl, username: 'ada', password: 'right' }))
      right.start()
      await online(right)
    } finally {
      await guarded.stop()
    }
  })

  it('version 5 falls back to 3.1.1 on a broker that does not speak it', async () => {
    const old = await startAedes()
    try {
      const remembered: number[] = []
      const session = open(config({ url: old.wsUrl, protocolVersion: 5 }), services(), (v) => remembered.push(v))
      session.start()
      await online(session)
      expect(remembered).toEqual([4])
    } finally {
      for (const session of sessions.splice(0)) session.dispose()
      await old.stop()
    }
  })
})

describe('an address that does not answer', () => {
  it('names what it may be after a second attempt: another path', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/mqtt' })
    try {
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const session = open(config({ url: `ws://127.0.0.1:${port}/wrong` }))
      session.start()
      await until(session, (s) => s.name === 'waiting' && s.reason.candidates.length > 0)
      const { status } = session
      expect(status.name === 'waiting' && status.reason.candidates).toEqual([{ code: 'wrongPath', path: '/mqtt' }])
      session.stop()
    } finally {
      for (const client of server.clients) client.terminate()
      server.close()
    }
  })

  it('names what it may be after a second attempt: nothing there, or another protocol', async () => {
    const session = open(config({ url: broker.tcpUrl.replace('mqtt:', 'ws:') }))
    session.start()
    await until(session, (s) => s.name === 'waiting' && s.reason.candidates.length > 0)
    const { status } = session
    expect(status.name === 'waiting' && status.reason.candidates.map((c) => c.code)).toEqual(['unreachable', 'rawTcp'])
  })
})
