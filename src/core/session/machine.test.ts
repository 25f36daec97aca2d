import { sessionDefaults } from '../profile/defaults'
import type { SessionEffect, SessionEvent } from './events'
import { transition } from './machine'
import type { Connack } from './packets'
import { reason } from './reasons'
import { initialState, nextDeadline, type SessionPolicy, type SessionState } from './sessionState'

const weapp: SessionPolicy = {
  protocolVersion: 5,
  keepSession: true,
  keepAliveMs: 60_000,
  sessionExpirySeconds: 86_400,
  leaveCode: 0x00,
  pausesWhenHidden: true,
}
const h5: SessionPolicy = { ...weapp, pausesWhenHidden: false }

/** A machine with a clock: events go in, effects are collected. */
function run(policy: SessionPolicy = weapp) {
  let state: SessionState = initialState(policy, {
    seed: 1,
    isVisible: true,
    network: { isOnline: true, type: 'wifi' },
    now: 0,
  })
  const box = {
    now: 1_000_000,
    effects: [] as SessionEffect[],
    get state() {
      return state
    },
    get generation() {
      return state.generation
    },
    feed(...events: SessionEvent[]) {
      box.effects = []
      for (const event of events) {
        const next = transition(state, event, box.now)
        state = next.state
        box.effects.push(...next.effects)
      }
      return box.effects.map((e) => e.type)
    },
    start: () => box.feed({ type: 'started', hasSessionState: false }),
    connect(sessionPresent = false, connack: Partial<Connack> = {}) {
      const { generation } = state
      return box.feed(
        { type: 'socketOpened', generation },
        { type: 'connected', generation, connack: { sessionPresent, ...connack } },
      )
    },
    hide: () => box.feed({ type: 'hidden' }),
    show: () => box.feed({ type: 'shown' }),
    answer: () => box.feed({ type: 'pingAnswered', generation: state.generation }),
    network: (networkType: string, isOnline = true) => box.feed({ type: 'networkChanged', isOnline, networkType }),
    retry: () => box.feed({ type: 'retryRequested' }),
    storageFails: () => box.feed({ type: 'storageFailed', reason: reason('storageFull') }),
    deny: () => box.feed({ type: 'placeDenied', generation: state.generation, holders: ['p1', 'p2'] }),
    close: (code: Parameters<typeof reason>[0]) =>
      box.feed({ type: 'linkClosed', generation: state.generation, reason: reason(code) }),
    /** goes to the next deadline and lets it fire */
    wait() {
      box.now = nextDeadline(state) ?? box.now
      return box.feed({ type: 'timePassed' })
    },
    pass(ms: number) {
      box.now += ms
      return box.feed({ type: 'timePassed' })
    },
  }
  return box
}

describe('connecting', () => {
  it('opens one link, and resumes the session with the next', () => {
    const m = run()
    m.start()
    expect(m.effects).toEqual([{ type: 'openLink', generation: 1, protocolVersion: 5, cleanStart: false }])
    expect(m.connect()).toEqual(['resume'])
    expect(m.state.status).toMatchObject({ name: 'online', resumed: false })
    m.close('closedByPeer')
    expect(m.wait()).toEqual(['openLink'])
    expect(m.effects[0]).toMatchObject({ cleanStart: false })
    m.connect(true)
    expect(m.state.status).toMatchObject({ name: 'online', resumed: true })
  })

  it('does nothing when started twice', () => {
    const m = run()
    m.start()
    expect(m.start()).toEqual([])
  })

  it('gives up a socket that does not open, and one that brings no CONNACK, with different reasons', () => {
    const m = run()
    m.start()
    expect(m.wait()).toEqual(['closeLink', 'diagnose'])
    expect(m.state.status).toMatchObject({ name: 'waiting', reason: { code: 'connectTimeout' } })
    m.wait()
    m.feed({ type: 'socketOpened', generation: m.generation })
    m.wait()
    expect(m.state.status).toMatchObject({ name: 'waiting', reason: { code: 'connackTimeout' }, attempt: 2 })
  })

  it('drops events of an older link', () => {
    const m = run()
    m.start()
    const old = m.generation
    m.connect()
    m.close('closedByPeer')
    const { state } = m
    m.feed(
      { type: 'connected', generation: old, connack: { sessionPresent: false } },
      { type: 'linkClosed', generation: old, reason: reason('badCredentials') },
      { type: 'progressed', generation: old },
    )
    expect(m.state).toBe(state)
  })

  it('falls back to 3.1.1 at once when the broker refuses version 5, and remembers it', () => {
    const m = run()
    m.start()
    expect(m.close('protocolVersion')).toEqual(['rememberProtocolVersion', 'closeLink', 'openLink'])
    expect(m.effects[2]).toMatchObject({ protocolVersion: 4, cleanStart: false })
  })

  it('does not fall back where no attempt is under way', () => {
    const m = run()
    m.start()
    m.close('notAuthorized')
    expect(m.close('protocolVersion')).toEqual([])
    expect(m.state.status).toMatchObject({ name: 'blocked', reason: { code: 'notAuthorized' } })
  })

  it('ends on 3.1.1 when that is refused too', () => {
    const m = run({ ...weapp, protocolVersion: 4 })
    m.start()
    m.close('protocolVersion')
    expect(m.state.status).toMatchObject({ name: 'blocked', reason: { code: 'protocolVersion' } })
  })

  it('never keeps its session on a broker when it is not to be kept', () => {
    const m = run({ ...weapp, keepSession: false })
    m.start()
    m.connect()
    m.close('closedByPeer')
    m.wait()
    expect(m.effects[0]).toMatchObject({ cleanStart: true })
  })

  it('comes back once with Clean Start 1 when the broker has a session that nobody here knows [MQTT-3.2.2-4]', () => {
    const m = run()
    m.start()
    expect(m.connect(true)).toEqual(['closeLink', 'openLink'])
    expect(m.effects[1]).toMatchObject({ cleanStart: true })
    expect(m.connect(false)).toEqual(['resume'])
    m.close('closedByPeer')
    m.wait()
    expect(m.effects[0]).toMatchObject({ cleanStart: false })
  })

  it('waits when the broker claims that session even after Clean Start 1', () => {
    const m = run()
    m.start()
    m.connect(true)
    m.connect(true)
    expect(m.state.status).toMatchObject({ name: 'waiting', reason: { code: 'protocolError' } })
  })

  it('throws a foreign 3.1.1 session away by one connection with Clean Session 1', () => {
    const m = run({ ...weapp, protocolVersion: 4 })
    m.start()
    expect(m.effects[0]).toMatchObject({ cleanStart: false })
    expect(m.connect(true)).toEqual(['closeLink', 'openLink'])
    expect(m.effects[1]).toMatchObject({ cleanStart: true })
    expect(m.connect(false)).toEqual(['closeLink', 'openLink'])
    expect(m.effects[1]).toMatchObject({ cleanStart: false })
    expect(m.connect(false)).toEqual(['resume'])
  })
})

