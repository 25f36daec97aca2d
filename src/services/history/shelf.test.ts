import type { TimelineEntry } from '@/core/message/message'
import { encodeUtf8 } from '@/core/payload/utf8'
import type * as defaults from '@/core/profile/defaults'
import { fakeFiles } from '../files/files.fake'
import { openJournal } from '../journal/journal'
import { Shelf } from './shelf'
import { createHistory } from './history'

// small, so that little makes many segments
jest.mock('@/core/profile/defaults', () => {
  const { sessionDefaults, ...rest } = jest.requireActual<typeof defaults>('@/core/profile/defaults')
  return { ...rest, sessionDefaults: { ...sessionDefaults, journalSegmentLength: 3_000 } }
})

const clock = { now: () => 1_795_000_000_000, setTimer: () => () => undefined }
const message = (id: number): TimelineEntry => ({
  ...{ direction: 'received', id, topic: 't', qos: 1, retain: false, dup: false, at: id },
  payload: encodeUtf8(`${id} `.padEnd(500, 'x')),
})
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

function start(files = fakeFiles()) {
  const history = createHistory(files, () => clock.now())
  const open = openJournal(files, clock, () => 0, history)
  const fill = async (name: string, count: number) => {
    const journal = open(name, () => undefined)
    await journal.loaded
    for (let id = 1; id <= count; id += 1) {
      journal.add(message(id))
      await new Promise<void>((resolve) => journal.whenCommitted(resolve))
    }
    await settle()
    return journal
  }
  return { files, history, fill }
}

it('what a journal has begun while the shelf looks at the disk is not forgotten', async () => {
  const files = fakeFiles()
  const shelf = new Shelf(files)
  const added = (id: number) => [{ record: '', bytes: 1, id, at: id, topic: `t${id}`, isSpare: true }]
  const looking = shelf.segments('p')
  // a segment whose first block is committed after the list was taken
  for (let i = 0; i < 12; i += 1) await Promise.resolve()
  shelf.grew('p', '00000001-0000', { at: 1, bytes: 1, added: added(1) })
  await looking
  files.records.set('journal/p/00000001-0000', 'x\n')
  shelf.grew('p', '00000001-0000', { at: 2, bytes: 1, added: added(2) })
  const [summary] = await shelf.segments('p')
  expect(summary).toMatchObject({ count: 2, range: { minId: 1, maxId: 2 } })
})

it('journals that nobody writes to are not read again for each segment that another begins', async () => {
  const first = start()
  for (const name of ['idle', 'idle2']) (await first.fill(name, 30)).close()
  await settle()
  // as an earlier version has left it: nothing stands beside the segments
  for (const path of [...first.files.records.keys()]) if (path.startsWith('index/')) first.files.records.delete(path)
  const { files, fill } = start(fakeFiles(first.files.records))
  let reads = 0
  files.fate = ({ name, path }) => {
    if (name === 'read' && path.startsWith('journal/idle')) reads += 1
    return 'done'
  }
  const segments = [...files.records.keys()].filter((path) => path.startsWith('journal/idle')).length
  await fill('p', 60)
  expect(reads).toBeLessThanOrEqual(2 * segments)
})

it('what is forgotten when memory runs short is read again when asked for, and of an open journal nothing is', async () => {
  const { files, history, fill } = start()
  ;(await fill('idle', 30)).close()
  await fill('p', 30)
  await settle()
  const before = await history.usage()
  let reads: string[] = []
  files.fate = ({ name, path }) => {
    if (name === 'read') reads.push(path)
    return 'done'
  }
  await history.usage()
  expect(reads).toEqual([])
  history.forgetSummaries()
  expect(await history.usage()).toEqual(before)
  expect(reads).not.toEqual([])
  expect(reads.filter((path) => /\/p\//.test(path))).toEqual([])
  reads = []
})
