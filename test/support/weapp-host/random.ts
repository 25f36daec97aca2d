/** What WeChat leaves open is decided by one seeded generator, so that a failing order can be run again. */
export interface SeededRandom {
  readonly seed: number
  /** An integer in `[0, bound)` */
  below(bound: number): number
  chance(): boolean
  pick<T>(choices: readonly [T, ...T[]]): T
  /** A shuffled copy */
  shuffle<T>(items: readonly T[]): T[]
}

/** mulberry32: 32 bits of state are plenty for choosing orders. */
export function createRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (bound: number) => Math.floor(next() * bound)
  return {
    seed,
    below,
    chance: () => below(2) === 1,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
    shuffle: (items) => {
      const copy = items.slice()
      for (let last = copy.length - 1; last > 0; last--) {
        const other = below(last + 1)
        const kept = copy[last] as (typeof copy)[number]
        copy[last] = copy[other] as (typeof copy)[number]
        copy[other] = kept
      }
      return copy
    },
  }
}

/** The seed of this run: the option, else `WEAPP_SEED`, else a new one. */
export function chooseSeed(option: number | undefined): number {
  const fromEnvironment = Number(process.env.WEAPP_SEED)
  if (option !== undefined) return option
  if (process.env.WEAPP_SEED && Number.isInteger(fromEnvironment)) return fromEnvironment
  return Math.floor(Math.random() * 0x7fffffff)
}