describe('trying again', () => {
  it('waits within the small cap during the first minute, within 30 s later', () => {
    const m = run()
    m.start()
    const waits: number[] = []
    const started = m.now
    for (let i = 0; i < 400; i += 1) {
      m.close('connectFailed')
      const { status } = m.state
      if (status.name !== 'waiting') throw new Error(status.name)
      const cap = status.since - started < 60_000 ? sessionDefaults.retryCapEarlyMs : sessionDefaults.retryCapMs
      expect(status.retryAt - status.since).toBeLessThanOrEqual(cap)
      waits.push(status.retryAt - status.since)
      m.wait()
    }
    expect(Math.max(...waits)).toBeGreaterThan(sessionDefaults.retryCapEarlyMs)
  })

  it('forgets failed attempts only after ten seconds online', () => {
    const m = run()
    m.start()
    m.close('connectFailed')
    m.wait()
    m.connect()
    m.now += 5_000
    m.close('closedByPeer')
    expect(m.state.attempt).toBe(2)
    m.wait()
    m.connect(true)
    m.now += 10_000
    m.close('closedByPeer')
    expect(m.state.attempt).toBe(1)
  })

  it.each(['badCredentials', 'notAuthorized', 'sessionTakenOver', 'domainNotListed'] as const)(
    'never retries %s by itself, and tries when asked',
    (code) => {
      const m = run()
      m.start()
      m.close(code)
      expect(nextDeadline(m.state)).toBeUndefined()
      expect(m.feed({ type: 'networkChanged', isOnline: true, networkType: '5g' })).toEqual([])
      expect(m.feed({ type: 'hidden' }, { type: 'shown' })).toEqual([])
      expect(m.feed({ type: 'retryRequested' })).toEqual(['openLink'])
    },
  )

  it('asks once for the cause of an unexplained failure and keeps the answer through the next attempts', () => {
    const m = run()
    m.start()
    expect(m.close('connectFailed')).toEqual(['closeLink', 'diagnose'])
    const { serial } = m.effects[1] as SessionEffect & { type: 'diagnose' }
    m.wait()
    m.feed({ type: 'diagnosed', serial, candidates: [{ code: 'wrongPath', path: '/mqtt' }] })
    expect(m.close('connectFailed')).toEqual(['closeLink'])
    expect(m.state.status).toMatchObject({ reason: { candidates: [{ code: 'wrongPath', path: '/mqtt' }] } })
  })

  it('connects at once when tapped, and when the network is back', () => {
    const m = run()
    m.start()
    m.connect()
    expect(m.feed({ type: 'networkChanged', isOnline: false, networkType: 'none' })).toContain('closeLink')
    expect(m.state.status.name).toBe('offline')
    m.now += 2_000
    expect(m.feed({ type: 'networkChanged', isOnline: true, networkType: '4g' })).toEqual(['openLink'])
    m.close('connectFailed')
    expect(m.feed({ type: 'retryRequested' })).toEqual(['openLink'])
  })

  it('a network that flaps opens at most one socket in two seconds', () => {
    const m = run()
    m.start()
    let opened = 0
    for (let i = 0; i < 40; i += 1) {
      m.now += 100
      m.feed({ type: 'networkChanged', isOnline: i % 3 > 0, networkType: `${i}` }, { type: 'timePassed' })
      opened += m.effects.filter((e) => e.type === 'openLink').length
    }
    expect(opened).toBeGreaterThan(0)
    expect(opened).toBeLessThanOrEqual(2)
  })

  it('a broker that accepts and closes at once is not asked for ever at the pace of the first minute', () => {
    const m = run()
    m.start()
    const until = m.now + 600_000
    let attempts = 0
    while (m.now < until) {
      m.connect(true)
      m.close('closedByPeer')
      m.wait()
      attempts += 1
    }
    expect(attempts).toBeLessThan(200)
  })

  it('waits no longer for a clock that was set back', () => {
    const m = run()
    m.start()
    m.close('refused')
    m.now -= 3_600_000
    expect(m.feed({ type: 'timePassed' })).toEqual(['openLink'])
  })

  it('tries at once with the network back, also by a clock that was set back', () => {
    const m = run()
    m.start()
    m.feed({ type: 'networkChanged', isOnline: false, networkType: 'none' })
    m.now -= 3_600_000
    expect(m.feed({ type: 'networkChanged', isOnline: true, networkType: 'wifi' })).toEqual(['openLink'])
  })

  it.each(['connecting', 'handshaking'] as const)('%s, gives up after a clock was set back', (name) => {
    const m = run()
    m.start()
    if (name === 'handshaking') m.feed({ type: 'socketOpened', generation: m.generation })
    expect(m.state.status.name).toBe(name)
    m.now -= 3_600_000
    m.feed({ type: 'timePassed' })
    expect(m.state.status.name).toBe('waiting')
  })

  it('keeps its attempt when the platform merely learns the type of the network', () => {
    const m = run()
    m.feed({ type: 'networkChanged', isOnline: true, networkType: 'unknown' })
    m.start()
    expect(m.feed({ type: 'networkChanged', isOnline: true, networkType: 'wifi' })).toEqual([])
  })

  it('prompted attempts keep two seconds apart', () => {
    const m = run()
    m.start()
    m.close('refused')
    m.feed({ type: 'networkChanged', isOnline: true, networkType: '4g' })
    const { status } = m.state
    expect(status.name === 'waiting' && status.retryAt).toBeLessThanOrEqual(m.now + sessionDefaults.promptedGapMs)
  })
})

