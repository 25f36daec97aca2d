import type { AppError } from '@/core/errors'
import type { ReceivedMessage, SentMessage } from '@/core/message/message'
import { encodeUtf8 } from '@/core/payload/utf8'
import { sessionDefaults } from '@/core/profile/defaults'
import { fakeFiles, type FakeFiles, type FileFate } from '../files/files.fake'
import { createHistory } from '../history/history'
import { openJournal } from './journal'
import { parseSegment } from './parseSegment'
import { readEntry } from './records'
import { removeJournal, removeOrphans } from './removeJournal'

/** Its timers fire when a test says so. */
const clock = {
  timers: [] as (() => void)[],
  now: () => 1_795_000_000_000,
  setTimer(run: () => void) {
    const timer = () => run()
    clock.timers.push(timer)
    return () => void (clock.timers = clock.timers.filter((each) => each !== timer))
  },
  fire: () => clock.timers.splice(0).forEach((run) => run()),
}

const budgetBytes = 4_000_000

beforeEach(() => clock.timers.splice(0))

const message = (id: number, text = ''): ReceivedMessage => ({
  direction: 'received',
  id,
  topic: 't',
  payload: encodeUtf8(text),
  qos: 1,
  retain: false,
  dup: false,
  at: id,
})

/** Everything that microtasks lead to. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

function start(files: FakeFiles = fakeFiles(), name = 'p', random = 0) {
  const errors: AppError[] = []
  const history = createHistory(files, () => clock.now())
  history.setBudget({ totalBytes: budgetBytes })
  const journal = openJournal(files, clock, () => random, history)(name, (error) => errors.push(error))
  return {
    files,
    journal,
    errors,
    texts: () =>
      [...files.records].flatMap(([path, text]) =>
        path.startsWith('journal/') ? [text.split('\n').slice(0, -1)] : [],
      ),
  }
}

async function started(files?: FakeFiles, name?: string) {
  const rig = start(files, name)
  const restored = await rig.journal.loaded
  return { ...rig, restored }
}

/** The next start of the app over what the former one left. */
const restarted = ({ files }: { files: FakeFiles }, name?: string) => started(fakeFiles(files.records), name)

const committed = (journal: { whenCommitted(done: () => void): void }) =>
  new Promise<void>((resolve) => journal.whenCommitted(resolve))

