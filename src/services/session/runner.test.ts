import { encodeUtf8 } from '@/core/payload/utf8'
import { configOf, type SessionConfig, type SessionServices, type SessionWill } from './config'
import { createSocketPlaces } from './places'
import { SessionRunner } from './runner'
import { fakeSessionServices } from './services.fake'

const config = configOf({ profileId: 'p1', url: 'ws://broker/mqtt', clientId: 'c1' }, fakeSessionServices())

const runners: SessionRunner[] = []
beforeEach(() => jest.useFakeTimers())
afterEach(() => {
  for (const runner of runners.splice(0)) runner.dispose()
  expect(jest.getTimerCount()).toBe(0)
  jest.useRealTimers()
})

/** Sessions of one app, which share all services but the links. */
function app(limit = Infinity, change: Partial<SessionServices> = {}) {
  const { links, ...fakes } = fakeSessionServices()
  const { visibility, network } = fakes
  const places = createSocketPlaces(limit)
  const services: SessionServices = { ...fakes, places, ...change }
  const create = (change: Partial<SessionConfig> = {}) => {
    const told: string[] = []
    const runner = new SessionRunner({ ...config, ...change }, services, {
      statusChanged: () => undefined,
      connected: () => {
        told.push('connected')
        runner.send({ cmd: 'pubrel', packetId: 1 })
      },
      received: (packet) => (packet.cmd === 'publish' && packet.topic === 'again' ? 'repeated' : undefined),
      gapChanged: ({ caughtUp, to }) => told.push(to === undefined ? 'away' : `caught up ${caughtUp}`),
      onlineStatusRefused: ({ topic }) => told.push(`too large ${topic}`),
      protocolVersionRemembered: () => undefined,
      whenCommitted: (done) => done(),
    })
    runners.push(runner)
    return { runner, told, start: () => runner.dispatch({ type: 'started', hasSessionState: true }) }
  }
  const begin = (profileId: string) => {
    const session = create({ profileId })
    session.start()
    return session.runner
  }
  return { links, visibility, network, places, create, begin }
}

