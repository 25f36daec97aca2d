import type { DeliveryStatus, Gap, ReceivedMessage, SentMessage } from '@/core/message/message'
import { sessionDefaults } from '@/core/profile/defaults'
import { FeedBuffer } from './feedBuffer'

let lastId = 0
beforeEach(() => {
  lastId = 0
})

const base = () => ({ id: (lastId += 1), payload: new Uint8Array(), qos: 1 as const, retain: false, at: 0 })
const received = (topic: string, at = 0): ReceivedMessage => ({
  ...base(),
  direction: 'received',
  topic,
  at,
  dup: false,
})
const sent = (): SentMessage => ({ ...base(), direction: 'sent', topic: 't', status: { name: 'queued' } })
const withStatus = (message: SentMessage, name: 'sending' | 'acknowledged'): SentMessage => ({
  ...message,
  status: { name } satisfies DeliveryStatus,
})
const gap = (): Gap => ({ direction: 'gap', id: (lastId += 1), from: 0, at: 0, caughtUp: 0, cause: 'hidden' })

function bufferOf(...filters: string[]) {
  const buffer = new FeedBuffer()
  buffer.setFilters(filters)
  return buffer
}
const ids = (buffer: FeedBuffer) => buffer.read(0).entries.map((e) => e.id)

describe('counting', () => {
  it('counts what is received: in all, by each filter that matches, unread, the newest', () => {
    const buffer = bufferOf('a/#', 'a/b', 'c')
    const messages = ['a/b', 'a/c', 'x'].map((topic) => received(topic))
    for (const message of messages) buffer.add(message)
    buffer.add(sent())
    expect(buffer.read(0)).toMatchObject({ total: 3, unread: 3, counts: { 'a/#': 2, 'a/b': 1 }, last: messages[2] })
  })

  it('knows a filter called constructor', () => {
    const buffer = bufferOf('constructor', '__proto__', 'toString')
    for (const topic of ['constructor', '__proto__', 'constructor']) buffer.add(received(topic))
    const { counts } = buffer.read(0)
    expect(['constructor', '__proto__', 'toString'].map((filter) => counts[filter] ?? 0)).toEqual([2, 1, 0])
  })

  it('counts by new filters from their setting on', () => {
    const buffer = bufferOf('a')
    buffer.add(received('b'))
    buffer.setFilters(['a', 'b'])
    buffer.add(received('b'))
    expect(buffer.read(0).counts).toEqual({ b: 1 })
  })

  it('gives copies: what a screen holds does not change under it', () => {
    const buffer = bufferOf('a')
    buffer.add(received('a'))
    const before = buffer.read(0)
    buffer.add(received('a'))
    expect(before).toMatchObject({ total: 1, counts: { a: 1 } })
    expect(before.entries).toHaveLength(1)
  })

  it('gives the same list while nothing came', () => {
    const buffer = bufferOf()
    buffer.add(received('a'))
    expect(buffer.read(0).entries).toBe(buffer.read(1_000).entries)
  })
})

describe('the rate', () => {
  it('is the mean of the last five whole seconds', () => {
    const buffer = bufferOf()
    for (let i = 0; i < 50; i += 1) buffer.add(received('a', 100_000 + i * 100))
    expect(buffer.read(105_000).ratePerSecond).toBe(10)
    expect(buffer.read(107_000).ratePerSecond).toBe(6)
    expect(buffer.read(110_000).ratePerSecond).toBe(0)
  })

  it('forgets a second that is long past', () => {
    const buffer = bufferOf()
    buffer.add(received('a', 100_000))
    buffer.add(received('a', 106_000))
    expect(buffer.read(107_000).ratePerSecond).toBe(0.2)
  })
})

