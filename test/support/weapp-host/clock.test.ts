import { RealmClock } from './clock'
import { createRandom } from './random'

const start = (seed = 1) => {
  const errors: unknown[] = []
  const clock = new RealmClock(createRandom(seed), (error) => errors.push(error))
  return { clock, errors }
}

describe('RealmClock', () => {
  it('fires timers in the order they come due while time is advanced, each at its own time', async () => {
    const { clock } = start()
    const begin = clock.now()
    const fired: Array<[string, number]> = []
    clock.setTimeout(() => fired.push(['late', clock.now() - begin]), 60_000)
    clock.setTimeout(() => {
      fired.push(['early', clock.now() - begin])
      clock.setTimeout(() => fired.push(['nested', clock.now() - begin]), 5_000)
    }, 10_000)
    await clock.advance(61_000)
    clock.stop()
    expect(fired.map(([name]) => name)).toEqual(['early', 'nested', 'late'])
    expect(fired.map(([, atMs]) => Math.round(atMs / 1000))).toEqual([10, 15, 60])
  })

  it('repeats an interval and stops when it is cleared from inside', async () => {
    const { clock } = start()
    let count = 0
    const id = clock.setInterval(() => {
      count += 1
      if (count === 3) clock.clear(id)
    }, 1_000)
    await clock.advance(10_000)
    clock.stop()
    expect(count).toBe(3)
  })

  it('fires no realm timer while frozen, and the overdue ones on thaw with the clock gone on', async () => {
    const { clock } = start()
    const begin = clock.now()
    let firedAtMs = -1
    clock.setTimeout(() => (firedAtMs = clock.now() - begin), 3_000)
    clock.freeze()
    await clock.advance(420_000)
    expect(firedAtMs).toBe(-1)
    await clock.thaw()
    clock.stop()
    expect(firedAtMs).toBeGreaterThanOrEqual(420_000)
  })

  it('lets system timers fire in a frozen realm', async () => {
    const { clock } = start()
    let fired = false
    clock.freeze()
    clock.setTimeout(() => (fired = true), 5_000, 'system')
    await clock.advance(6_000)
    clock.stop()
    expect(fired).toBe(true)
  })

  it('keeps the order of held deliveries on thaw, whatever the seed', async () => {
    const orders = new Set<string>()
    for (let seed = 0; seed < 20; seed++) {
      const { clock } = start(seed)
      const seen: string[] = []
      clock.setTimeout(() => seen.push('t1'), 1)
      clock.setTimeout(() => seen.push('t2'), 2)
      clock.freeze()
      clock.post(() => seen.push('a'))
      clock.post(() => seen.push('b'))
      await clock.advance(10)
      await clock.thaw(() => seen.push('show'))
      clock.stop()
      expect(seen.filter((name) => name === 'a' || name === 'b')).toEqual(['a', 'b'])
      expect(['show']).toContain(seen[0] === 'show' ? seen[0] : seen[4])
      orders.add(seen.join())
    }
    expect(orders.size).toBeGreaterThan(4)
  })

  it('reports what a timer throws and goes on', async () => {
    const { clock, errors } = start()
    clock.setTimeout(() => {
      throw new Error('broken')
    }, 1)
    await clock.advance(2)
    clock.stop()
    expect(errors).toEqual([new Error('broken')])
  })
})
