import type { TimelineEntry } from '@/core/message/message'
import type { Publish, QoS } from '@/core/session/packets'
import { fakeFiles, type FakeFiles } from '../files/files.fake'
import { openJournal } from '../journal/journal'
import type { FakeLinks } from '../mqtt/link.fake'
import type { SessionHooks, SessionConfig, SessionOptions, SessionServices } from './config'
import { createSession } from './session'
import { fakeSessionServices } from './services.fake'

const config: SessionOptions = { profileId: 'p1', url: 'ws://broker/mqtt', clientId: 'c1' }

const open: { dispose(): void }[] = []

beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'], now: 1_000_000 }))
afterEach(() => {
  for (const session of open.splice(0)) session.dispose()
  expect(jest.getTimerCount()).toBe(0)
  jest.useRealTimers()
})

/** Lets promises that are ready go on. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
const bytes = (...values: number[]) => Uint8Array.from(values)
const publishes = (sent: readonly object[]) => sent.filter((p): p is Publish => 'topic' in p)
const received = (packetId: number, qos: QoS, change: Partial<Publish> = {}): Publish => ({
  ...{ cmd: 'publish', topic: 't', payload: bytes(packetId), qos, retain: false, dup: false, packetId },
  ...change,
})

/** The app's next start over the same files, as far as a session is concerned. */
async function run(files: FakeFiles, change: Partial<SessionConfig> = {}) {
  const phone = launch(files, change)
  const restored = await Promise.race([phone.session.restored, settle().then(() => undefined)])
  await settle()
  return { ...phone, restored: restored ?? [] }
}

/** A session whose journal is not read yet. */
function launch(files: FakeFiles, change: Partial<SessionConfig> = {}, hooks?: SessionHooks) {
  const { links, ...fakes } = fakeSessionServices()
  const services: SessionServices = { ...fakes, openJournal: openJournal(files) }
  const session = createSession({ ...config, ...change }, services, hooks)
  open.push(session)
  const entries: TimelineEntry[] = []
  session.onEntry((entry) => entries.push(entry))
  session.start()
  return { session, links, services, entries, files }
}

async function online(files = fakeFiles(), change: Partial<SessionConfig> = {}) {
  const phone = await run(files, change)
  phone.links.newest.connect()
  await settle()
  return phone
}

/** The system ends the app: nothing of that run goes on. @returns what is on the disk */
function kill({ files, links }: { files: FakeFiles; links: FakeLinks }): FakeFiles {
  files.isKilled = true
  links.newest.end()
  for (const session of open.splice(0)) session.dispose()
  return fakeFiles(files.records)
}