describe('away and back', () => {
  it('disconnects after three seconds hidden, and connects at once when shown', () => {
    const m = run()
    m.start()
    m.connect()
    m.feed({ type: 'hidden' })
    const from = m.now
    m.now += 3_000
    m.feed({ type: 'timePassed' })
    expect(m.effects).toMatchObject([
      { type: 'showGap', gap: { from } },
      { type: 'closeLink', disconnectCode: 0 },
    ])
    expect(m.state.status.name).toBe('paused')
    expect(nextDeadline(m.state)).toBeUndefined()
    m.now += 420_000
    expect(m.feed({ type: 'shown' })).toEqual(['openLink'])
    expect(m.connect(true)).toEqual(['resume', 'showGap'])
    expect(m.effects[1]).toMatchObject({ gap: { from, to: m.now, resumed: true } })
  })

  it('frozen before its own timer, it opens a new socket when shown: exactly one', () => {
    const m = run()
    m.start()
    m.connect()
    m.feed({ type: 'hidden' })
    const old = m.generation
    m.now += 420_000
    expect(m.feed({ type: 'shown' })).toEqual(['showGap', 'closeLink', 'openLink'])
    // the old socket's close comes late
    expect(m.feed({ type: 'linkClosed', generation: old, reason: reason('interrupted') })).toEqual([])
    expect(m.feed({ type: 'timePassed' })).toEqual([])
  })

  it('frozen, its timer may fire before the show: still exactly one', () => {
    const m = run()
    m.start()
    m.connect()
    m.feed({ type: 'hidden' })
    m.now += 420_000
    expect(m.feed({ type: 'timePassed' })).toEqual(['showGap', 'closeLink'])
    expect(m.feed({ type: 'shown' })).toEqual(['openLink'])
  })

  it('a short look away keeps the socket and asks it', () => {
    const m = run()
    m.start()
    m.connect()
    m.feed({ type: 'hidden' })
    m.now += 1_500
    expect(m.feed({ type: 'shown' })).toEqual(['sendPing'])
    m.now += 2_000
    expect(m.feed({ type: 'timePassed' })).toContain('closeLink')
    expect(m.state.status).toMatchObject({ name: 'waiting', reason: { code: 'peerSilent' } })
  })

  it('never connects while hidden', () => {
    const m = run()
    m.start()
    m.close('connectFailed')
    m.feed({ type: 'hidden' })
    m.now += 60_000
    expect(m.feed({ type: 'timePassed' })).toEqual([])
    expect(m.state.status.name).toBe('paused')
    expect(m.feed({ type: 'networkChanged', isOnline: true, networkType: '5g' })).toEqual([])
    expect(m.feed({ type: 'shown' })).toEqual(['openLink'])
  })

  it('hears a terminal reason while hidden, too', () => {
    const m = run()
    m.start()
    m.connect()
    m.feed({ type: 'hidden' })
    m.now += 1_000
    m.close('sessionTakenOver')
    expect(m.feed({ type: 'shown' })).toEqual([])
    expect(m.state.status).toMatchObject({ name: 'blocked', reason: { code: 'sessionTakenOver' } })
  })

  it('a second drop does not swallow what the first absence has counted', () => {
    const m = run()
    m.start()
    m.connect()
    m.close('closedByPeer')
    m.wait()
    m.connect(true)
    m.feed({ type: 'keptMessageReceived', generation: m.generation })
    m.close('closedByPeer')
    expect(m.effects.filter((e) => e.type === 'showGap')).toMatchObject([
      { gap: { caughtUp: 1, resumed: true } },
      { gap: { caughtUp: 0 } },
    ])
  })

  it('closed by the person is an absence as well', () => {
    const m = run()
    m.start()
    m.connect()
    const from = m.now
    expect(m.feed({ type: 'stopped' })).toEqual(['showGap', 'closeLink'])
    m.now += 60_000
    m.feed({ type: 'started', hasSessionState: true })
    m.connect(true)
    expect(m.effects[1]).toMatchObject({ gap: { from, to: m.now, cause: 'stopped' } })
  })

  it('an H5 tab keeps its connection while hidden', () => {
    const m = run(h5)
    m.start()
    m.connect()
    m.feed({ type: 'hidden' })
    m.now += 30_000
    expect(m.feed({ type: 'timePassed' })).toEqual([])
    expect(m.feed({ type: 'shown' })).toEqual(['sendPing'])
  })

  it('counts what the broker had kept until half a second of quiet', () => {
    const m = run()
    m.start()
    m.connect()
    m.close('closedByPeer')
    m.wait()
    m.connect(true)
    const { generation } = m
    m.feed({ type: 'keptMessageReceived', generation }, { type: 'keptMessageReceived', generation })
    m.pass(400)
    m.feed({ type: 'keptMessageReceived', generation })
    expect(m.pass(499)).toEqual([])
    m.pass(1)
    expect(m.effects).toMatchObject([{ type: 'showGap', gap: { caughtUp: 3 } }])
    m.feed({ type: 'keptMessageReceived', generation })
    expect(m.pass(1_000)).toEqual([])
  })
})

