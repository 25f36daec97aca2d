import { recordOf, type Profile } from '@/core/profile/profile'
import type { Publish } from '@/core/session/packets'
import { newProfile, saveProfile, setPaused, useConnections } from '../connections/connections'
import { storeWhatIsSet } from '../connections/stored.fake'
import { retrySubscription } from '../subscriptions/subscriptions'
import type { FakeServices } from '../services.fake'
import { runSessions, sessionOf, useSessions } from './sessions'

storeWhatIsSet()

jest.mock('../services', () => ({
  services: jest.requireActual<Record<'fakeServices', () => unknown>>('../services.fake').fakeServices(),
}))
const { services } = jest.requireMock<{ services: FakeServices }>('../services')
const { links, storage } = services

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
const setProfiles = (...profiles: Profile[]) => useConnections.setState({ profiles })

const wanted = (filter: string, qos: 0 | 1 | 2 = 1, isEnabled = true) => ({
  filter,
  qos,
  alias: '',
  color: 0,
  isEnabled,
})
const profile = (change: Partial<Profile> = {}): Profile => ({ ...newProfile('ws://a/mqtt'), id: 'p', ...change })

let stop: () => void = () => undefined

beforeEach(async () => {
  links.all.length = 0
  storage.isFull = false
  for (const key of await storage.keys('')) await storage.remove(key)
})
afterEach(() => {
  stop()
  setProfiles()
})

/** One profile, its session online with everything granted. */
async function online(change: Partial<Profile> = {}) {
  const first = profile(change)
  setProfiles(first)
  stop = runSessions()
  await settle()
  links.newest.connect()
  grantAll()
  links.newest.sent.length = 0
  return first
}

function grantAll() {
  for (const packet of [...links.newest.sent]) {
    if (packet.cmd !== 'subscribe') continue
    const reasonCodes = packet.filters.map((f) => f.qos)
    links.newest.receive({ cmd: 'suback', packetId: packet.packetId, reasonCodes })
  }
}
const commands = () => links.newest.sent.map((p) => p.cmd)

describe('a profile', () => {
  it('has its session, which wants the enabled subscriptions', async () => {
    setProfiles(profile({ subscriptions: [wanted('a'), wanted('b', 2), wanted('off', 1, false)] }))
    stop = runSessions()
    await settle()
    links.newest.connect()
    expect(links.newest.sent).toMatchObject([{ cmd: 'subscribe', filters: [{ filter: 'a' }, { filter: 'b', qos: 2 }] }])
    expect(Object.keys(useSessions.getState().sessions)).toEqual(['p'])
  })

  it.each<[string, Partial<Profile>]>([
    ['address', { url: 'ws://b/mqtt' }],
    ['version', { protocolVersion: 4 }],
    ['client ID', { clientId: 'other' }],
    ['user', { username: 'ada' }],
    ['password', { password: 'secret' }],
    ['session keeping', { keepSession: false }],
    ['keep alive', { keepAliveSeconds: 5 }],
  ])('opens anew when its %s changes', async (_name, change) => {
    const first = await online()
    const session = sessionOf('p')
    setProfiles({ ...first, ...change })
    await settle()
    expect(sessionOf('p')).not.toBe(session)
    expect(links.all).toHaveLength(2)
    expect(links.all[0]?.closedWith).toEqual({ reasonCode: 0 })
  })

  it.each<[string, Partial<Profile>]>([
    ['name', { name: 'other' }],
    ['draft', { draft: { topic: 't', payload: 'p', qos: 0, retain: true } }],
    ['colours', { subscriptions: [{ ...wanted('a'), color: 3, alias: 'x' }] }],
  ])('keeps its connection when its %s changes', async (_name, change) => {
    const first = await online({ subscriptions: [wanted('a')] })
    setProfiles({ ...first, ...change })
    await settle()
    expect(links.all).toHaveLength(1)
    expect(links.newest.sent).toEqual([])
  })

  it('removed, is disconnected; the others stay', async () => {
    const first = await online()
    const other = profile({ id: 'q', clientId: 'q' })
    setProfiles(first, other)
    await settle()
    setProfiles(other)
    expect(links.all.map((link) => link.closedWith !== undefined)).toEqual([true, false])
    expect(Object.keys(useSessions.getState().sessions)).toEqual(['q'])
  })

  it('all are disconnected at the end', async () => {
    await online()
    stop()
    expect(links.newest.closedWith).toEqual({ reasonCode: 0 })
    expect(useSessions.getState().sessions).toEqual({})
  })
})

it('in a second tab, connects under an ID of its own and keeps no session', async () => {
  const first = await online()
  services.tabs.set({ isOwner: false, suffix: 'x7k2qz' })
  await settle()
  expect(links.all).toHaveLength(2)
  expect(links.newest.options).toMatchObject({ clientId: `${first.clientId}-x7k2qz`, sessionExpirySeconds: 0 })
  expect(links.newest.options.cleanStart).toBe(true)
  services.tabs.set({ isOwner: true })
  await settle()
  expect(links.newest.options.clientId).toBe(first.clientId)
})