describe('a cold start', () => {
  it('sends what was queued, in order, and shows it where it was', async () => {
    const before = await run(fakeFiles())
    for (const topic of ['a', 'b']) before.session.publish(topic, bytes(1), { qos: 1, retain: false })
    await settle()
    const { links, session, restored } = await online(kill(before))
    expect(restored.map((e) => e.direction === 'sent' && [e.topic, e.status.name])).toEqual([
      ['a', 'queued'],
      ['b', 'queued'],
    ])
    expect(session.outbox.map((m) => m.topic)).toEqual(['a', 'b'])
    expect(publishes(links.newest.sent)).toMatchObject([{ topic: 'a', dup: false }, { topic: 'b' }])
  })

  it('resumes what was in flight as itself: the same identifier, DUP, PUBREL where PUBREC had come', async () => {
    const before = await online()
    before.session.publish('a', bytes(1), { qos: 1, retain: false })
    before.session.publish('b', bytes(1), { qos: 2, retain: false })
    await settle()
    before.links.newest.receive({ cmd: 'pubrec', packetId: 2, reasonCode: 0 })
    await settle()
    const { links } = await run(kill(before))
    links.newest.connect({ sessionPresent: true })
    await settle()
    expect(links.all).toHaveLength(1)
    expect(links.newest.sent).toMatchObject([
      { topic: 'a', packetId: 1, dup: true },
      { cmd: 'pubrel', packetId: 2 },
    ])
  })

  it('uses no identifier again that the broker may hold for a message it takes no longer', async () => {
    const before = await online()
    before.session.publish('large', new Uint8Array(90), { qos: 2, retain: false })
    await settle()
    before.links.newest.end()
    jest.advanceTimersByTime(2_000)
    before.links.newest.connect({ sessionPresent: true, maximumPacketSize: 50 })
    await settle()
    expect(before.session.outbox).toEqual([])
    const resumed = await run(kill(before))
    resumed.links.newest.connect({ sessionPresent: true })
    resumed.session.publish('a', bytes(1), { qos: 2, retain: false })
    await settle()
    expect(publishes(resumed.links.newest.sent)).toMatchObject([{ topic: 'a', packetId: 2 }])
    resumed.links.newest.end()
    jest.advanceTimersByTime(2_000)
    resumed.links.newest.connect()
    await settle()
    const fresh = await run(kill(resumed))
    fresh.links.newest.connect({ sessionPresent: true })
    fresh.session.publish('b', bytes(1), { qos: 2, retain: false })
    await settle()
    expect(publishes(fresh.links.newest.sent)).toMatchObject([{ topic: 'b', packetId: 1 }])
  })

  it('says "unknown" of what was in flight where the broker has lost the session', async () => {
    const before = await online()
    before.session.publish('a', bytes(1), { qos: 1, retain: false })
    await settle()
    const { entries, session } = await online(kill(before))
    expect(entries.filter((e) => e.direction === 'sent')).toMatchObject([{ topic: 'a', status: { name: 'unknown' } }])
    expect(session.outbox).toEqual([])
  })

  it('sends again as new before what was published after it, also when it was killed before it could', async () => {
    const before = await online(fakeFiles(), { unknownRule: 'resend' })
    before.session.publish('a', bytes(1), { qos: 1, retain: false })
    await settle()
    before.links.newest.end()
    before.session.publish('b', bytes(1), { qos: 1, retain: false })
    jest.advanceTimersByTime(2_000)
    before.links.newest.connect()
    await settle()
    // in flight both; the next broker has lost them again
    const { links, session } = await run(kill(before), { unknownRule: 'resend' })
    expect(session.outbox.map(({ topic }) => topic)).toEqual(['a', 'b'])
    links.newest.connect()
    await settle()
    expect(publishes(links.newest.sent).map(({ topic }) => topic)).toEqual(['a', 'b'])
  })

  it('never sends QoS 0 a second time: a kill hides whether a socket was given it', async () => {
    const before = await run(fakeFiles())
    before.session.publish('a', bytes(1), { qos: 0, retain: false, queueOffline: true })
    before.links.newest.connect()
    // the plan is on the disk, its end is not
    before.files.fate = ({ name }) => (name === 'append' ? 'killedAfter' : 'done')
    await settle()
    const { links, restored } = await online(kill(before))
    expect(publishes(links.newest.sent)).toEqual([])
    expect(restored).toMatchObject([{ topic: 'a', status: { name: 'unknown' } }])
  })

  it('asks for no subscription that the broker holds', async () => {
    const before = await online()
    before.session.subscribe('a', { qos: 1 })
    await settle()
    before.links.newest.receive({ cmd: 'suback', packetId: 1, reasonCodes: [1] })
    await settle()
    const after = await run(kill(before))
    const subscription = after.session.subscribe('a', { qos: 1 })
    after.links.newest.connect({ sessionPresent: true })
    await settle()
    expect(after.links.all).toHaveLength(1)
    expect(after.links.newest.sent).toEqual([])
    expect(subscription.state.status).toEqual({ name: 'granted', qos: 1 })
  })

  it('gives up what the broker holds and nobody wants any more, but not before a page had time to open', async () => {
    const before = await online()
    for (const filter of ['a', 'b', 'c']) before.session.subscribe(filter, { qos: 1 })
    await settle()
    for (const packetId of [1, 2, 3]) before.links.newest.receive({ cmd: 'suback', packetId, reasonCodes: [1] })
    await settle()
    const { session, links } = await run(kill(before))
    links.newest.connect({ sessionPresent: true })
    await settle()
    jest.advanceTimersByTime(5_000)
    expect(links.newest.sent.filter(({ cmd }) => cmd !== 'pingreq')).toEqual([])
    session.subscribe('a', { qos: 1 })
    session.subscribe('b', { qos: 1 }).unsubscribe()
    await settle()
    expect(links.newest.sent).toMatchObject([{ cmd: 'unsubscribe', filters: ['b'] }])
    links.newest.receive({ cmd: 'unsuback', packetId: 1, reasonCodes: [0] })
    jest.advanceTimersByTime(5_000)
    await settle()
    const asked = links.newest.sent.filter(({ cmd }) => cmd !== 'pingreq')
    expect(asked.slice(1)).toMatchObject([{ cmd: 'unsubscribe', filters: ['c'] }])
  })

  it('asks again for what was being given up when the app ended', async () => {
    const before = await online()
    const { unsubscribe } = before.session.subscribe('a', { qos: 1 })
    before.links.newest.receive({ cmd: 'suback', packetId: 1, reasonCodes: [1] })
    await settle()
    unsubscribe()
    await settle()
    expect(before.links.newest.sent).toMatchObject([{ cmd: 'subscribe' }, { cmd: 'unsubscribe' }])
    const after = await run(kill(before))
    after.session.subscribe('a', { qos: 1 })
    after.links.newest.connect({ sessionPresent: true })
    await settle()
    expect(after.links.newest.sent).toMatchObject([{ cmd: 'subscribe', filters: [{ filter: 'a' }] }])
  })

  it('knows that a broker with Session Expiry 0 kept nothing', async () => {
    const before = await online()
    before.links.newest.end()
    jest.advanceTimersByTime(2_000)
    before.links.newest.connect({ sessionPresent: false, sessionExpirySeconds: 0 })
    await settle()
    const { links } = await run(kill(before))
    links.newest.connect({ sessionPresent: true })
    expect(links.all.map((link) => link.options.cleanStart)).toEqual([false, true])
  })

  it.each<[string, Partial<SessionConfig>]>([
    ['client', { clientId: 'c2' }],
    ['broker', { url: 'ws://other/mqtt' }],
  ])('of another %s throws the session there away, and keeps what was queued', async (_name, change) => {
    const before = await online()
    before.session.publish('a', bytes(1), { qos: 1, retain: false })
    await settle()
    before.links.newest.end()
    before.session.publish('b', bytes(1), { qos: 1, retain: false })
    await settle()
    const { links, session, restored } = await run(kill(before), change)
    links.newest.connect({ sessionPresent: true })
    expect(links.all.map((link) => link.options.cleanStart)).toEqual([false, true])
    expect(session.outbox.map((m) => m.topic)).toEqual(['b'])
    expect(restored).toContainEqual(expect.objectContaining({ topic: 'a', status: { name: 'unknown' } }))
  })

  it('knows the QoS 2 identifiers that were not released, and those that were', async () => {
    const before = await online()
    before.links.newest.receive(received(1, 2))
    before.links.newest.receive(received(2, 2))
    before.links.newest.receive({ cmd: 'pubrel', packetId: 1, reasonCode: 0 })
    await settle()
    const { links, restored } = await run(kill(before))
    expect([...links.newest.options.receivedIds]).toEqual([2])
    expect(restored.filter((e) => e.direction === 'received')).toHaveLength(2)
  })

  it('flags what the broker delivers again', async () => {
    const before = await online()
    before.links.newest.receive(received(1, 1))
    await settle()
    const { links, entries } = await run(kill(before))
    links.newest.connect({ sessionPresent: true })
    links.newest.receive(received(1, 1, { dup: true }))
    links.newest.receive(received(2, 1))
    await settle()
    const flags = entries.flatMap((e) => (e.direction === 'received' ? [e.isRedelivered] : []))
    expect(flags).toEqual([true, undefined])
  })

  it('flags nothing for what a session had that the broker has lost: its identifiers begin anew', async () => {
    const before = await online()
    before.links.newest.receive(received(3, 1))
    await settle()
    const { links, entries, session } = await online(kill(before))
    links.newest.end()
    session.retryNow()
    links.newest.connect({ sessionPresent: true })
    links.newest.receive(received(3, 1, { dup: true }))
    await settle()
    expect(entries.filter((e) => e.direction === 'received' && e.isRedelivered)).toEqual([])
  })

  it('does not expect DUP of another broker because the former set it', async () => {
    const before = await online()
    before.links.newest.receive(received(3, 1, { dup: true }))
    await settle()
    const { links, entries, session } = await online(kill(before), { url: 'ws://other/mqtt' })
    links.newest.receive(received(4, 1))
    links.newest.end()
    session.retryNow()
    links.newest.connect({ sessionPresent: true })
    links.newest.receive(received(4, 1))
    await settle()
    expect(entries.filter((e) => e.direction === 'received' && e.isRedelivered)).toHaveLength(1)
  })

  it('begins with the time away, from the last sign of life to the connection', async () => {
    const before = await online()
    before.links.newest.receive(received(1, 1))
    await settle()
    const files = kill(before)
    jest.setSystemTime(2_000_000)
    const { links, entries } = await run(files)
    links.newest.connect({ sessionPresent: true })
    const line = { direction: 'gap', cause: 'ended', from: 1_000_000 }
    expect(entries).toMatchObject([line, { ...line, to: 2_000_000, resumed: true }])
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(1)
  })

  it('goes on with the gap of a hide, as the same line', async () => {
    const before = await online()
    before.services.visibility.isVisible()
    before.session.stop()
    await settle()
    const [line] = before.entries
    const { links, entries, restored } = await run(kill(before))
    expect(restored).toMatchObject([{ direction: 'gap', cause: 'stopped', id: line?.id }])
    links.newest.connect({ sessionPresent: false })
    expect(entries.every((entry) => entry.id === line?.id)).toBe(true)
    expect(entries.pop()).toMatchObject({ direction: 'gap', cause: 'stopped', resumed: false })
  })

  it('does not bring back what was cleared away', async () => {
    const before = await online()
    before.links.newest.receive(received(1, 1))
    await settle()
    before.session.forgetHistory()
    jest.advanceTimersByTime(1)
    before.links.newest.receive(received(2, 1))
    await settle()
    const { restored } = await run(kill(before))
    expect(restored.flatMap((e) => (e.direction === 'received' ? [...e.payload] : []))).toEqual([2])
  })
})