describe('what changes', () => {
  it('takes its own place', () => {
    const buffer = bufferOf()
    const message = sent()
    const line = gap()
    buffer.add(message)
    buffer.add(line)
    buffer.add(received('a'))
    buffer.add(withStatus(message, 'acknowledged'))
    buffer.add({ ...line, to: 5 })
    expect(buffer.read(0).entries).toMatchObject([{ status: { name: 'acknowledged' } }, { to: 5 }, { topic: 'a' }])
  })

  it('does not bring back what was pushed out', () => {
    const buffer = bufferOf()
    const message = sent()
    buffer.add(message)
    for (let i = 0; i < sessionDefaults.ringCapacity; i += 1) buffer.add(received('a'))
    buffer.add(withStatus(message, 'acknowledged'))
    const { entries } = buffer.read(0)
    expect(entries).toHaveLength(sessionDefaults.ringCapacity)
    expect(entries.every((e) => e.direction === 'received')).toBe(true)
  })

  it('holds a thousand entries and counts on', () => {
    const buffer = bufferOf()
    for (let i = 0; i < 2_500; i += 1) buffer.add(received('a'))
    const { entries, total } = buffer.read(0)
    expect(entries).toHaveLength(1_000)
    expect([entries[0]?.id, total]).toEqual([1_501, 2_500])
  })
})

describe('clearing', () => {
  it('empties list and counts', () => {
    const buffer = bufferOf('a')
    buffer.add(received('a'))
    buffer.clear()
    expect(buffer.read(0)).toMatchObject({ entries: [], total: 0, unread: 0 })
    expect(buffer.read(0).counts.a).toBeUndefined()
  })

  it('undone, puts back what was there before what came meanwhile', () => {
    const buffer = bufferOf('a')
    buffer.add(received('a'))
    buffer.add(received('b'))
    const undo = buffer.clear()
    buffer.add(received('a'))
    undo()
    expect(ids(buffer)).toEqual([1, 2, 3])
    expect(buffer.read(0)).toMatchObject({ total: 3, counts: { a: 2 } })
  })

  it('undone, shows what became of a message meanwhile', () => {
    const buffer = bufferOf()
    const message = sent()
    buffer.add(message)
    const undo = buffer.clear()
    buffer.add(withStatus(message, 'acknowledged'))
    expect(ids(buffer)).toEqual([])
    undo()
    expect(buffer.read(0).entries).toMatchObject([{ status: { name: 'acknowledged' } }])
  })

  it('is undone once', () => {
    const buffer = bufferOf()
    buffer.add(received('a'))
    const undo = buffer.clear()
    undo()
    undo()
    expect(ids(buffer)).toEqual([1])
    expect(buffer.read(0).total).toBe(1)
  })

  it('is not undone after another clearing', () => {
    const buffer = bufferOf()
    buffer.add(received('a'))
    const undo = buffer.clear()
    buffer.add(received('a'))
    buffer.clear()
    undo()
    expect(ids(buffer)).toEqual([])
  })
})

