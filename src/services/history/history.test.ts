import type { TimelineEntry } from '@/core/message/message'
import type * as defaults from '@/core/profile/defaults'
import { encodeUtf8 } from '@/core/payload/utf8'
import { fakeFiles, type FakeFiles } from '../files/files.fake'
import { openJournal } from '../journal/journal'
import { createHistory } from './history'
import type { HistoryReader, ReadOptions } from './types'

// small, so that little makes many segments
jest.mock('@/core/profile/defaults', () => {
  const { sessionDefaults, ...rest } = jest.requireActual<typeof defaults>('@/core/profile/defaults')
  return { ...rest, sessionDefaults: { ...sessionDefaults, journalSegmentLength: 30_000 } }
})

const clock = { now: () => 1_795_000_000_000, setTimer: () => () => undefined }

const message = (id: number, text = '', topic = 't'): TimelineEntry => ({
  ...{ direction: 'received', id, topic, payload: encodeUtf8(text), qos: 1, retain: false, dup: false, at: id },
})

function start(files: FakeFiles = fakeFiles()) {
  const history = createHistory(files, () => clock.now())
  const open = (name = 'p', random = 0) =>
    openJournal(
      files,
      clock,
      () => random,
      history,
    )(name, (error) => {
      throw error
    })
  return { files, history, open }
}

const committed = (journal: { whenCommitted(done: () => void): void }) =>
  new Promise<void>((resolve) => journal.whenCommitted(resolve))
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

/** So many messages with so many bytes each, a hundred in a turn. */
async function filled(count: number, bytes = 100, rig = start(), name = 'p', firstId = 1) {
  const journal = rig.open(name)
  await journal.loaded
  for (let i = 0; i < count; i += 1) {
    journal.add(message(firstId + i, `${firstId + i} `.padEnd(bytes, '温'), `topic/${Math.floor(i / 1_000)}`))
    if (i % 100 === 99) await committed(journal)
  }
  await committed(journal)
  await settle()
  return { ...rig, journal }
}

async function readAll(reader: HistoryReader) {
  const entries: TimelineEntry[] = []
  let [scanned, damaged, parts, progress] = [0, 0, 0, 0]
  for (let part = await reader.next(); part; part = await reader.next()) {
    entries.push(...part.entries)
    scanned += part.scanned
    damaged += part.damaged
    expect(part.progress).toBeGreaterThanOrEqual(progress)
    progress = part.progress
    parts += 1
  }
  return { ids: entries.map(({ id }) => id), entries, scanned, damaged, parts, progress }
}

const readAllOf = ({ history }: ReturnType<typeof start>, options?: ReadOptions) =>
  readAll(history.reader('p', options))
const idsOf = async (rig: ReturnType<typeof start>, options?: ReadOptions) => (await readAllOf(rig, options)).ids

const downFrom = (newest: number, oldest: number) => Array.from({ length: newest - oldest + 1 }, (_, i) => newest - i)

describe('which message it is', () => {
  const isAny = () => true

  it('is counted from the oldest that is stored, of the topics that count', async () => {
    const rig = await filled(3_000)
    const { history } = rig
    expect(await history.ordinal('p', 2_940, isAny)).toBe(2_940)
    expect(await history.ordinal('p', 2_940, (topic) => topic === 'topic/2')).toBe(940)
    expect(await start(rig.files).history.ordinal('p', 1, isAny)).toBe(1)
    expect(await history.ordinal('p', 3_001, isAny)).toBeUndefined()
    expect(await history.ordinal('q', 1, isAny)).toBeUndefined()
  })

  it('reads the segment it is in, and no other', async () => {
    const rig = await filled(3_000)
    await rig.history.usage()
    const read = jest.spyOn(rig.files, 'read')
    await rig.history.ordinal('p', 1_500, isAny)
    expect(read).toHaveBeenCalledTimes(1)
  })

  it('begins anew when the list was cleared; neither a gap nor a removed message moves the others', async () => {
    const rig = await filled(20)
    rig.journal.set('cleared', 5)
    rig.journal.add({ direction: 'gap', id: 21, at: 21, from: 20, to: 21, caughtUp: 0, cause: 'hidden' })
    rig.journal.add(message(22))
    await committed(rig.journal)
    await rig.history.remove('p', [7])
    expect(await rig.history.ordinal('p', 22, isAny)).toBe(16)
  })
})