describe('a journal', () => {
  it('brings back facts and entries', async () => {
    const first = await started()
    expect(first.restored).toEqual({ facts: new Map(), entries: [], damaged: 0 })
    first.journal.set('out/1', { text: '温室' })
    first.journal.set('__proto__', [1])
    first.journal.add(message(1, 'one'))
    await committed(first.journal)
    first.journal.delete('out/1')
    first.journal.set('session', null)
    first.journal.add(message(2, 'two'))
    await committed(first.journal)
    const { restored } = await restarted(first)
    expect([...restored.facts]).toEqual([
      ['__proto__', [1]],
      ['session', null],
    ])
    expect(restored.entries).toEqual([message(1, 'one'), message(2, 'two')])
    expect(restored.lastAt).toBe(clock.now())
    expect(restored.damaged).toBe(0)
  })

  it('commits a turn as one block, and keeps what was set, not what becomes of it', async () => {
    const { journal, texts, files } = await started()
    journal.set('a', 0)
    await committed(journal)
    await settle()
    const value = { list: [1] }
    journal.set('a', value)
    value.list.push(2)
    journal.set('b', 1)
    journal.set('b', 2)
    journal.set('c', 1)
    journal.delete('c')
    journal.delete('never')
    journal.add(message(1))
    const before = files.count
    await committed(journal)
    expect(files.count - before).toBe(1)
    const [block] = parseSegment([texts()[0]?.[1] ?? ''])
    expect(block).toMatchObject({
      set: [
        ['a', { list: [1] }],
        ['b', 2],
      ],
      deleted: ['c'],
    })
    expect(block?.entries.map((raw) => readEntry(raw).value)).toEqual([message(1)])
  })

  it('calls back at once where nothing is open, otherwise in order and after the commit', async () => {
    const { journal, files } = await started()
    const told: string[] = []
    journal.whenCommitted(() => told.push('nothing open'))
    expect(told).toEqual(['nothing open'])
    journal.set('a', 1)
    journal.whenCommitted(() => {
      told.push('first')
      journal.whenCommitted(() => told.push('from within'))
    })
    journal.whenCommitted(() => told.push('second'))
    await Promise.resolve()
    // running by now
    expect(files.count).toBeGreaterThan(0)
    journal.whenCommitted(() => told.push('third'))
    journal.set('b', 1)
    journal.whenCommitted(() => told.push('fourth'))
    journal.set('b', 1)
    journal.whenCommitted(() => told.push('fifth'))
    expect(told).toHaveLength(1)
    await settle()
    expect(told.slice(1)).toEqual(['first', 'second', 'third', 'fourth', 'fifth', 'from within'])
  })

  it('lets what is recorded before it is read wait', async () => {
    const first = await started()
    first.journal.set('a', 1)
    first.journal.set('b', 1)
    await committed(first.journal)
    const second = start(fakeFiles(first.files.records))
    second.journal.set('b', 2)
    second.journal.delete('a')
    const done = committed(second.journal)
    const restored = await second.journal.loaded
    expect([...restored.facts]).toEqual([
      ['a', 1],
      ['b', 1],
    ])
    await done
    expect([...(await restarted(second)).restored.facts]).toEqual([['b', 2]])
  })

  it('does not restore what was cleared', async () => {
    const first = await started()
    for (const id of [1, 2, 3]) first.journal.add(message(id))
    first.journal.set('cleared', 2)
    await committed(first.journal)
    expect((await restarted(first)).restored.entries).toEqual([message(3)])
  })

  it('restores as many as the ring takes, the newest, whatever was read', async () => {
    const first = await started()
    const count = sessionDefaults.ringCapacity + 5
    for (let id = 1; id <= count; id += 1) first.journal.add(message(id))
    await committed(first.journal)
    const { entries } = (await restarted(first)).restored
    expect(entries).toHaveLength(sessionDefaults.ringCapacity)
    expect(entries[0]?.id).toBe(6)
  })
})