describe('entries of earlier runs', () => {
  it('stand before what is there, counted but neither unread nor part of the rate', () => {
    const buffer = bufferOf('a')
    const earlier = [received('a', 100_000), received('b', 100_000), gap()]
    buffer.add(received('c', 100_000))
    buffer.restore(earlier)
    expect(ids(buffer)).toEqual([1, 2, 3, 4])
    expect(buffer.read(101_000)).toMatchObject({ total: 3, unread: 1, ratePerSecond: 0.2, counts: { a: 1 } })
    expect(buffer.read(0).last?.topic).toBe('c')
  })

  it('give the newest message while none has come', () => {
    const buffer = bufferOf()
    buffer.restore([received('a'), received('b')])
    expect(buffer.read(0).last?.topic).toBe('b')
  })

  it('are not put in twice, and do not undo what is newer', () => {
    const buffer = bufferOf()
    const earlier = received('a')
    const message = sent()
    buffer.add(message)
    buffer.add(withStatus(message, 'acknowledged'))
    buffer.restore([withStatus(message, 'sending'), earlier])
    buffer.restore([earlier])
    expect(buffer.read(0)).toMatchObject({ total: 1 })
    expect(buffer.read(0).entries).toMatchObject([{ id: 1 }, { id: 2, status: { name: 'acknowledged' } }])
  })

  it('say what became of a message that an earlier session of this run had left open', () => {
    const buffer = bufferOf()
    const message = sent()
    buffer.add(message)
    buffer.add(withStatus(message, 'sending'))
    buffer.restore([{ ...message, status: { name: 'unknown' } }])
    expect(buffer.read(0).entries).toMatchObject([{ id: 1, status: { name: 'unknown' } }])
  })

  it('stand behind what an earlier session of this run had shown before', () => {
    const buffer = bufferOf()
    const messages = ['a', 'b', 'c'].map((topic) => received(topic))
    buffer.add(messages[0]!)
    buffer.restore(messages)
    expect(ids(buffer)).toEqual([1, 2, 3])
  })

  it('take part in later changes of status', () => {
    const buffer = bufferOf()
    const message = sent()
    buffer.restore([message])
    buffer.add(withStatus(message, 'acknowledged'))
    expect(buffer.read(0).entries).toMatchObject([{ status: { name: 'acknowledged' } }])
  })

  it('push nothing out that came in this run', () => {
    const buffer = bufferOf()
    const earlier = Array.from({ length: 800 }, () => received('a'))
    for (let i = 0; i < 800; i += 1) buffer.add(received('b'))
    buffer.restore(earlier)
    const { entries } = buffer.read(0)
    expect([entries.length, entries[0]?.id, entries[200]?.id]).toEqual([1_000, 601, 801])
  })

  it('of a list that was cleared meanwhile come back with its undo only', () => {
    const buffer = bufferOf('a')
    const earlier = [received('a'), received('a')]
    buffer.add(received('a'))
    const undo = buffer.clear()
    buffer.restore(earlier)
    expect(buffer.read(0)).toMatchObject({ entries: [], total: 0 })
    undo()
    expect(ids(buffer)).toEqual([1, 2, 3])
    expect(buffer.read(0)).toMatchObject({ total: 3, counts: { a: 3 } })
  })
})

describe('removing', () => {
  it('takes entries and their counts, and puts them back in their places', () => {
    const buffer = bufferOf('a', 'b')
    const [first, second, third] = [received('a'), received('b'), received('a')]
    for (const message of [first, second, third]) buffer.add(message)
    const undo = buffer.remove(new Set([second.id, third.id, 99]))
    expect(buffer.read(0)).toMatchObject({ entries: [first], total: 1, counts: { a: 1, b: 0 }, last: first })
    const fourth = received('b')
    buffer.add(fourth)
    undo()
    expect(ids(buffer)).toEqual([1, 2, 3, 4])
    expect(buffer.read(0)).toMatchObject({ total: 4, counts: { a: 2, b: 2 }, last: fourth })
  })

  it('is undone in a list that was cleared meanwhile, when that is undone', () => {
    const buffer = bufferOf()
    for (const message of [received('a'), received('a')]) buffer.add(message)
    const undo = buffer.remove(new Set([1]))
    const unclear = buffer.clear()
    undo()
    expect(ids(buffer)).toEqual([])
    unclear()
    expect(ids(buffer)).toEqual([1, 2])
  })
})