describe('a reader', () => {
  it('gives everything back, newest first, in small parts, while it is written and after a restart', async () => {
    const rig = await filled(3_000, 100)
    const { ids, entries, parts, progress, scanned } = await readAllOf(rig)
    expect(ids).toEqual(downFrom(3_000, 1))
    expect(entries[2_999]).toEqual(message(1, '1 '.padEnd(100, '温'), 'topic/0'))
    expect(parts).toBeGreaterThan(10)
    expect([progress, scanned]).toEqual([1, 3_000])
    expect(await idsOf(start(rig.files))).toEqual(downFrom(3_000, 1))
  })

  it('has nothing where there is nothing', async () => {
    expect(await start().history.reader('p').next()).toBeUndefined()
  })

  it('keeps to bounds of ids and times, and leaves out segments beyond them', async () => {
    const rig = await filled(3_000)
    const before = await readAllOf(rig, { before: 500 })
    expect(before.ids).toEqual(downFrom(499, 1))
    expect(before.scanned).toBeLessThan(1_500)
    const between = await readAllOf(rig, { from: 1_000, to: 1_009 })
    expect(between.ids).toEqual(downFrom(1_009, 1_000))
    expect(between.scanned).toBeLessThan(1_500)
  })

  it('reads no segment without a topic that is looked for', async () => {
    const rig = await filled(3_000)
    const options = { hasTopic: (topic: string) => topic === 'topic/1' }
    const { ids, scanned } = await readAllOf(rig, options)
    expect(ids.filter((id) => id > 1_000 && id <= 2_000)).toEqual(downFrom(2_000, 1_001))
    expect(scanned).toBeLessThan(2_000)
    // the same by what stands beside the segments
    expect(await readAllOf(start(rig.files), options)).toMatchObject({ ids, scanned })
  })

  it('decodes only what may match', async () => {
    const rig = await filled(1_000, 50)
    const { ids, scanned } = await readAllOf(rig, { mayMatch: (record) => record.includes('"500 ') })
    expect([ids, scanned]).toEqual([[500], 1_000])
  })

  it('puts what was settled late in its place', async () => {
    const rig = start()
    const journal = rig.open()
    await journal.loaded
    for (const id of [1, 2, 4, 5]) journal.add(message(id))
    for (let id = 100; id < 1_500; id += 1) journal.add(message(id, 'x'.repeat(200)))
    await committed(journal)
    journal.add(message(1_501))
    // begun as the third
    journal.add({ direction: 'gap', id: 3, at: 3, from: 3, to: 9, caughtUp: 0, cause: 'hidden' })
    for (let id = 1_502; id < 1_600; id += 1) journal.add(message(id))
    await committed(journal)
    expect(await idsOf(rig)).toEqual([...downFrom(1_599, 1_501), ...downFrom(1_499, 100), 5, 4, 3, 2, 1])
  })

  it('tells an entry once that was committed twice', async () => {
    const rig = await filled(10)
    const { append } = rig.files
    rig.files.append = (path, block) =>
      append(path, block).then(() => {
        rig.files.append = append
        throw new Error('told as failed')
      })
    const journal = openJournal(rig.files, clock, () => 0.5)('q', () => journal.retry())
    await journal.loaded
    journal.add(message(1))
    await committed(journal)
    expect((await readAll(rig.history.reader('q'))).ids).toEqual([1])
    expect(rig.files.records.size).toBeGreaterThan(2)
  })

  it('does without segments that vanish', async () => {
    const rig = await filled(3_000)
    const reader = rig.history.reader('p')
    const first = await reader.next()
    for (const path of [...rig.files.records.keys()].slice(0, 5)) rig.files.records.delete(path)
    const { ids, progress } = await readAll(reader)
    expect(ids.length).toBeGreaterThan(100)
    expect((first?.entries.length ?? 0) + ids.length).toBeLessThan(3_000)
    expect(progress).toBe(1)
  })

  it('goes on where reading failed', async () => {
    const rig = await filled(2_000)
    rig.history.reader('p')
    const reader = rig.history.reader('p')
    const newest = await reader.next()
    rig.files.fate = () => 'failed'
    const seen = newest?.entries.map(({ id }) => id) ?? []
    await expect(
      (async () => {
        for (let part = await reader.next(); part; part = await reader.next())
          seen.push(...part.entries.map(({ id }) => id))
      })(),
    ).rejects.toMatchObject({ code: 'storageFailed' })
    rig.files.fate = () => 'done'
    await reader.next().catch(() => undefined)
    expect((await readAll(reader)).ids.pop()).toBe(1)
  })

  it('leaves out what a person has cleared away', async () => {
    const rig = await filled(20)
    rig.journal.set('cleared', 15)
    expect(await idsOf(rig)).toEqual(downFrom(20, 16))
    await committed(rig.journal)
    expect(await idsOf(start(rig.files))).toEqual(downFrom(20, 16))
    rig.journal.set('cleared', 0)
    expect(await idsOf(rig)).toEqual(downFrom(20, 1))
  })
})

