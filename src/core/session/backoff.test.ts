import { backoffMs, nextRandom } from './backoff'

const almostOne = 0.999_999
const later = 60_000

describe('the wait before the next attempt', () => {
  it.each([
    [1, 500],
    [2, 1_000],
    [3, 2_000],
    [4, 2_000],
    [50, 2_000],
  ])('after %i failures is below %i ms while someone watches', (attempt, ceiling) => {
    expect(backoffMs(attempt, almostOne, 0)).toBe(ceiling)
    expect(backoffMs(attempt, almostOne, later - 1)).toBe(ceiling)
  })

  it.each([
    [1, 500],
    [4, 4_000],
    [6, 16_000],
    [7, 30_000],
    [1_000_000, 30_000],
  ])('after %i failures is below %i ms once a minute has passed', (attempt, ceiling) => {
    expect(backoffMs(attempt, almostOne, later)).toBe(ceiling)
  })

  it('is spread evenly from nothing to its ceiling', () => {
    expect([0, 0.25, 0.5].map((random) => backoffMs(3, random, 0))).toEqual([0, 500, 1_000])
  })
})

describe('random numbers', () => {
  it('are the same for the same seed, others for the next, and within [0, 1)', () => {
    let { random, seed } = nextRandom(42)
    expect(nextRandom(42)).toEqual({ random, seed })
    const seen = new Set<number>()
    for (let i = 0; i < 1_000; i += 1) {
      expect(random).toBeGreaterThanOrEqual(0)
      expect(random).toBeLessThan(1)
      seen.add(random)
      ;({ random, seed } = nextRandom(seed))
    }
    expect(seen.size).toBeGreaterThan(990)
  })

  it('are spread over the range', () => {
    let seed = 7
    let sum = 0
    for (let i = 0; i < 10_000; i += 1) {
      const next = nextRandom(seed)
      seed = next.seed
      sum += next.random
    }
    expect(sum / 10_000).toBeCloseTo(0.5, 1)
  })
})