describe('wills', () => {
  const [offline, online] = ['away', 'here'].map(encodeUtf8)
  if (!offline || !online) throw new Error('payloads')
  const will: SessionWill = { mode: 'onLeave', topic: 'me', offline, online, qos: 1, retain: true, delaySeconds: 0 }
  const said = (payload: Uint8Array) => {
    return { cmd: 'publish', topic: 'me', payload, qos: 0, retain: true, dup: false }
  }

  function connected(change: Partial<SessionWill>, of: Partial<SessionConfig> = {}) {
    const { links, visibility, create } = app()
    const { runner, start } = create({ will: { ...will, ...change }, ...of })
    start()
    links.newest.connect()
    return { link: links.newest, links, runner, visibility }
  }

  it('none means none', () => {
    const { links, begin } = app()
    begin('p1')
    links.newest.connect()
    expect(links.newest.options.will).toBeUndefined()
    expect(links.newest.sent).toEqual([{ cmd: 'pubrel', packetId: 1 }])
  })

  it('says that it is here after every CONNACK, before anything else', () => {
    const { link, links } = connected({})
    expect(link.sent).toEqual([said(online), { cmd: 'pubrel', packetId: 1 }])
    link.end()
    jest.advanceTimersByTime(2_000)
    links.newest.connect({ sessionPresent: true })
    expect(links.newest).not.toBe(link)
    expect(links.newest.sent[0]).toEqual(said(online))
  })

  it('says goodbye itself on leaving, right before DISCONNECT 0x00', () => {
    const { link, runner } = connected({})
    runner.dispatch({ type: 'stopped' })
    expect(link.sent.slice(2)).toEqual([said(offline)])
    expect(link.closedWith).toEqual({ reasonCode: 0x00 })
  })

  it.each([
    [5, { reasonCode: 0x04 }],
    [4, {}],
  ] as const)('version %s: leaves the goodbye to its will where the link takes nothing more', (version, closedWith) => {
    const { link, runner } = connected({}, { protocolVersion: version })
    link.isDraining = true
    runner.dispatch({ type: 'stopped' })
    expect(link.sent).toHaveLength(2)
    expect(link.closedWith).toEqual(closedWith)
  })

  it('asks no broker to retain that says it retains nothing', () => {
    const { links, create } = app()
    const { runner, start } = create({ will })
    start()
    links.newest.connect({ sessionPresent: false, retainAvailable: false })
    runner.dispatch({ type: 'stopped' })
    const unretained = { retain: false, qos: 0 }
    expect(links.newest.sent).toMatchObject([unretained, { cmd: 'pubrel' }, { ...unretained, payload: offline }])
  })

  it('sends no broker more than it takes: it tells of the greeting, and leaves the goodbye to the will', () => {
    const { links, create } = app()
    const { runner, told, start } = create({ will })
    start()
    // 1 + 1 for the header, 2 + 2 for the topic, 1 for the properties, 4 for the payload
    links.newest.connect({ sessionPresent: false, maximumPacketSize: 10 })
    expect(told).toEqual(['too large me', 'connected'])
    runner.dispatch({ type: 'stopped' })
    expect(links.newest.sent).toEqual([{ cmd: 'pubrel', packetId: 1 }])
    expect(links.newest.closedWith).toEqual({ reasonCode: 0x04 })
  })

  it('sends what just fits', () => {
    const { links, create } = app()
    const { told, start } = create({ will })
    start()
    links.newest.connect({ sessionPresent: false, maximumPacketSize: 11 })
    expect(told).toEqual(['connected'])
  })

  it('that the broker refuses ends the attempts: only a person can change it', () => {
    const { links, create } = app()
    const { runner, start } = create({ will })
    start()
    links.newest.end({ kind: 'refused', protocolVersion: 5, reasonCode: 0x9a })
    expect(runner.status).toMatchObject({ name: 'blocked', reason: { code: 'willRefused' } })
  })

  it('says goodbye when hidden: that is leaving, too', () => {
    const { link, visibility } = connected({})
    visibility.set(false)
    // the peer lives: it answers the question after what was sent
    jest.advanceTimersByTime(1_000)
    link.receive({ cmd: 'pingresp' })
    jest.advanceTimersByTime(2_000)
    expect(link.sent.slice(-1)).toEqual([said(offline)])
    expect(link.closedWith).toEqual({ reasonCode: 0x00 })
  })

  it('after a delay: DISCONNECT 0x04 and no goodbye', () => {
    const { link, runner } = connected({ mode: 'afterDelay', delaySeconds: 120 })
    expect(link.options.will).toEqual({ topic: 'me', payload: offline, qos: 1, retain: true, delaySeconds: 120 })
    runner.dispatch({ type: 'stopped' })
    expect(link.sent).toHaveLength(2)
    expect(link.closedWith).toEqual({ reasonCode: 0x04 })
  })

  it('on a connection that is not trusted nothing is said', () => {
    const { link, visibility } = connected({})
    visibility.set(false)
    jest.setSystemTime(Date.now() + 600_000)
    visibility.set(true)
    expect(link.closedWith).toEqual({})
    expect(link.sent).toHaveLength(2)
  })

  it.each([
    [5, 5],
    [4, 0],
  ] as const)(
    'version %s: the will of a connection that breaks waits %s s at least',
    (protocolVersion, delaySeconds) => {
      const { link } = connected({}, { protocolVersion })
      expect(link.options.will?.delaySeconds).toBe(delaySeconds)
    },
  )

  it.each<[boolean, number, number, number]>([
    [true, 60, 120, 120],
    [true, 86_400, 120, 86_400],
    [false, 86_400, 120, 120],
    [false, 86_400, 0, 5],
  ])('the session outlives the delay: kept %s for %s s, delay %s s, asked %s s', (keepSession, kept, delay, asked) => {
    const { link } = connected({ delaySeconds: delay }, { keepSession, sessionExpirySeconds: kept })
    expect(link.options.sessionExpirySeconds).toBe(asked)
  })

  it('without a will a session that is not kept asks for no time', () => {
    const { links, create } = app()
    create({ keepSession: false }).start()
    expect(links.newest.options.sessionExpirySeconds).toBe(0)
  })
})

it.each([
  [undefined, 1_048_576],
  [16_777_216, 16_777_216],
])('the largest packet the person wants (%s) is what the link takes', (maximumPacketSize, expected) => {
  const { links, create } = app()
  create({ maximumPacketSize }).start()
  expect(links.newest.options.maximumPacketSize).toBe(expected)
})