describe('a password that is not known', () => {
  it('is asked for, not tried without, and connects when it is there', async () => {
    const first = profile({ username: 'ada', usesPassword: true })
    setProfiles(first)
    stop = runSessions()
    await settle()
    expect(links.all).toEqual([])
    expect(sessionOf('p')?.status).toMatchObject({ name: 'blocked', reason: { code: 'passwordMissing' } })
    sessionOf('p')?.retryNow()
    services.network.set({ isOnline: false, type: 'none' })
    services.network.set({ isOnline: true, type: 'wifi' })
    expect(links.all).toEqual([])
    expect(sessionOf('p')?.status.name).toBe('blocked')
    setProfiles({ ...first, password: 'opensesame' })
    await settle()
    expect(links.newest.options).toMatchObject({ username: 'ada', password: 'opensesame' })
  })

  it('any more, ends the connection, and what was queued goes on waiting', async () => {
    const first = await online({ usesPassword: true, password: 'opensesame' })
    setProfiles({ ...first, password: '' })
    await settle()
    expect(links.newest.closedWith).toEqual({ reasonCode: 0 })
    expect(sessionOf('p')?.status).toMatchObject({ name: 'blocked', reason: { code: 'passwordMissing' } })
    expect(links.all).toHaveLength(1)
  })

  it('says nothing while the connection is paused', async () => {
    setProfiles(profile({ usesPassword: true, isPaused: true }))
    stop = runSessions()
    await settle()
    expect(sessionOf('p')?.status.name).toBe('idle')
  })
})

describe('subscriptions', () => {
  it('follow the profile: added, off, and with another QoS', async () => {
    const first = await online({ subscriptions: [wanted('a'), wanted('b')] })
    setProfiles({ ...first, subscriptions: [wanted('a', 2), wanted('b', 1, false), wanted('c')] })
    const asked = links.newest.sent.map((p) =>
      'filters' in p ? [p.cmd, ...p.filters.map((f) => (typeof f === 'string' ? f : f.filter))] : p,
    )
    expect(asked).toEqual([
      ['unsubscribe', 'b'],
      ['subscribe', 'a'],
      ['subscribe', 'c'],
    ])
    grantAll()
    links.newest.sent.length = 0
    setProfiles({ ...first, subscriptions: [] })
    expect(commands()).toEqual(['unsubscribe', 'unsubscribe'])
  })

  it('refused, is asked again on request, and still given up when removed', async () => {
    const first = profile({ subscriptions: [wanted('a')] })
    setProfiles(first)
    stop = runSessions()
    await settle()
    links.newest.connect()
    links.newest.receive({ cmd: 'suback', packetId: 1, reasonCodes: [0x87] })
    links.newest.sent.length = 0
    retrySubscription('p', 'a')
    expect(commands()).toEqual(['subscribe'])
    grantAll()
    setProfiles({ ...first, subscriptions: [] })
    expect(commands()).toEqual(['subscribe', 'unsubscribe'])
  })
})

describe('pausing', () => {
  it('disconnects and stays so; resuming connects', async () => {
    await saveProfile(await online())
    await setPaused('p', true)
    expect(links.newest.closedWith).toEqual({ reasonCode: 0 })
    expect(sessionOf('p')?.status).toEqual({ name: 'idle' })
    await setPaused('p', false)
    expect(links.all).toHaveLength(2)
  })

  it('holds over a start', async () => {
    setProfiles(profile({ isPaused: true }))
    stop = runSessions()
    await settle()
    expect(links.all).toEqual([])
    expect(sessionOf('p')?.status).toEqual({ name: 'idle' })
  })
})

describe('a broker that refuses version 5', () => {
  const refuse = () => links.newest.end({ kind: 'refused', protocolVersion: 5, reasonCode: 1 })
  const version = () => useConnections.getState().profiles[0]?.protocolVersion

  it('is remembered, without opening the session anew', async () => {
    setProfiles(profile())
    stop = runSessions()
    await settle()
    const session = sessionOf('p')
    refuse()
    await settle()
    expect(version()).toBe(4)
    expect(sessionOf('p')).toBe(session)
    expect(links.all.map((link) => link.options.protocolVersion)).toEqual([5, 4])
  })

  it('is no reason to open anew either while it cannot be stored', async () => {
    setProfiles(profile())
    stop = runSessions()
    await settle()
    const session = sessionOf('p')
    storage.isFull = true
    refuse()
    await settle()
    setProfiles(profile({ ...useConnections.getState().profiles[0], name: 'other' }))
    expect(version()).toBe(5)
    expect(sessionOf('p')).toBe(session)
  })

  it('is not the one that another tab has moved the connection to', async () => {
    setProfiles(profile())
    stop = runSessions()
    await settle()
    const session = sessionOf('p')
    await storage.set('profile/p', { ...recordOf(profile()), url: 'ws://moved/mqtt' })
    refuse()
    await settle()
    expect(await storage.get('profile/p')).toMatchObject({ protocolVersion: 5 })
    expect(sessionOf('p')).toBe(session)
    expect(links.all.map((link) => link.options.protocolVersion)).toEqual([5, 4])
  })

  it('is asked again when the person says so', async () => {
    setProfiles(profile())
    stop = runSessions()
    await settle()
    refuse()
    await settle()
    setProfiles({ ...useConnections.getState().profiles[0]!, protocolVersion: 5 })
    await settle()
    expect(links.newest.options.protocolVersion).toBe(5)
  })
})

it('what arrives is given to whoever listens to the session', async () => {
  await online({ subscriptions: [wanted('a')] })
  const topics: string[] = []
  sessionOf('p')?.onEntry((entry) => entry.direction === 'received' && topics.push(entry.topic))
  const packet: Publish = { cmd: 'publish', topic: 'a', payload: new Uint8Array(), qos: 0, retain: false, dup: false }
  links.newest.receive(packet)
  expect(topics).toEqual(['a'])
})