/** Bytes of the segments as a disk would count them. */
const storedBytes = ({ records }: FakeFiles, name = '') => {
  let bytes = 0
  for (const [path, text] of records) if (path.startsWith(`journal/${name}`)) bytes += Buffer.byteLength(text)
  return bytes
}

describe('the budget', () => {
  it('holds in all: the oldest segment of any connection goes first, and none that facts need', async () => {
    const rig = start()
    rig.history.setBudget({ totalBytes: 400_000 })
    const quiet = rig.open('quiet')
    await quiet.loaded
    quiet.set('out/1', 'wanted')
    quiet.add(message(1))
    await committed(quiet)
    await filled(800, 100, rig, 'old')
    await filled(3_000, 100, rig, 'p', 10_000)
    expect(storedBytes(rig.files)).toBeLessThan(400_000 + 2 * 80_000)
    expect(storedBytes(rig.files)).toBeGreaterThan(250_000)
    expect((await readAll(rig.history.reader('old'))).ids.length).toBeLessThan(500)
    expect((await readAll(rig.history.reader('quiet'))).ids).toEqual([1])
    const next = start(fakeFiles(rig.files.records))
    expect((await next.open('quiet').loaded).facts.get('out/1')).toBe('wanted')
    const { totalBytes, connections } = await next.history.usage()
    expect(Math.abs(totalBytes - storedBytes(rig.files))).toBeLessThan(storedBytes(rig.files) * 0.01)
    expect(connections.map(({ profileId }) => profileId)).toEqual(['old', 'p', 'quiet'])
    expect(connections[1]).toMatchObject({ to: 12_999 })
  })

  it('holds for each connection, by bytes, entries and age, as soon as it is set', async () => {
    const rig = await filled(2_000)
    await filled(100, 100, rig, 'other')
    const count = async () => (await rig.history.usage()).connections.map(({ entries }) => entries)
    expect(await count()).toEqual([100, 2_000])
    const set = async (budget: object) => {
      rig.history.setBudget({ totalBytes: 1e9, ...budget })
      await settle()
      return count()
    }
    const [, byEntries = 0] = await set({ connectionEntries: 1_500 })
    expect(byEntries).toBeLessThanOrEqual(1_500)
    expect(byEntries).toBeGreaterThan(1_000)
    const [, byBytes = 0] = await set({ connectionBytes: 350_000 })
    expect(byBytes).toBeLessThan(byEntries)
    expect(storedBytes(rig.files, 'p/')).toBeLessThanOrEqual(360_000)
    const [other, byAge = 0] = await set({ maxAgeMs: clock.now() - 1_900 })
    expect(byAge).toBeLessThan(byBytes)
    expect(other).toBe(100)
    expect((await idsOf(rig)).pop()).toBeGreaterThan(1_500)
  })

  it('is kept by the next start, which knows the sizes without reading the segments', async () => {
    const { files } = await filled(3_000)
    const next = start(fakeFiles(files.records))
    const read: string[] = []
    next.files.fate = ({ name, path }) => {
      if (name === 'read' && path.startsWith('journal/')) read.push(path)
      return 'done'
    }
    next.history.setBudget({ totalBytes: 400_000 })
    await settle()
    expect(storedBytes(next.files)).toBeLessThan(410_000)
    expect(read.length).toBeLessThanOrEqual(2)
  })

  it('is kept where what stands beside the segments is gone or damaged', async () => {
    const { files } = await filled(3_000)
    for (const [path, text] of files.records)
      if (path.startsWith('index/')) files.records.set(path, text.replace(/7/g, '8'))
    const next = start(fakeFiles(files.records))
    next.history.setBudget({ totalBytes: 400_000 })
    await settle()
    expect(storedBytes(next.files)).toBeLessThan(410_000)
    expect((await idsOf(next))[0]).toBe(3_000)
  })

  it('gives way to what is new where the storage is full, before anyone is told', async () => {
    const rig = await filled(3_000)
    const limit = storedBytes(rig.files) + 10_000
    let refused = 0
    rig.files.fate = ({ name }) => {
      rig.files.isFull = name === 'append' && storedBytes(rig.files) > limit
      if (rig.files.isFull) refused += 1
      return 'done'
    }
    for (let id = 3_001; id <= 3_100; id += 1) {
      rig.journal.set(`out/${id % 3}`, id)
      rig.journal.add(message(id, 'x'.repeat(200)))
      await committed(rig.journal)
    }
    expect(refused).toBeGreaterThan(0)
    const next = start(fakeFiles(rig.files.records))
    expect((await next.open().loaded).facts.get('out/1')).toBe(3_100)
    expect((await idsOf(next)).slice(0, 100)).toEqual(downFrom(3_100, 3_001))
  })
})

