import type { ReceivedMessage } from '@/core/message/message'
import { fakeFiles } from '../files/files.fake'
import { openJournal } from './journal'

/** Its time passes when a test says so. */
function fakeClock() {
  let now = 1_795_000_000_000
  let timers: { at: number; run: () => void }[] = []
  return {
    now: () => now,
    setTimer(run: () => void, delayMs: number) {
      const timer = { at: now + delayMs, run }
      timers.push(timer)
      return () => void (timers = timers.filter((each) => each !== timer))
    },
    pass(ms: number) {
      now += ms
      const due = timers.filter(({ at }) => at <= now)
      timers = timers.filter(({ at }) => at > now)
      for (const { run } of due) run()
    },
  }
}

const message = (id: number, qos: 0 | 1 = 0, size = 1): ReceivedMessage => ({
  ...{ direction: 'received', id, topic: 't', payload: new Uint8Array(size).fill(97), qos, retain: false, dup: false },
  at: id,
})

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

/** @property commits what has been committed, by the number it was recorded under */
async function started() {
  const clock = fakeClock()
  const files = fakeFiles()
  const appends: string[] = []
  const { append } = files
  files.append = (path, block) => {
    appends.push(block)
    return append.call(files, path, block)
  }
  const journal = openJournal(files, clock)('p', (error) => {
    throw error
  })
  await journal.loaded
  const committed: number[] = []
  const add = async (entry: ReceivedMessage) => {
    journal.add(entry)
    journal.whenCommitted(() => committed.push(entry.id))
    await settle()
  }
  await add(message(1))
  return { clock, files, appends, journal, committed, add }
}

describe('the pace of commits', () => {
  it('the first is at once, and what nobody was promised goes together a little later', async () => {
    const { clock, appends, committed, add } = await started()
    expect(committed).toEqual([1])
    for (const id of [2, 3, 4]) await add(message(id))
    expect(committed).toEqual([1])
    clock.pass(39)
    await settle()
    expect(committed).toEqual([1])
    clock.pass(1)
    await settle()
    expect(committed).toEqual([1, 2, 3, 4])
    expect(appends).toHaveLength(2)
    clock.pass(40)
    await add(message(5))
    expect(committed).toEqual([1, 2, 3, 4, 5])
  })

  it('a message that will be acknowledged waits for nothing, and takes along what does, in order', async () => {
    const { clock, committed, add } = await started()
    await add(message(2))
    await add(message(3, 1))
    expect(committed).toEqual([1, 2, 3])
    await add(message(4, 1))
    expect(committed).toEqual([1, 2, 3, 4])
    clock.pass(1_000)
    await settle()
    expect(committed).toEqual([1, 2, 3, 4])
  })

  it('nor does a fact, or its end', async () => {
    const { journal, committed, add } = await started()
    await add(message(2))
    journal.set('out/1', 'x')
    await settle()
    expect(committed).toEqual([1, 2])
    await add(message(3))
    journal.delete('out/1')
    await settle()
    expect(committed).toEqual([1, 2, 3])
  })

  it('much does not wait, and neither does what there is at the end', async () => {
    const { journal, files, committed, add } = await started()
    await add(message(2, 0, 140_000))
    expect(committed).toEqual([1, 2])
    await add(message(3))
    journal.close()
    await settle()
    const next = openJournal(fakeFiles(files.records), fakeClock())('p', () => undefined)
    expect((await next.loaded).entries.map(({ id }) => id)).toEqual([1, 2, 3])
  })

  it('a clock that is set back holds nothing up', async () => {
    const { clock, committed, add } = await started()
    clock.pass(-3_600_000)
    await add(message(2))
    expect(committed).toEqual([1, 2])
  })
})