describe('heartbeat', () => {
  it('pings when idle for the keep alive and leaves within one and a half of it', () => {
    const m = run()
    m.start()
    m.connect()
    const idleSince = m.now
    expect(m.wait()).toEqual(['sendPing'])
    expect(m.now - idleSince).toBe(60_000)
    m.wait()
    expect(m.state.status).toMatchObject({ name: 'waiting', reason: { code: 'peerSilent' } })
    expect(m.now - idleSince).toBeLessThanOrEqual(90_000)
  })

  it('uses the keep alive of the server [MQTT-3.2.2-21]', () => {
    const m = run()
    m.start()
    const { generation } = m
    m.feed(
      { type: 'socketOpened', generation },
      { type: 'connected', generation, connack: { sessionPresent: false, serverKeepAliveSeconds: 10 } },
    )
    const since = m.now
    m.wait()
    expect(m.now - since).toBe(10_000)
  })

  it('a send into nothing is noticed within three seconds', () => {
    const m = run()
    m.start()
    m.connect()
    const since = m.now
    m.feed({ type: 'packetSent', generation: m.generation })
    expect(m.wait()).toEqual(['sendPing'])
    m.wait()
    expect(m.state.status.name).toBe('waiting')
    expect(m.now - since).toBeLessThanOrEqual(3_000)
  })

  it.each(['networkChanged', 'packetSent'] as const)('a ping that is out is hurried by %s', (type) => {
    const m = run()
    m.start()
    m.connect()
    m.wait()
    m.now += 500
    const since = m.now
    if (type === 'packetSent') m.feed({ type, generation: m.generation })
    else m.feed({ type, isOnline: true, networkType: '4g' })
    expect(m.effects).toEqual([])
    m.wait()
    expect(m.state.status).toMatchObject({ name: 'waiting', reason: { code: 'peerSilent' } })
    expect(m.now - since).toBeLessThanOrEqual(3_000)
  })

  it('bytes that trickle in keep a pinged connection', () => {
    const m = run()
    m.start()
    m.connect()
    m.feed({ type: 'networkChanged', isOnline: true, networkType: '4g' })
    for (let i = 0; i < 10; i += 1) {
      m.now += 1_500
      m.feed({ type: 'progressed', generation: m.generation }, { type: 'timePassed' })
    }
    expect(m.state.status.name).toBe('online')
    m.feed({ type: 'pingAnswered', generation: m.generation })
    expect(m.pass(2_500)).toEqual([])
  })
})