describe('what a sample has left out', () => {
  /** 1,000 a second for a while, then silence. @returns all that came, and when it is calm */
  function flood(buffer: FeedBuffer, seconds = 7) {
    const messages: ReceivedMessage[] = []
    for (let ms = 0; ms < seconds * 1_000; ms += 1) {
      const message = received('a', ms)
      messages.push(message)
      buffer.add(message)
      if (ms % 100 === 0) buffer.read(ms)
    }
    return { messages, calm: seconds * 1_000 + 10_000 }
  }
  const newestFirst = (messages: readonly ReceivedMessage[], { from, to }: { from: number; to: number }) =>
    messages.filter(({ id }) => id >= from && id <= to).reverse()

  it('is not asked for while it pours, and stands in its place when it is calm, counted once', () => {
    const buffer = bufferOf('a')
    const { messages, calm } = flood(buffer)
    expect(buffer.beginFilling()).toBeUndefined()
    const { total, unread, counts } = buffer.read(calm)
    expect(ids(buffer)).not.toContain(messages[messages.length - 2]!.id)
    const leftOut = buffer.beginFilling()!
    expect(buffer.fill(newestFirst(messages, leftOut).slice(0, sessionDefaults.ringCapacity))).toBe(true)
    expect(ids(buffer)).toEqual(messages.slice(-sessionDefaults.ringCapacity).map(({ id }) => id))
    expect(buffer.read(calm)).toMatchObject({ total, unread, counts })
    expect(buffer.beginFilling()).toBeUndefined()
  })

  it('is asked for again from where the log ended, and not for ever', () => {
    const buffer = bufferOf('a')
    const { messages, calm } = flood(buffer)
    buffer.read(calm)
    const leftOut = buffer.beginFilling()!
    const early = { ...leftOut, to: leftOut.to - 100 }
    expect(buffer.fill(newestFirst(messages, early))).toBe(false)
    expect(buffer.beginFilling()).toEqual({ from: early.to + 1, to: leftOut.to })
    for (let tries = 0; tries < 3; tries += 1) {
      expect(buffer.fill([])).toBe(false)
      expect(buffer.beginFilling()).toBeDefined()
    }
    expect(buffer.fill([])).toBe(true)
    expect(buffer.beginFilling()).toBeUndefined()
  })

  it('brings back nothing that was deleted while it was read', () => {
    const buffer = bufferOf('a')
    const { messages, calm } = flood(buffer)
    const [shown] = buffer.read(calm).entries.slice(-1)
    const leftOut = buffer.beginFilling()!
    buffer.remove(new Set([shown!.id]))
    buffer.fill(newestFirst(messages, leftOut))
    expect(ids(buffer)).not.toContain(shown!.id)
  })

  it('goes with a list that is cleared, and is asked for when that is undone', () => {
    const buffer = bufferOf('a')
    const { calm } = flood(buffer)
    buffer.read(calm)
    const undo = buffer.clear()
    expect(buffer.beginFilling()).toBeUndefined()
    undo()
    expect(buffer.beginFilling()).toBeDefined()
  })
})

it('has a rate to come after a burst that began and ended within a second', () => {
  const buffer = bufferOf('a')
  for (let i = 0; i < 50; i += 1) buffer.add(received('a', 1_500))
  expect(buffer.read(1_900).ratePerSecond).toBe(0)
  expect(buffer.hasRate(1_900)).toBe(true)
  expect(buffer.read(2_500).ratePerSecond).toBe(10)
  expect(buffer.hasRate(8_000)).toBe(false)
})
describe('when memory runs short', () => {
  it('keeps the newest hundred and what is on its way, and every count', () => {
    const buffer = bufferOf('a')
    const waiting = sent()
    const done = sent()
    for (const entry of [waiting, withStatus(done, 'acknowledged')]) buffer.add(entry)
    buffer.add(done)
    buffer.add(withStatus(done, 'acknowledged'))
    for (let i = 0; i < 150; i += 1) buffer.add(received('a'))
    buffer.shrink()
    const newest = Array.from({ length: 100 }, (_, i) => lastId - 99 + i)
    expect(ids(buffer)).toEqual([waiting.id, ...newest])
    expect(buffer.read(0)).toMatchObject({ total: 150, counts: { a: 150 }, unread: 150 })
    // its fate is still told
    buffer.add(withStatus(waiting, 'acknowledged'))
    expect(buffer.read(0).entries[0]).toMatchObject({ status: { name: 'acknowledged' } })
  })

  it('leaves a short list as it is', () => {
    const buffer = bufferOf()
    for (let i = 0; i < 100; i += 1) buffer.add(received('a'))
    const { entries } = buffer.read(0)
    buffer.shrink()
    expect(buffer.read(0).entries).toBe(entries)
  })
})