describe('segments', () => {
  const long = 'x'.repeat(100_000)

  it('begin with every start and when one is long, and go oldest first', async () => {
    const first = await started()
    for (let id = 1; id <= 60; id += 1) {
      first.journal.set('n', id)
      first.journal.add(message(id, long))
      await committed(first.journal)
    }
    await settle()
    const length = [...first.files.records.values()].reduce((sum, text) => sum + text.length, 0)
    expect(length).toBeLessThan(budgetBytes + 2 * sessionDefaults.journalSegmentLength)
    expect(length).toBeGreaterThan(budgetBytes - 2 * sessionDefaults.journalSegmentLength)
    const { restored, journal, files } = await restarted(first)
    expect(restored.facts.get('n')).toBe(60)
    expect(restored.entries[restored.entries.length - 1]?.id).toBe(60)
    const before = [...files.records.keys()]
    journal.set('n', 0)
    await committed(journal)
    const added = [...files.records.keys()].filter((path) => before.indexOf(path) < 0)
    expect(added.filter((path) => path.startsWith('journal/'))).toHaveLength(1)
  })

  it('that hold much when they begin are not begun again at every commit', async () => {
    const { journal, files } = await started()
    for (let i = 0; i < 10; i += 1) journal.set(`out/${i}`, long)
    for (let i = 0; i < 12; i += 1) {
      journal.set('big', long + i)
      await committed(journal)
    }
    await settle()
    expect(files.records.size).toBeLessThanOrEqual(2)
  })

  it.each([
    ['torn in its first block', 10],
    ['empty', 0],
  ])('a new one %s leaves the former in force', async (_name, bytes) => {
    const first = await started()
    first.journal.set('a', 1)
    await committed(first.journal)
    first.files.records.set('journal/p/00000002-0000', '{"v":1,"at":5,"checkpoint":{}}'.slice(0, bytes))
    const second = await restarted(first)
    expect([...second.restored.facts]).toEqual([['a', 1]])
    expect(second.restored.damaged).toBe(0)
    second.journal.set('a', 2)
    await committed(second.journal)
    expect(second.files.records.has('journal/p/00000003-0000')).toBe(true)
  })

  it.each([
    ['a checkpoint of another version', '{"v":2,"at":1,"checkpoint":{}}', 1],
    ['a checkpoint that is none', '{"v":1,"at":1,"checkpoint":[]}', 1],
    ['no time', '{"set":{"a":1}}', 1],
    ['a member nobody knows', '{"at":1,"sot":{"out/1":{}}}', 1],
    ['deletions, lengths and entries that are none', '{"at":1,"delete":[1],"older":[[1,2]],"add":{}}', 3],
    ['entries that are none', '{"at":1,"add":[{},null]}', 2],
    ['no damage', '{"at":1,"set":{"a":null},"delete":[],"add":[]}', 0],
    ['a torn end', '{"at":1}\n{"at":', 0],
  ])('with %s: counted', async (_name, text, damaged) => {
    const isTorn = text.endsWith(':')
    const files = fakeFiles(new Map([['journal/p/00000001-0000', isTorn ? text : `${text}\n`]]))
    expect((await started(files)).restored.damaged).toBe(damaged)
  })

  it('damaged are counted and what is whole is read', async () => {
    const first = await started()
    first.journal.set('a', 1)
    await committed(first.journal)
    const path = 'journal/p/00000001-0000'
    const blocks = ['{', '[]', '{"at":7,"set":3,"add":[1,{"id":1}]}', '{"at":8,"set":{"b":2}}', '']
    first.files.records.set(path, (first.files.records.get(path) ?? '') + blocks.join('\n'))
    first.files.records.set('journal/p/00000002-0000', '{"v":1,"checkpo\n{"at":9,"set":{"c":3}}\n')
    const { restored } = await restarted(first)
    expect([...restored.facts]).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ])
    expect(restored).toMatchObject({ damaged: 6, lastAt: 9, entries: [] })
  })
})

describe('two tabs that believe they own a journal', () => {
  /** Both read what there is before one of them writes. */
  async function both(files: FakeFiles) {
    const one = start(files, 'p', 0.1)
    // a page of its own, over the same database
    const two = start(fakeFiles(files.records), 'p', 0.9)
    await one.journal.loaded
    await two.journal.loaded
    return [one, two] as const
  }

  it('write files of their own; the facts are those of who wrote last, the entries those of both', async () => {
    const first = await started()
    first.journal.set('a', 0)
    await committed(first.journal)
    const [one, two] = await both(fakeFiles(first.files.records))
    const now = jest.spyOn(clock, 'now')
    const write = async ({ journal }: typeof one, key: string, id: number) => {
      now.mockReturnValue(1_795_000_000_000 + id)
      journal.set(key, id)
      journal.add(message(id))
      await committed(journal)
    }
    await write(one, 'one', 1)
    await write(two, 'two', 2)
    await write(one, 'one', 3)
    now.mockRestore()
    const { restored, texts } = await restarted(one)
    expect(texts().map((blocks) => blocks.map((block) => block[1] === 'c'))).toEqual([[true], [true, false], [true]])
    expect([...restored.facts]).toEqual([
      ['a', 0],
      ['one', 3],
    ])
    expect(restored).toMatchObject({ entries: [1, 2, 3].map((id) => message(id)), damaged: 0 })
    expect([one.errors, two.errors]).toEqual([[], []])
  })

  it('in one file: a checkpoint behind its beginning takes nothing away', async () => {
    const first = await started()
    first.journal.set('a', 1)
    await committed(first.journal)
    const path = 'journal/p/00000001-0000'
    const others = ['{"v":1,"at":7,"checkpoint":{"z":1},"older":[]}', '{"at":8,"set":{"b":2}}', '']
    first.files.records.set(path, (first.files.records.get(path) ?? '') + others.join('\n'))
    const { restored } = await restarted(first)
    expect([...restored.facts]).toEqual([
      ['a', 1],
      ['b', 2],
    ])
    expect(restored.damaged).toBe(1)
  })
})

