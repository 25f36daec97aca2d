/** Deterministic numbers from 0 up to 1 (mulberry32): the same seed tells the same day in the greenhouse. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

interface WalkOptions {
  start: number
  min: number
  max: number
  /** Largest change in one step */
  step: number
  decimals: number
}

/** A value that drifts: each step keeps most of the last one's direction and is drawn back towards the start. */
export function randomWalk({ start, min, max, step, decimals }: WalkOptions, random: () => number): () => number {
  let value = start
  let drift = 0
  return () => {
    const homewards = ((start - value) / (max - min)) * step
    drift = 0.8 * drift + 0.4 * (random() * 2 - 1) * step + 0.2 * homewards
    value = Math.min(max, Math.max(min, value + Math.max(-step, Math.min(step, drift))))
    return Number(value.toFixed(decimals))
  }
}
