import { VirtualTime } from './virtualTime'

let time: VirtualTime

beforeEach(() => {
  time = new VirtualTime(1_000).install()
})
afterEach(() => time.uninstall())

it('runs timers in the order they are due, those of one moment in the order they were set', async () => {
  const ran: string[] = []
  time.appClock.setTimer(() => ran.push('app 20'), 20)
  setTimeout(() => ran.push('bare 10'), 10)
  time.worldClock.setTimer(() => ran.push('world 20'), 20)
  await time.advance(19)
  expect(ran).toEqual(['bare 10'])
  await time.advance(1)
  expect(ran).toEqual(['bare 10', 'app 20', 'world 20'])
})

it('shows one time to the clocks and to Date.now, also within a timer', async () => {
  const seen: number[] = []
  setTimeout(() => seen.push(Date.now(), time.appClock.now(), time.now()), 7)
  await time.advance(100)
  expect(seen).toEqual([1_007, 1_007, 1_007])
  expect(Date.now()).toBe(1_100)
})

it('lets promises settle between timers, and runs timers they set in the same time', async () => {
  const ran: string[] = []
  setTimeout(() => {
    void Promise.resolve()
      .then(() => undefined)
      .then(() => setTimeout(() => ran.push('set by a promise'), 5))
  }, 10)
  setTimeout(() => ran.push('later'), 16)
  await time.advance(20)
  expect(ran).toEqual(['set by a promise', 'later'])
})

it('cancels, repeats and counts', async () => {
  let count = 0
  const interval = setInterval(() => (count += 1), 10)
  const cancel = time.worldClock.setTimer(() => (count += 100), 5)
  expect(time.timerCount).toEqual({ app: 0, bare: 1, world: 1 })
  cancel()
  await time.advance(35)
  clearInterval(interval)
  await time.advance(35)
  expect(count).toBe(3)
  expect(time.timerCount).toEqual({ app: 0, bare: 0, world: 0 })
})

it('drops the bare timers of libraries, and no others', async () => {
  const ran: string[] = []
  time.appClock.setTimer(() => ran.push('app'), 10)
  setTimeout(() => ran.push('bare'), 10)
  time.worldClock.setTimer(() => ran.push('world'), 10)
  time.dropBareTimers()
  await time.advance(20)
  expect(ran).toEqual(['app', 'world'])
})

it('a frozen app finds its timers late, the world goes on', async () => {
  const ran: string[] = []
  setTimeout(() => ran.push(`app ${Date.now()}`), 10)
  time.worldClock.setTimer(() => ran.push(`world ${Date.now()}`), 20)
  time.isAppFrozen = true
  await time.advance(3_600_000)
  time.isAppFrozen = false
  await time.advance(0)
  expect(ran).toEqual(['world 1020', 'app 3601000'])
})

it('waits for something, and says what never came', async () => {
  let isDone = false
  time.worldClock.setTimer(() => (isDone = true), 300)
  await time.until(() => isDone, 'done')
  expect(time.now()).toBe(1_300)
  await expect(time.until(() => false, 'the impossible', 50)).rejects.toThrow('not within 50 ms: the impossible')
})

it('a day of a timer a second takes no day', async () => {
  let count = 0
  setInterval(() => (count += 1), 1_000)
  await time.advance(86_400_000 / 10)
  expect(count).toBe(8_640)
})