describe('a failure', () => {
  const appendsFail = (fate: FileFate) => (operation: { name: string }) => (operation.name === 'append' ? fate : 'done')

  it.each<FileFate>(['failed', 'doneAndFailed', { failedAt: 30 }])(
    '%j is told once, and retried whole',
    async (fate) => {
      const { journal, files, errors } = await started()
      const told: number[] = []
      journal.set('a', 1)
      await committed(journal)
      files.fate = appendsFail(fate)
      journal.add(message(1))
      journal.whenCommitted(() => told.push(1))
      await settle()
      journal.set('a', 2)
      journal.add(message(2))
      journal.whenCommitted(() => told.push(2))
      await settle()
      expect(errors.map(({ code }) => code)).toEqual(['storageFailed'])
      journal.retry()
      await settle()
      expect(errors).toHaveLength(2)
      expect(told).toEqual([])
      files.fate = () => 'done'
      journal.retry()
      await settle()
      expect(told).toEqual([1, 2])
      expect(errors).toHaveLength(2)
      const { restored } = await restarted({ files })
      expect([...restored.facts]).toEqual([['a', 2]])
      expect(restored.entries).toEqual([message(1), message(2)])
    },
  )

  it('for want of space is told as such', async () => {
    const { journal, files, errors } = await started()
    files.isFull = true
    journal.set('a', 1)
    await settle()
    expect(errors.map(({ code }) => code)).toEqual(['storageFull'])
  })

  it.each(['list', 'read'])('of %s at the start: nothing is committed before it is read', async (name) => {
    const first = await started()
    first.journal.set('kept', 1)
    await committed(first.journal)
    const files = fakeFiles(first.files.records)
    files.fate = (operation) => (operation.name === name ? 'failed' : 'done')
    const { journal, errors } = start(files)
    const told: string[] = []
    void journal.loaded.then(({ facts }) => told.push(`loaded ${facts.size}`))
    journal.set('new', 1)
    journal.whenCommitted(() => told.push('done'))
    await settle()
    expect(errors).toHaveLength(1)
    expect(told).toEqual([])
    expect(files.records.size).toBe(1)
    journal.retry()
    await settle()
    expect(errors).toHaveLength(2)
    files.fate = () => 'done'
    journal.retry()
    await settle()
    expect(told).toEqual(['loaded 1', 'done'])
    expect([...(await restarted({ files })).restored.facts]).toEqual([
      ['kept', 1],
      ['new', 1],
    ])
  })

  it('is what a commit is taken for that does not end while much waits', async () => {
    const { journal, files, errors } = await started()
    let answer: (() => void) | undefined
    const { append } = files
    files.append = async (path, block) => {
      await new Promise<void>((resolve) => (answer = resolve))
      return append(path, block)
    }
    const told: string[] = []
    journal.set('a', 0)
    journal.whenCommitted(() => told.push('first'))
    await settle()
    const long = 'x'.repeat(1_000_000)
    for (let i = 0; errors.length === 0 && i < 20; i += 1) {
      journal.set(`b/${i}`, long)
      await settle()
    }
    expect(errors.map(({ code }) => code)).toEqual(['storageFailed'])
    files.append = append
    journal.retry()
    answer?.()
    await settle()
    expect(told).toEqual(['first'])
    expect((await restarted({ files })).restored.facts.get('b/8')).toBe(long)
  })
})