describe('storage that fails', () => {
  const full = { name: 'blocked', reason: { code: 'storageFull' } }

  it('ends the connection without a word, and opens a gap', () => {
    const m = run()
    m.start()
    m.connect()
    expect(m.storageFails()).toEqual(['showGap', 'closeLink'])
    expect(m.effects[1]).toEqual({ type: 'closeLink', generation: 1, disconnectCode: undefined })
    expect(m.state.status).toMatchObject(full)
    expect(nextDeadline(m.state)).toBeUndefined()
  })

  it.each<[string, (m: ReturnType<typeof run>) => unknown]>([
    ['connecting', () => undefined],
    ['handshaking', (m) => m.feed({ type: 'socketOpened', generation: m.generation })],
    ['waiting', (m) => m.close('refused')],
    ['offline', (m) => m.network('none', false)],
    ['paused', (m) => [m.hide(), m.pass(3_000)]],
    ['blocked', (m) => m.close('notAuthorized')],
  ])('ends the work towards one, too: %s', (name, arrange) => {
    const m = run()
    m.start()
    arrange(m)
    expect(m.state.status.name).toBe(name)
    m.storageFails()
    expect(m.state.status).toMatchObject(full)
    expect([...m.network('5g'), ...m.hide(), ...m.show(), ...m.pass(3_600_000)]).toEqual([])
    expect(m.retry()).toEqual(['openLink'])
  })

  it('before the start means that the start says so', () => {
    const m = run()
    m.storageFails()
    expect(m.state.status.name).toBe('idle')
    expect(m.start()).toEqual([])
    expect(m.state.status).toMatchObject(full)
    m.feed({ type: 'stopped' })
    m.start()
    expect(m.state.status).toMatchObject(full)
    expect(m.retry()).toEqual(['openLink'])
    m.connect()
    expect(m.state.status.name).toBe('online')
  })

  it('once more after a retry, it ends that one, too', () => {
    const m = run()
    m.start()
    m.storageFails()
    m.retry()
    expect(m.storageFails()).toEqual(['closeLink'])
    expect(m.state.status).toMatchObject(full)
  })

  it('asked to try again while hidden, it waits for the show', () => {
    const m = run()
    m.start()
    m.storageFails()
    m.hide()
    expect(m.retry()).toEqual([])
    expect(m.show()).toEqual(['openLink'])
  })
})

describe('closed right after CONNACK again and again', () => {
  /** online, and closed after a time */
  function closedAfter(m: ReturnType<typeof run>, ms: number) {
    m.connect(true)
    m.now += ms
    m.close('closedByPeer')
  }
  /** a machine that has seen so many closes within 10 s */
  function suspecting(count: number, policy = weapp) {
    const m = run(policy)
    m.feed({ type: 'started', hasSessionState: true })
    for (let i = 0; i < count; i += 1) {
      if (i > 0) m.wait()
      closedAfter(m, 1_000)
    }
    return m
  }
  const takeover = { name: 'waiting', reason: { code: 'takeoverSuspected' } }

  it.each([4, 5] as const)(
    'three times look like another client with this client ID: version %s',
    (protocolVersion) => {
      expect(suspecting(2, { ...weapp, protocolVersion }).state.status).toMatchObject({
        reason: { code: 'closedByPeer' },
      })
      const m = suspecting(3, { ...weapp, protocolVersion })
      expect(m.state.status).toMatchObject({ ...takeover, retryAt: m.now + 60_000 })
    },
  )

  it('and is tried once a minute until a connection holds for ten seconds', () => {
    const m = suspecting(3)
    for (let i = 0; i < 3; i += 1) {
      expect(m.wait()).toEqual(['openLink'])
      closedAfter(m, 9_999)
      expect(m.state.status).toMatchObject({ ...takeover, retryAt: m.now + 60_000 })
    }
    m.wait()
    closedAfter(m, 10_000)
    expect(m.state.status).toMatchObject({ reason: { code: 'closedByPeer' } })
    m.wait()
    closedAfter(m, 1_000)
    expect(m.state.status).toMatchObject({ reason: { code: 'closedByPeer' } })
  })

  it('ten seconds held are enough, whatever ends the connection later', () => {
    const m = suspecting(3)
    m.wait()
    m.connect(true)
    m.now += 10_000
    m.feed({ type: 'timePassed' })
    m.hide()
    m.pass(3_000)
    m.show()
    closedAfter(m, 1_000)
    expect(m.state.status).toMatchObject({ reason: { code: 'closedByPeer' } })
  })

  it('is told at once where a person asks, and stays slow', () => {
    const m = suspecting(3)
    expect(m.retry()).toEqual(['openLink'])
    closedAfter(m, 1_000)
    expect(m.state.status).toMatchObject({ ...takeover, retryAt: m.now + 60_000 })
  })

  it('other failures meanwhile say what they are, and are as slow', () => {
    const m = suspecting(3)
    m.wait()
    m.close('refused')
    expect(m.state.status).toMatchObject({ reason: { code: 'refused' }, retryAt: m.now + 60_000 })
  })

  it('a network that flaps does not hurry it, a show does', () => {
    const m = suspecting(3)
    for (let i = 0; i < 5; i += 1) {
      m.now += 3_000
      expect(m.network(`${i}`)).toEqual([])
      expect([...m.network('none', false), ...m.network('4g')]).not.toContain('openLink')
    }
    expect(m.state.status).toMatchObject(takeover)
    m.hide()
    m.now += 1_000
    expect(m.show()).toEqual(['openLink'])
  })

  it('begins anew with a new start', () => {
    const m = suspecting(3)
    m.feed({ type: 'stopped' })
    m.start()
    closedAfter(m, 1_000)
    expect(m.state.status).toMatchObject({ reason: { code: 'closedByPeer' } })
  })

  it.each<[string, (m: ReturnType<typeof run>) => unknown]>([
    ['held for ten seconds', (m) => m.pass(10_000)],
    ['the network changed meanwhile', (m) => [m.network('5g'), m.answer()]],
    ['the app was hidden meanwhile', (m) => [m.hide(), m.show(), m.answer()]],
    ['something was sent and nothing came since', (m) => m.feed({ type: 'packetSent', generation: m.generation })],
    ['a PINGREQ was out', (m) => [m.feed({ type: 'packetSent', generation: m.generation }), m.pass(1_000)]],
  ])('does not look so where it %s', (_, disturb) => {
    const m = suspecting(2)
    m.wait()
    m.connect(true)
    disturb(m)
    m.close('closedByPeer')
    expect(m.state.status).toMatchObject({ reason: { code: 'closedByPeer' } })
    // and the row begins anew
    for (const code of ['closedByPeer', 'closedByPeer', 'takeoverSuspected']) {
      m.wait()
      closedAfter(m, 1_000)
      expect(m.state.status).toMatchObject({ reason: { code } })
    }
  })

  it('what was answered is no cause of the end', () => {
    const m = suspecting(2)
    m.wait()
    m.connect(true)
    const { generation } = m
    m.feed({ type: 'packetSent', generation }, { type: 'progressed', generation })
    m.close('closedByPeer')
    expect(m.state.status).toMatchObject(takeover)
  })

  it.each(['serverBusy', 'peerSilent', 'protocolError', 'interrupted'] as const)('a reason of its own: %s', (code) => {
    const m = suspecting(2)
    m.wait()
    m.connect(true)
    m.close(code)
    expect(m.state.status).toMatchObject({ reason: { code } })
  })
})