it('counts what cannot be read, and goes on with the rest', async () => {
  const files = fakeFiles()
  const journal = openJournal(files)('p1', () => undefined)
  await journal.loaded
  const records: [string, unknown][] = [
    ['session', 1],
    ['gap', {}],
    ['out/5', { topic: 'a' }],
    ['flight/5', [1]],
    ['sub/a', { asked: 3 }],
    ['sub/b', { asked: 1, granted: 1 }],
    ['in/0', 1],
    ['blocked/x', 1],
    ['seen/1', 'x'],
  ]
  for (const [key, value] of records) journal.set(key, value)
  journal.close()
  await settle()
  const { session, links } = launch(files)
  expect(session.damaged).toBe(0)
  await session.restored
  expect(session.damaged).toBe(8)
  await settle()
  expect(links.all).toHaveLength(1)
})

describe('what was cleared away', () => {
  it('takes nothing along that came later, by a clock that was set back', async () => {
    const before = await online()
    before.links.newest.receive(received(1, 1))
    await settle()
    before.session.forgetHistory()
    await settle()
    const records = kill(before)
    jest.setSystemTime(400_000)
    const second = await online(records)
    second.links.newest.receive(received(2, 1))
    await settle()
    const third = await run(kill(second))
    expect(third.restored.filter((e) => e.direction === 'received')).toMatchObject([{ payload: bytes(2) }])
  })

  it('while it was being read stays away', async () => {
    const before = await online()
    before.links.newest.receive(received(1, 1))
    await settle()
    before.session.forgetHistory()
    before.links.newest.receive(received(2, 1))
    await settle()
    const second = launch(kill(before))
    second.session.forgetHistory()
    await settle()
    const third = launch(kill(second))
    expect((await third.session.restored).filter((e) => e.direction === 'received')).toEqual([])
  })

  it('while it was being read, and put back, is what it was', async () => {
    const before = await online()
    before.links.newest.receive(received(1, 1))
    await settle()
    before.session.forgetHistory()
    before.links.newest.receive(received(2, 1))
    await settle()
    const second = launch(kill(before))
    const undo = second.session.forgetHistory()
    await settle()
    undo()
    await settle()
    const third = launch(kill(second))
    expect((await third.session.restored).filter((e) => e.direction === 'received')).toMatchObject([
      { payload: bytes(2) },
    ])
  })
})

