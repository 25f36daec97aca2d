import { sessionDefaults } from '../profile/defaults'
import type { SessionEffect, SessionEvent } from './events'
import { transition } from './machine'
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
    connect(sessionPresent = false) {
      const { generation } = state
      return box.feed(
        { type: 'socketOpened', generation },
        { type: 'connected', generation, connack: { sessionPresent } },
      )
    },
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