describe('a person', () => {
  it('keeps entries whatever the budget says', async () => {
    const rig = await filled(3_000)
    const [first, second] = [message(1, 'one'), message(2, 'two')]
    await rig.history.keep('p', second)
    await rig.history.keep('p', first)
    await rig.history.keep('p', first)
    await rig.history.keep('other', message(3))
    rig.history.setBudget({ totalBytes: 130_000 })
    await settle()
    expect(await rig.history.kept('p')).toEqual([first, second])
    const next = start(fakeFiles(rig.files.records))
    expect(await next.history.kept('p')).toEqual([first, second])
    await next.history.unkeep('p', [1, 99])
    expect(await start(rig.files).history.kept('p')).toEqual([second])
  })

  it('removes entries and puts them back: nothing that reads shows them', async () => {
    const rig = await filled(20)
    await rig.history.keep('p', message(4))
    const first = await rig.history.remove('p', [3, 4])
    const second = await rig.history.remove('p', [4, 5])
    const left = downFrom(20, 1).filter((id) => id < 3 || id > 5)
    expect(await idsOf(rig)).toEqual(left)
    expect(await rig.history.kept('p')).toEqual([])
    const next = start(fakeFiles(rig.files.records))
    expect((await next.open().loaded).entries.map(({ id }) => id)).toEqual([...left].reverse())
    expect(await idsOf(next)).toEqual(left)
    await second()
    // the one before removed it, too
    expect(await idsOf(rig)).toEqual(downFrom(20, 1).filter((id) => id < 3 || id > 4))
    await first()
    expect(await idsOf(rig)).toEqual(downFrom(20, 1))
    expect(await rig.history.kept('p')).toEqual([message(4)])
    expect(await idsOf(start(rig.files))).toEqual(downFrom(20, 1))
  })

  it('who removes much leaves no list that grows for ever', async () => {
    const rig = await filled(3_000)
    await rig.history.keep('p', message(7))
    await rig.history.remove('p', downFrom(500, 1))
    await rig.history.remove('p', [2_950])
    rig.history.setBudget({ totalBytes: 130_000 })
    await settle()
    const personal = [...rig.files.records].filter(([path]) => path.startsWith('personal/'))
    expect(personal).toHaveLength(1)
    expect(personal[0]?.[1].length).toBeLessThan(300)
    expect((await idsOf(start(rig.files))).indexOf(2_950)).toBe(-1)
  })

  it('has all of a connection erased but what is kept and what its session needs', async () => {
    const rig = await filled(3_000)
    await filled(50, 100, rig, 'other')
    rig.journal.set('out/1', 'waits')
    rig.journal.set('cleared', 3_000)
    await rig.history.keep('p', message(7))
    await rig.history.erase('p')
    expect(await idsOf(rig)).toEqual([])
    expect(await rig.history.kept('p')).toEqual([message(7)])
    const { connections } = await rig.history.usage()
    const [own, other] = [...connections].sort((a, b) => a.bytes - b.bytes)
    expect([own?.profileId, own?.entries, other?.entries]).toEqual(['p', 0, 50])
    expect(own?.bytes).toBeLessThan(500)
    rig.journal.add(message(3_001))
    await committed(rig.journal)
    const next = start(fakeFiles(rig.files.records))
    expect(await next.open().loaded).toMatchObject({ entries: [{ id: 3_001 }], damaged: 0 })
    expect([...(await next.open('q').loaded).facts]).toEqual([])
    expect([...(await start(fakeFiles(rig.files.records)).open().loaded).facts]).toEqual([
      ['out/1', 'waits'],
      ['cleared', 3_000],
    ])
  })

  it('has a connection erased twice, and one whose journal is not open', async () => {
    const rig = await filled(3_000)
    const before = storedBytes(rig.files)
    const closed = start(fakeFiles(rig.files.records))
    await closed.history.erase('p')
    expect(storedBytes(closed.files)).toBeLessThan(before / 4)
    rig.journal.set('cleared', 3_000)
    await rig.history.erase('p')
    await rig.history.erase('p')
    expect((await rig.history.usage()).totalBytes).toBeLessThan(500)
    await rig.history.erase('nobody')
  })

  it('is told where it cannot be stored, and nothing has changed then', async () => {
    const rig = await filled(20)
    rig.files.isFull = true
    await expect(rig.history.keep('p', message(1))).rejects.toMatchObject({ code: 'storageFull' })
    await expect(rig.history.remove('p', [1])).rejects.toMatchObject({ code: 'storageFull' })
    expect(await rig.history.kept('p')).toEqual([])
    expect(await idsOf(rig)).toEqual(downFrom(20, 1))
  })
})

describe('a log of the first version', () => {
  const lines = [
    '{"v":1,"at":5,"checkpoint":{"out/1":1},"older":[["00000000-0000",100]],"add":[{"d":"r","id":1,"at":1,"t":"a","p":"x","q":1}]}',
    '{"at":6,"add":[{"d":"r","id":2,"at":2,"t":"b","b":"/w=="},{"d":"x"}]}',
    '{"at":6,"add":[{"d":"r","id":3',
  ]

  it('is read, and gone on with', async () => {
    const rig = start(fakeFiles(new Map([['journal/p/00000001-0000', lines.join('\n')]])))
    const journal = rig.open()
    expect((await journal.loaded).entries.map(({ id }) => id)).toEqual([1, 2])
    journal.add(message(3))
    await committed(journal)
    await settle()
    const { ids, entries, damaged } = await readAllOf(start(rig.files))
    expect(ids).toEqual([3, 2, 1])
    expect(entries[2]).toMatchObject({ topic: 'a', payload: encodeUtf8('x'), qos: 1 })
    expect(damaged).toBe(1)
    expect((await rig.history.usage()).connections).toMatchObject([{ entries: 3, from: 1, to: 3 }])
  })
})