it('is connecting from the start on, and not paused while it reads', async () => {
  const files = fakeFiles()
  const { session } = launch(files)
  expect(session.status).toMatchObject({ name: 'connecting', attempt: 1 })
  session.stop()
  expect(session.status).toEqual({ name: 'idle' })
  session.start()
  await settle()
  expect(session.status).toMatchObject({ name: 'connecting', attempt: 1 })
})

describe('before it is on the disk', () => {
  it('nothing is sent', async () => {
    const { session, links, files } = await online()
    files.fate = ({ name }) => (name === 'append' ? 'killedBefore' : 'done')
    session.publish('a', bytes(1), { qos: 1, retain: false })
    await settle()
    expect(publishes(links.newest.sent)).toEqual([])
  })

  it('a message that loses its connection waits again, and can be withdrawn', async () => {
    const { session, links } = await online()
    const deliveries = ([0, 1] as const).map((qos) => session.publish('a', bytes(1), { qos, retain: false }))
    links.newest.end()
    await settle()
    expect(deliveries.map(({ status }) => status.name)).toEqual(['queued', 'queued'])
    expect(deliveries.map(({ id }) => session.cancel(id))).toEqual([true, true])
  })

  it('nothing is given up: the next run would take it for held', async () => {
    const { session, links, files } = await online()
    const { unsubscribe } = session.subscribe('a', { qos: 1 })
    links.newest.receive({ cmd: 'suback', packetId: 1, reasonCodes: [1] })
    await settle()
    files.fate = ({ name }) => (name === 'append' ? 'killedBefore' : 'done')
    unsubscribe()
    await settle()
    expect(links.newest.sent).toMatchObject([{ cmd: 'subscribe' }])
  })

  it('nothing is shown or acknowledged', async () => {
    const { links, files, entries } = await online()
    files.fate = ({ name }) => (name === 'append' ? 'killedBefore' : 'done')
    links.newest.receive(received(1, 1))
    const acknowledged = jest.fn()
    links.newest.options.whenCommitted(acknowledged)
    await settle()
    expect(entries).toEqual([])
    expect(acknowledged).not.toHaveBeenCalled()
  })
})

