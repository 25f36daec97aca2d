import type { TimelineEntry } from '@/core/message/message'
import { encodeUtf8 } from '@/core/payload/utf8'
import { fakeFiles } from '@/services/files/files.fake'
import { createHistory } from '@/services/history/history'
import { openJournal } from '@/services/journal/journal'
import { oldestFirst } from './oldestFirst'

const clock = { now: () => 1_795_000_000_000, setTimer: () => () => undefined }

async function stored(count: number, bytes = 200) {
  const files = fakeFiles()
  const history = createHistory(files, () => clock.now())
  const journal = openJournal(
    files,
    clock,
    () => 0,
    history,
  )('p', (error) => {
    throw error
  })
  await journal.loaded
  for (let id = 1; id <= count; id += 1) {
    const payload = encodeUtf8(`payload ${id}`.padEnd(bytes))
    const entry: TimelineEntry = {
      direction: 'received',
      id,
      at: id,
      topic: 't',
      payload,
      qos: 1,
      retain: false,
      dup: false,
    }
    journal.add(entry)
    if ((id * bytes) % 40_000 === 0) await new Promise<void>((resolve) => journal.whenCommitted(resolve))
  }
  await new Promise<void>((resolve) => journal.whenCommitted(resolve))
  return history
}

async function all(next: ReturnType<typeof oldestFirst>) {
  const ids: number[] = []
  const progress: number[] = []
  for (let part = await next(); part; part = await next()) {
    ids.push(...part.entries.map(({ id }) => id))
    progress.push(part.progress)
  }
  return { ids, progress }
}

const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i)

describe('a stored log from its beginning', () => {
  it('comes whole and in order, in parts', async () => {
    const { ids, progress } = await all(oldestFirst(await stored(7_777), 'p', {}))
    expect(ids).toEqual(upTo(1, 7_777))
    expect(progress.length).toBeGreaterThan(3)
    expect(progress[progress.length - 1]).toBe(1)
  })

  it('keeps to its time', async () => {
    const { ids } = await all(oldestFirst(await stored(5_000), 'p', { from: 1_234, to: 4_321 }))
    expect(ids).toEqual(upTo(1_234, 4_321))
  })

  it('is not in memory by the thousand where messages are large', async () => {
    const next = oldestFirst(await stored(40, 1_000_000), 'p', {})
    const sizes: number[] = []
    for (let part = await next(); part; part = await next()) sizes.push(part.entries.length)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(40)
    expect(Math.max(...sizes)).toBeLessThan(10)
  })

  it('may be empty', async () => {
    expect(await all(oldestFirst(await stored(0), 'p', {}))).toEqual({ ids: [], progress: [] })
  })
})