describe('a person who goes on in memory', () => {
  it.each(['a commit failed', 'it could not be read'])(
    'where %s: what waits is told, and the disk stays as it is',
    async (when) => {
      const first = await started()
      first.journal.set('a', 1)
      await committed(first.journal)
      const files = fakeFiles(first.files.records)
      const isUnread = when === 'it could not be read'
      files.fate = ({ name }) => (isUnread || name === 'append' ? 'failed' : 'done')
      const { journal, errors } = start(files)
      const told: string[] = []
      journal.set('a', 2)
      journal.whenCommitted(() => told.push('waited'))
      journal.goOnInMemory()
      await settle()
      expect([errors.length, told, journal.isStored]).toEqual([1, [], true])
      journal.goOnInMemory()
      journal.add(message(1))
      journal.whenCommitted(() => told.push('at once'))
      expect([told, journal.isStored]).toEqual([['waited', 'at once'], false])
      expect((await journal.loaded).facts.size).toBe(isUnread ? 0 : 1)
      journal.close()
      const next = await started(files.isFull ? files : fakeFiles(files.records))
      expect([...next.restored.facts]).toEqual([['a', 1]])
      expect(next.restored.entries).toEqual([])
    },
  )
})

describe('a commit that hangs', () => {
  /** Appends wait until they are told to go on. */
  async function hanging() {
    const rig = await started()
    rig.journal.set('a', 1)
    await committed(rig.journal)
    const { append } = rig.files
    const answers: (() => void)[] = []
    rig.files.append = async (path, block) => {
      await new Promise<void>((resolve) => answers.push(resolve))
      return append(path, block)
    }
    const told: string[] = []
    rig.journal.add(message(1))
    rig.journal.whenCommitted(() => told.push('done'))
    await settle()
    return { ...rig, told, answers, heal: () => void (rig.files.append = append) }
  }

  it('is a failure; an answer that comes after all is not believed, and nothing is there twice', async () => {
    const { journal, files, errors, told, answers, heal } = await hanging()
    clock.fire()
    clock.fire()
    await settle()
    expect(errors).toMatchObject([{ code: 'storageFailed' }])
    expect(clock.timers).toEqual([])
    answers[0]?.()
    await settle()
    expect(told).toEqual([])
    heal()
    journal.retry()
    await settle()
    expect(told).toEqual(['done'])
    expect(clock.timers).toEqual([])
    const { restored } = await restarted({ files })
    expect(restored.entries).toEqual([message(1)])
  })

  it('answers late while it is made again: the second answer counts', async () => {
    const { journal, errors, told, answers } = await hanging()
    clock.fire()
    clock.fire()
    await settle()
    journal.retry()
    await settle()
    answers[0]?.()
    await settle()
    expect(told).toEqual([])
    // it still watches the second
    expect(clock.timers).toHaveLength(1)
    answers[1]?.()
    await settle()
    expect(told).toEqual(['done'])
    expect(errors).toHaveLength(1)
  })

  it('over a freeze is none: the answer comes after the timer', async () => {
    const { errors, told, answers } = await hanging()
    clock.fire()
    answers[0]?.()
    await settle()
    expect(told).toEqual(['done'])
    expect(errors).toEqual([])
    expect(clock.timers).toEqual([])
  })

  it('holds up closing no longer', async () => {
    const { journal, files, errors } = await hanging()
    journal.close()
    await settle()
    clock.fire()
    clock.fire()
    await settle()
    expect(errors).toEqual([])
    // another page would see the same: what hangs has not taken effect
    const { restored } = await started(files)
    expect([...restored.facts]).toEqual([['a', 1]])
  })
})