describe('a disk that takes nothing more', () => {
  it('stops the session with a reason; retrying stores what was held first', async () => {
    const { session, links, files, entries } = await online()
    files.isFull = true
    links.newest.receive(received(1, 1))
    await settle()
    expect(session.status).toMatchObject({ name: 'blocked', reason: { code: 'storageFull' } })
    expect(links.newest.closedWith).toBeDefined()
    files.isFull = false
    session.retryNow()
    await settle()
    expect(entries.filter((e) => e.direction === 'received')).toHaveLength(1)
    expect(links.all).toHaveLength(2)
  })

  it.each(['takes nothing', 'cannot be read'])(
    '%s: a person goes on in memory, and everything works but what a kill takes',
    async (how) => {
      const files = fakeFiles()
      files.fate = ({ name }) => (how === 'cannot be read' || name === 'append' ? 'failed' : 'done')
      const { session, links, entries } = await run(files)
      if (how === 'takes nothing') links.newest.connect()
      await settle()
      expect([session.status, session.isStored]).toMatchObject([
        { name: 'blocked', reason: { code: how === 'takes nothing' ? 'storageFailed' : 'storageUnreadable' } },
        true,
      ])
      session.continueInMemory()
      await settle()
      expect(session.isStored).toBe(false)
      links.newest.connect()
      await settle()
      expect(session.status.name).toBe('online')
      links.newest.receive(received(1, 1))
      session.publish('a', bytes(1), { qos: 1, retain: false })
      await settle()
      expect(entries.filter((e) => e.direction === 'received')).toHaveLength(1)
      expect(publishes(links.newest.sent)).toMatchObject([{ topic: 'a' }])
      expect(files.records.size).toBe(0)
    },
  )

  it('that cannot be read opens no connection, and is read before anything is written', async () => {
    const before = await run(fakeFiles())
    before.session.publish('a', bytes(1), { qos: 1, retain: false })
    await settle()
    const files = kill(before)
    files.fate = () => 'failed'
    const { session, links } = await run(files)
    expect(session.status).toMatchObject({ name: 'blocked', reason: { code: 'storageUnreadable' } })
    expect(links.all).toEqual([])
    files.fate = () => 'done'
    session.retryNow()
    await settle()
    links.newest.connect()
    await settle()
    expect(publishes(links.newest.sent)).toMatchObject([{ topic: 'a' }])
  })
})