describe('a place for the socket', () => {
  const noPlace = { name: 'waiting', reason: { code: 'tooManySockets', holders: ['p1', 'p2'] } }

  it('not found: waits, says who has them, opens no link, and is no failed attempt', () => {
    const m = run()
    m.start()
    expect(m.deny()).toEqual([])
    expect(m.state.status).toMatchObject({ ...noPlace, attempt: 0 })
    expect(m.state.attempt).toBe(0)
  })

  it('begins at once when one is free', () => {
    const m = run()
    m.start()
    m.deny()
    expect(m.feed({ type: 'placeFreed' })).toEqual(['openLink'])
  })

  it('asks again by itself', () => {
    const m = run()
    m.start()
    m.deny()
    const since = m.now
    expect(m.wait()).toEqual(['openLink'])
    expect(m.now - since).toBe(30_000)
  })

  it('a place that WeChat itself denies is the same reason, and is retried', () => {
    const m = run()
    m.start()
    m.close('tooManySockets')
    expect(m.state.status).toMatchObject({ name: 'waiting', reason: { code: 'tooManySockets' } })
    expect(m.wait()).toEqual(['openLink'])
  })

  it.each<[string, (m: ReturnType<typeof run>) => unknown]>([
    ['paused', (m) => [m.hide(), m.pass(3_000)]],
    ['offline', (m) => m.network('none', false)],
    ['idle', (m) => m.feed({ type: 'stopped' })],
    ['online', (m) => [m.retry(), m.connect()]],
    ['waiting', (m) => [m.retry(), m.close('refused')]],
  ])('%s for another reason, it wants none any more', (name, arrange) => {
    const m = run()
    m.start()
    m.deny()
    arrange(m)
    expect(m.state.status.name).toBe(name)
    expect(m.feed({ type: 'placeFreed' })).toEqual([])
  })

  it('an old denial changes nothing', () => {
    const m = run()
    m.start()
    const { generation } = m
    m.deny()
    m.retry()
    m.connect()
    const { state } = m
    m.feed({ type: 'placeDenied', generation, holders: [] })
    expect(m.state).toBe(state)
  })
})

describe('what holds on a connection', () => {
  const connectionOf = (m: ReturnType<typeof run>) => 'connection' in m.state.status && m.state.status.connection

  it('is what was asked where CONNACK is silent', () => {
    const m = run()
    m.start()
    m.connect()
    expect(connectionOf(m)).toEqual({
      protocolVersion: 5,
      keepAliveSeconds: 60,
      isServerKeepAlive: false,
      sessionExpirySeconds: 86_400,
      receiveMaximum: 65_535,
    })
  })

  it('is what CONNACK says', () => {
    const m = run()
    m.start()
    const said = { sessionExpirySeconds: 60, receiveMaximum: 20, maximumPacketSize: 1_000, maximumQoS: 1 } as const
    m.connect(false, { ...said, retainAvailable: false, serverKeepAliveSeconds: 30 })
    const facts = { ...said, retainAvailable: false, keepAliveSeconds: 30, isServerKeepAlive: true, protocolVersion: 5 }
    expect(connectionOf(m)).toEqual(facts)
  })

  it('names no expiry on 3.1.1, where nobody agrees on one', () => {
    const m = run({ ...weapp, protocolVersion: 4 })
    m.start()
    m.connect()
    expect(connectionOf(m)).toEqual({
      protocolVersion: 4,
      keepAliveSeconds: 60,
      isServerKeepAlive: false,
      receiveMaximum: 65_535,
    })
    expect(m.state.hasSessionState).toBe(true)
  })

  it('a broker that grants no Session Expiry keeps nothing: the next connection begins afresh and says so', () => {
    const m = run()
    m.feed({ type: 'started', hasSessionState: true })
    m.connect(true, { sessionExpirySeconds: 0 })
    expect(m.state.hasSessionState).toBe(false)
    m.close('closedByPeer')
    m.wait()
    m.connect(false, { sessionExpirySeconds: 0 })
    expect(m.effects).toMatchObject([{ type: 'resume' }, { type: 'showGap', gap: { resumed: false } }])
  })
})

