import { AppError } from '@/core/errors'
import type { ReceivedMessage } from '@/core/message/message'
import { sessionDefaults } from '@/core/profile/defaults'
import { fakeFiles, type FakeFiles } from '../files/files.fake'
import { createHistory } from '../history/history'
import { openJournal } from './journal'

/** Its timers fire when a test says so. */
function rig(files: FakeFiles = fakeFiles()) {
  let timers: (() => void)[] = []
  const clock = {
    now: () => 1_795_000_000_000,
    setTimer(run: () => void) {
      timers.push(run)
      return () => void (timers = timers.filter((each) => each !== run))
    },
  }
  const fire = () => timers.splice(0).forEach((run) => run())
  const history = createHistory(files, clock.now)
  const errors: AppError[] = []
  const open = () => openJournal(files, clock, () => 0, history)('p', (error) => errors.push(error))
  return { files, history, errors, open, fire }
}

const message = (id: number, length = 10): ReceivedMessage => ({
  ...{ direction: 'received', id, topic: 't', qos: 1, retain: false, dup: false, at: id },
  payload: new Uint8Array(length).fill(120),
})
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
const isSettled = async (promise: Promise<unknown>) => {
  let is = false
  void promise.finally(() => (is = true))
  await settle()
  return is
}

describe('erasing', () => {
  it('ends when the journal is closed meanwhile, and writes nothing for it then', async () => {
    const { files, history, open } = rig()
    const first = open()
    await first.loaded
    first.set('out/1', 1)
    await settle()
    first.close()
    const paths = [...files.records.keys()]
    // the next one is not read yet
    open()
    expect(await isSettled(history.erase('p'))).toBe(true)
    expect([...files.records.keys()]).toEqual(paths)
  })

  it('ends when nothing can be committed', async () => {
    const { files, history, open, errors } = rig()
    const journal = open()
    await journal.loaded
    journal.set('out/1', 1)
    await settle()
    files.fate = ({ name }) => (name === 'append' ? 'failed' : 'done')
    expect(await isSettled(history.erase('p'))).toBe(true)
    expect(errors).toHaveLength(1)
  })

  it('ends when the session ends while it is committed', async () => {
    const { history, open } = rig()
    const journal = open()
    await journal.loaded
    journal.set('out/1', 1)
    await settle()
    const erased = history.erase('p')
    for (let i = 0; i < 40; i += 1) await Promise.resolve()
    journal.close()
    expect(await isSettled(erased)).toBe(true)
  })
})

it('a commit that was given up and fails late takes nothing of the one that is made again', async () => {
  const { files, open, fire } = rig()
  const journal = open()
  await journal.loaded
  for (let id = -8; id <= 3; id += 1) {
    // something to give way
    journal.add(message(id, 2 * sessionDefaults.journalSegmentLength))
    await settle()
  }
  const { append } = files
  let refuse: () => void = () => undefined
  files.append = () => new Promise((_, reject) => (refuse = () => reject(new AppError('storageFull'))))
  let done = 0
  journal.add(message(4))
  journal.whenCommitted(() => (done += 1))
  await settle()
  fire()
  fire()
  let goOn: () => void = () => undefined
  files.append = (...block) => new Promise<void>((resolve) => (goOn = resolve)).then(() => append(...block))
  journal.retry()
  await settle()
  journal.add(message(5))
  journal.whenCommitted(() => (done += 1))
  // nor is it told as stored what was not
  files.append = () => Promise.reject(new AppError('storageFailed'))
  refuse()
  await settle()
  goOn()
  await settle()
  expect(done).toBe(1)
  files.append = append
  journal.retry()
  await settle()
  expect(done).toBe(2)
})

it('a large message and one behind it, while a commit is under way, are no disk that hangs', async () => {
  const { open, errors } = rig()
  const journal = open()
  await journal.loaded
  journal.add(message(1))
  await Promise.resolve()
  await Promise.resolve()
  journal.add(message(2, 9_000_000))
  journal.add(message(3))
  journal.add(message(4))
  let isDone = false
  journal.whenCommitted(() => (isDone = true))
  await settle()
  await settle()
  expect([errors, isDone]).toEqual([[], true])
})
