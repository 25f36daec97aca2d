import type { TimelineEntry } from '@/core/message/message'
import { encodeUtf8 } from '@/core/payload/utf8'
import { fakeFiles, type FakeFiles } from '../files/files.fake'
import { openJournal } from '../journal/journal'
import { createHistory } from './history'
import type { HistoryReader, ReadOptions } from './types'

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
async function filled(count: number, bytes = 1_000, rig = start(), name = 'p', firstId = 1) {
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
    expect(ids).toEqual(expect.arrayContaining(downFrom(2_000, 1_001)))
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
    for (let id = 100; id < 1_500; id += 1) journal.add(message(id, 'x'.repeat(1_000)))
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