it('tells the session that comes after since when nothing came', async () => {
  const before = await online()
  jest.setSystemTime(5_000_000)
  before.session.release()
  const { links, restored, entries } = await run(before.files, { password: 'another' })
  expect(restored).toMatchObject([{ direction: 'gap', cause: 'stopped', from: 5_000_000 }])
  jest.setSystemTime(6_000_000)
  links.newest.connect({ sessionPresent: true })
  expect(entries).toMatchObject([
    { id: restored[0]?.id, from: 5_000_000, to: undefined },
    { id: restored[0]?.id, from: 5_000_000, to: 6_000_000, resumed: true },
  ])
})

describe('the session that comes after, while it reads', () => {
  it('does not bring back what is cancelled meanwhile', async () => {
    const before = await run(fakeFiles())
    const { id, settled } = before.session.publish('a', bytes(1), { qos: 1, retain: false })
    await settle()
    const after = launch(before.files, {}, { handover: before.session.release() })
    expect(after.session.cancel(id)).toBe(true)
    expect(await after.session.restored).toMatchObject([{ id, status: { name: 'cancelled' } }])
    after.links.newest.connect()
    await settle()
    expect(await settled).toEqual({ name: 'cancelled' })
    expect(publishes(after.links.newest.sent)).toEqual([])
    expect(after.session.outbox).toEqual([])
  })

  it('says "unknown" of what was sent and could not be kept', async () => {
    const before = await online()
    before.session.publish('a', bytes(1), { qos: 1, retain: false })
    await settle()
    const handover = before.session.release()
    await settle()
    const after = launch(fakeFiles(), {}, { handover })
    expect(await after.session.restored).toMatchObject([{ topic: 'a', status: { name: 'unknown' } }])
  })

  it('is done with nothing left behind when it ends before it has read', async () => {
    const before = await run(fakeFiles())
    before.session.publish('a', bytes(1), { qos: 1, retain: false })
    await settle()
    before.session.dispose()
    const after = launch(before.files)
    after.session.dispose()
    expect(await after.session.restored).toEqual([])
    expect(jest.getTimerCount()).toBe(0)
  })
})

it('withdraws nothing any more when another session goes on with it', async () => {
  const { session } = await run(fakeFiles())
  const { id } = session.publish('a', bytes(1), { qos: 1, retain: false })
  session.release()
  expect(session.cancel(id)).toBe(false)
})

describe('a disk that does not answer', () => {
  /** @returns answers after all */
  function hang(files: FakeFiles): () => void {
    const { list } = files
    let answer: () => void = () => undefined
    const answered = new Promise<void>((resolve) => (answer = resolve))
    files.list = (prefix) => answered.then(() => list(prefix))
    return answer
  }

  it('is a reason after a while, and none any more when it does', async () => {
    const files = fakeFiles()
    const answer = hang(files)
    const { session, links } = launch(files)
    jest.advanceTimersByTime(60_000)
    expect(session.status).toMatchObject({ name: 'blocked', reason: { code: 'storageUnreadable' } })
    answer()
    await settle()
    expect(session.status.name).toBe('connecting')
    expect(links.all).toHaveLength(1)
  })

  it('does not block a session that was stopped meanwhile', async () => {
    const files = fakeFiles()
    const answer = hang(files)
    const { session } = launch(files)
    jest.advanceTimersByTime(60_000)
    session.stop()
    answer()
    await settle()
    expect(session.status.name).toBe('idle')
    session.start()
    expect(session.status.name).toBe('connecting')
  })
})