describe('places', () => {
  const waiting = (...holders: string[]) => ({ name: 'waiting', reason: { code: 'tooManySockets', holders } })

  it('the third of two waits, opens no socket, and says which ones have the places', () => {
    const { links, begin } = app(2)
    begin('a')
    begin('b')
    expect(begin('c').status).toMatchObject(waiting('a', 'b'))
    expect(links.all).toHaveLength(2)
  })

  it('begins at once when one is stopped', () => {
    const { links, begin } = app(2)
    const a = begin('a')
    begin('b')
    const c = begin('c')
    a.dispatch({ type: 'stopped' })
    expect(c.status.name).toBe('connecting')
    expect(links.all).toHaveLength(3)
  })

  it.each<[string, (world: ReturnType<typeof app>) => unknown]>([
    ['blocked', ({ links }) => links.all[0]?.end({ kind: 'refused', protocolVersion: 5, reasonCode: 0x86 })],
    ['waiting', ({ links }) => links.all[0]?.end()],
  ])('one that is %s holds none', (name, end) => {
    const world = app(1)
    const a = world.begin('a')
    const b = world.begin('b')
    end(world)
    expect(a.status.name).toBe(name)
    expect(b.status.name).toBe('connecting')
  })

  it('first asked, first served, though the later one asks again', () => {
    const { begin } = app(1)
    const a = begin('a')
    const b = begin('b')
    const c = begin('c')
    c.dispatch({ type: 'retryRequested' })
    a.dispatch({ type: 'stopped' })
    expect(b.status.name).toBe('connecting')
    expect(c.status).toMatchObject(waiting('a'))
    c.dispatch({ type: 'retryRequested' })
    expect(c.status).toMatchObject(waiting('b'))
    b.dispose()
    expect(c.status.name).toBe('connecting')
  })

  it('one that is stopped while it waits lets the next have its turn', () => {
    const { begin } = app(1)
    const a = begin('a')
    const b = begin('b')
    const c = begin('c')
    b.dispatch({ type: 'stopped' })
    a.dispatch({ type: 'stopped' })
    expect(c.status.name).toBe('connecting')
  })

  it('a new socket in place of the old one keeps its place', () => {
    const { links, visibility, begin } = app(1)
    const a = begin('a')
    links.newest.connect()
    begin('b')
    visibility.set(false)
    jest.setSystemTime(Date.now() + 600_000)
    visibility.set(true)
    expect(a.status.name).toBe('connecting')
    expect(links.all.filter(({ closedWith }) => !closedWith)).toHaveLength(1)
  })

  it('hidden, nobody holds one, and the show gives them out anew', () => {
    const { links, visibility, places, begin } = app(1)
    begin('a')
    links.newest.connect()
    begin('b')
    visibility.set(false)
    jest.advanceTimersByTime(3_000)
    expect(places.holders()).toEqual([])
    expect(links.all).toHaveLength(1)
    visibility.set(true)
    expect(places.holders()).toEqual(['a'])
    expect(links.all).toHaveLength(2)
  })

  it('one that WeChat denies is named like ours, without itself, and tried again', () => {
    const { links, places, begin } = app(5)
    begin('a')
    links.newest.connect()
    const b = begin('b')
    links.newest.end({ kind: 'socket', opened: false, close: { cause: 'tooManySockets', detail: 'exceed max' } })
    expect(b.status).toMatchObject(waiting('a'))
    expect(places.holders()).toEqual(['a'])
    jest.advanceTimersByTime(2_000)
    expect(b.status.name).toBe('connecting')
    expect(links.all).toHaveLength(3)
  })

  it('a session that ends while it waits leaves nothing behind', () => {
    const { places, begin } = app(1)
    begin('a')
    const b = begin('b')
    b.dispose()
    jest.advanceTimersByTime(60_000)
    expect(places.holders()).toEqual(['a'])
  })
})

describe('the second attempt of another kind', () => {
  it('ends with the interest in it', async () => {
    const asked: (() => boolean)[] = []
    const { links, visibility, begin } = app(5, {
      diagnose: (_url, _isAnswering, isWanted) => {
        asked.push(isWanted)
        return new Promise(() => undefined)
      },
    })
    const runner = begin('a')
    links.newest.end()
    const [isWanted] = asked
    expect(isWanted?.()).toBe(true)
    visibility.set(false)
    expect(isWanted?.()).toBe(false)
    visibility.set(true)
    expect(isWanted?.()).toBe(true)
    runner.dispatch({ type: 'stopped' })
    expect(isWanted?.()).toBe(false)
    await Promise.resolve()
  })
})

describe('what came late', () => {
  it('is counted without what the session has seen before', () => {
    const { links, create } = app()
    const { told, start } = create()
    start()
    links.newest.connect({ sessionPresent: true })
    links.newest.end()
    jest.advanceTimersByTime(2_000)
    links.newest.connect({ sessionPresent: true })
    const message = {
      cmd: 'publish',
      payload: new Uint8Array(),
      qos: 1,
      retain: false,
      dup: true,
      packetId: 1,
    } as const
    links.newest.receive({ ...message, topic: 'new' })
    links.newest.receive({ ...message, topic: 'again' })
    links.newest.receive({ ...message, topic: 'kept by the broker for all', retain: true })
    links.newest.receive({ ...message, topic: 'qos 0', qos: 0 })
    jest.advanceTimersByTime(500)
    expect(told.slice(-1)).toEqual(['caught up 1'])
  })
})