describe('leaving', () => {
  const afterDelay: SessionPolicy = { ...weapp, leaveCode: 0x04 }

  it.each<[string, (m: ReturnType<typeof run>) => unknown]>([
    ['stopped', (m) => m.feed({ type: 'stopped' })],
    ['hidden', (m) => [m.hide(), m.pass(3_000)]],
  ])('%s, the will is sent after its delay where it is to be: DISCONNECT 0x04', (_, go) => {
    const m = run(afterDelay)
    m.start()
    m.connect()
    go(m)
    expect(m.effects).toContainEqual({ type: 'closeLink', generation: 1, disconnectCode: 0x04 })
  })

  it('3.1.1 has no such code: without DISCONNECT the will is sent, at once', () => {
    const m = run(afterDelay)
    m.start()
    m.close('protocolVersion')
    m.connect()
    m.feed({ type: 'stopped' })
    expect(m.effects).toContainEqual({ type: 'closeLink', generation: m.generation - 1, disconnectCode: undefined })
  })

  it('what has no CONNACK yet is closed without a word', () => {
    const m = run(afterDelay)
    m.start()
    m.feed({ type: 'stopped' })
    expect(m.effects).toEqual([{ type: 'closeLink', generation: 1, disconnectCode: undefined }])
  })
})

describe('a cold start', () => {
  const gap = { from: 400_000, cause: 'ended' } as const

  it.each([true, false])('ends the time away that an earlier run began: resumed %s', (resumed) => {
    const m = run()
    m.feed({ type: 'started', hasSessionState: true, gap })
    expect(m.effects).toMatchObject([{ type: 'showGap', gap }, { type: 'openLink' }])
    m.connect(resumed)
    expect(m.effects[1]).toMatchObject({ type: 'showGap', gap: { ...gap, to: m.now, resumed, caughtUp: 0 } })
    m.feed({ type: 'keptMessageReceived', generation: m.generation })
    expect(m.state.gap).toMatchObject({ caughtUp: resumed ? 1 : 0 })
  })

  it('is away as long as it has no connection', () => {
    const m = run()
    m.feed({ type: 'started', hasSessionState: true, gap })
    m.close('refused')
    m.wait()
    m.connect(true)
    expect(m.effects[1]).toMatchObject({ type: 'showGap', gap })
  })

  it('the first of all has missed nothing', () => {
    const m = run()
    m.start()
    expect(m.connect()).toEqual(['resume'])
  })
})

describe('the cause of a failure', () => {
  const candidates = [{ code: 'unreachable' } as const]
  const serialOf = (m: ReturnType<typeof run>) => {
    const asked = m.effects.find((e): e is SessionEffect & { type: 'diagnose' } => e.type === 'diagnose')
    return asked?.serial ?? NaN
  }

  it.each<[string, (m: ReturnType<typeof run>) => unknown]>([
    ['stopped and started', (m) => [m.feed({ type: 'stopped' }), m.start(), m.close('connectFailed')]],
    [
      'connected meanwhile',
      (m) => [m.wait(), m.connect(), m.close('closedByPeer'), m.wait(), m.close('connectFailed')],
    ],
    ['failed otherwise', (m) => [m.wait(), m.close('refused'), m.wait(), m.close('connectFailed')]],
  ])('an answer to an older question changes nothing: %s', (_, arrange) => {
    const m = run()
    m.start()
    m.close('connectFailed')
    const old = serialOf(m)
    arrange(m)
    const { state } = m
    const serial = serialOf(m)
    expect(serial).not.toBe(old)
    m.feed({ type: 'diagnosed', serial: old, candidates })
    expect(m.state).toBe(state)
    m.feed({ type: 'diagnosed', serial, candidates })
    expect(m.state.status).toMatchObject({ name: 'waiting', reason: { candidates } })
  })

  it.each<[string, (m: ReturnType<typeof run>) => unknown]>([
    ['stopped', (m) => m.feed({ type: 'stopped' })],
    ['blocked', (m) => [m.wait(), m.close('badCredentials')]],
    ['without storage', (m) => m.storageFails()],
  ])('nobody wants to know any more: %s', (_, arrange) => {
    const m = run()
    m.start()
    m.close('connectFailed')
    arrange(m)
    expect(m.state.diagnosis).toBeUndefined()
  })
})