describe('a storage that fails for hours', () => {
  const long = 'x'.repeat(10_000)
  const sent = (id: number, name: 'expired' | 'unknown'): SentMessage => {
    const { dup: _, ...rest } = message(id, long)
    return { ...rest, direction: 'sent', status: { name } }
  }

  it('leaves bounded room to what waits: what promises nothing goes, oldest first; facts stay', async () => {
    const { journal, files, errors } = await started()
    journal.set('out/0', 'committed')
    journal.set('out/1', 'committed')
    await committed(journal)
    files.isFull = true
    journal.add(message(1, long))
    journal.add(sent(2, 'unknown'))
    await settle()
    expect(errors).toHaveLength(1)
    journal.delete('out/0')
    for (let id = 3; id < 2_003; id += 1) {
      journal.set(`out/${id}`, long)
      journal.delete(`out/${id}`)
      journal.add(id % 2 ? sent(id, 'expired') : { ...message(id, long), qos: 0 })
    }
    journal.set('out/9999', long)
    files.isFull = false
    journal.retry()
    await settle()
    const whole = [...files.records.values()].join('')
    expect(whole.length).toBeLessThan(sessionDefaults.journalMaxFailedLength + 50_000)
    expect(whole).not.toContain('\u001ed')
    const { restored } = await restarted({ files })
    expect([...restored.facts.keys()]).toEqual(['out/1', 'out/9999'])
    const ids = restored.entries.map(({ id }) => id)
    expect(ids.slice(0, 2)).toEqual([1, 2])
    expect(ids[ids.length - 1]).toBe(2_002)
    expect(ids.slice(2)).toEqual(Array.from({ length: ids.length - 2 }, (_, i) => 2_005 - ids.length + i))
  })

  it('commits a change of facts alone', async () => {
    const { journal, files } = await started()
    journal.set('a', 1)
    await committed(journal)
    files.fate = () => 'failed'
    journal.delete('a')
    await settle()
    files.fate = () => 'done'
    journal.retry()
    await settle()
    expect((await restarted({ files })).restored.facts.size).toBe(0)
  })
})

describe('closing', () => {
  it('commits what is open, calls nobody, and lets the next one in after it', async () => {
    const { journal, files } = await started()
    const told: string[] = []
    journal.set('a', 1)
    journal.whenCommitted(() => told.push('done'))
    journal.close()
    journal.set('b', 1)
    journal.close()
    const next = await started(files)
    expect([...next.restored.facts]).toEqual([['a', 1]])
    expect(told).toEqual([])
  })

  it.each(['while it is read', 'after a failure', 'after a failed read'])('%s lets go, too', async (when) => {
    const files = fakeFiles()
    if (when === 'after a failed read') files.fate = () => 'failed'
    const { journal } = start(files)
    journal.set('a', 1)
    if (when === 'after a failure') files.fate = ({ name }) => (name === 'append' ? 'failed' : 'done')
    if (when !== 'while it is read') await settle()
    if (when === 'after a failure') files.fate = () => 'done'
    journal.close()
    await settle()
    files.fate = () => 'done'
    const { restored } = await started(files)
    expect([...restored.facts]).toEqual(when === 'after a failed read' ? [] : [['a', 1]])
  })

  it('is waited for by who removes it; the others stay', async () => {
    const files = fakeFiles()
    const a = start(files, 'a')
    const b = start(files, 'a/b')
    a.journal.set('x', 1)
    b.journal.set('x', 2)
    await settle()
    a.journal.set('x', 3)
    a.journal.close()
    await removeJournal(files, 'a')
    expect([...files.records.keys()]).toEqual(['journal/a/b/00000001-0000'])
    expect((await started(files, 'a')).restored.facts.size).toBe(0)
  })

  it('orphans are removed, but for open ones', async () => {
    const files = fakeFiles()
    for (const name of ['kept', 'gone', 'open']) {
      const { journal } = start(files, name)
      journal.set('x', 1)
      if (name !== 'open') journal.close()
    }
    await settle()
    files.records.set('other', '')
    await removeOrphans(files, ['kept'])
    expect([...files.records.keys()]).toEqual(['journal/kept/00000001-0000', 'journal/open/00000001-0000', 'other'])
  })
})