describe('hiding, at awkward moments', () => {
  it('twice in quick succession: the second begins its own three seconds', () => {
    const m = run()
    m.start()
    m.connect()
    m.hide()
    m.now += 1_000
    expect(m.show()).toEqual(['sendPing'])
    m.feed({ type: 'pingAnswered', generation: m.generation })
    m.now += 500
    m.hide()
    const from = m.now
    expect(m.hide()).toEqual([])
    expect(m.pass(2_999)).toEqual([])
    expect(m.pass(1)).toEqual(['showGap', 'closeLink'])
    expect(m.effects[0]).toMatchObject({ gap: { from, cause: 'hidden' } })
    expect(m.show()).toEqual(['openLink'])
    expect(m.hide()).toEqual([])
    expect(m.pass(3_000)).toEqual(['closeLink'])
    expect(m.show()).toEqual(['openLink'])
    m.connect(true)
    expect(m.effects[1]).toMatchObject({ gap: { from, to: m.now } })
  })

  it.each(['connecting', 'handshaking'])(
    'the screen is locked while %s: closed at 3 s, a new socket when shown',
    (name) => {
      const m = run()
      m.start()
      if (name === 'handshaking') m.feed({ type: 'socketOpened', generation: m.generation })
      m.now += 1_000
      m.hide()
      expect(m.pass(2_999)).toEqual([])
      expect(m.state.status.name).toBe(name)
      expect(m.pass(1)).toEqual(['closeLink'])
      expect(m.state.status.name).toBe('paused')
      m.now += 600_000
      expect(m.show()).toEqual(['openLink'])
    },
  )

  it('locked and frozen while connecting: a new socket when shown, none of the old one is heeded', () => {
    const m = run()
    m.start()
    const old = m.generation
    m.hide()
    m.now += 600_000
    expect(m.show()).toEqual(['closeLink', 'openLink'])
    expect(m.feed({ type: 'socketOpened', generation: old })).toEqual([])
    expect(m.state.status.name).toBe('connecting')
  })

  it('CONNACK in the last moment before the close is no reason to stay', () => {
    const m = run()
    m.start()
    m.hide()
    m.now += 2_000
    expect(m.connect()).toEqual(['resume'])
    expect(m.pass(1_000)).toContain('closeLink')
    expect(m.state.status.name).toBe('paused')
  })

  it('the network changes while hidden: nothing happens before the show, which connects', () => {
    const m = run()
    m.start()
    m.connect()
    m.hide()
    m.pass(3_000)
    expect(m.network('none', false)).toEqual([])
    expect(m.state.status.name).toBe('paused')
    expect(m.network('4g')).toEqual([])
    expect(m.show()).toEqual(['openLink'])
  })

  it('the network is gone while hidden: offline when shown, at once when it is back', () => {
    const m = run()
    m.start()
    m.connect()
    m.hide()
    m.pass(3_000)
    m.network('none', false)
    m.now += 60_000
    expect(m.show()).toEqual([])
    expect(m.state.status.name).toBe('offline')
    expect(m.network('wifi')).toEqual(['openLink'])
  })

  it('the network changes in the grace of a hide: the connection is asked, and closed at three seconds all the same', () => {
    const m = run()
    m.start()
    m.connect()
    m.hide()
    m.now += 1_500
    expect(m.network('4g')).toEqual(['sendPing'])
    expect(m.pass(1_500)).toContain('closeLink')
    expect(m.state.status.name).toBe('paused')
  })
})

describe('an upload that takes its time', () => {
  it('is asked about at once, and is no death while its time lasts', () => {
    const m = run()
    m.start()
    m.connect()
    const { generation } = m
    // 20 s at the slowest that counts as alive
    expect(m.feed({ type: 'packetSent', generation, bytes: 20 * 16_384 })).toEqual(['sendPing'])
    expect(m.pass(21_199)).toEqual([])
    expect(m.state.status.name).toBe('online')
    expect(m.pass(1)).toContain('closeLink')
  })

  it('once it has left, a send into nothing is noticed within three seconds again', () => {
    const m = run()
    m.start()
    m.connect()
    const { generation } = m
    m.feed({ type: 'packetSent', generation, bytes: 60 * 16_384 })
    m.now += 2_000
    m.feed({ type: 'progressed', generation }, { type: 'pingAnswered', generation })
    m.now += 1_000
    m.feed({ type: 'packetSent', generation, bytes: 10 })
    const since = m.now
    m.wait()
    m.wait()
    expect(m.state.status).toMatchObject({ reason: { code: 'peerSilent' } })
    expect(m.now - since).toBeLessThanOrEqual(3_000)
  })

  it('a second one behind the PINGREQ is asked about when that is answered', () => {
    const m = run()
    m.start()
    m.connect()
    const { generation } = m
    m.feed({ type: 'packetSent', generation, bytes: 10 * 16_384 })
    expect(m.feed({ type: 'packetSent', generation, bytes: 10 * 16_384 })).toEqual([])
    m.now += 5_000
    expect(m.feed({ type: 'progressed', generation }, { type: 'pingAnswered', generation })).toEqual(['sendPing'])
    expect(m.pass(15_999)).toEqual([])
  })

  it('sending without end into nothing is noticed within one and a half keep alives', () => {
    const m = run()
    m.start()
    m.connect()
    const since = m.now
    while (m.state.status.name === 'online' && m.now - since < 600_000) {
      m.feed({ type: 'packetSent', generation: m.generation, bytes: 20_000 })
      m.pass(1_000)
    }
    expect(m.now - since).toBeLessThanOrEqual(91_000)
  })

  it('a change of network excuses nothing', () => {
    const m = run()
    m.start()
    m.connect()
    m.feed({ type: 'packetSent', generation: m.generation, bytes: 60 * 16_384 })
    m.network('4g')
    expect(m.pass(2_000)).toContain('closeLink')
  })
})
