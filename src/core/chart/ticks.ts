import type { TimeRange } from './range'

/** A scale of numbers that begins and ends at a mark. */
export interface NumberScale {
  low: number
  high: number
  marks: number[]
  /** digits behind the point that the marks want */
  decimals: number
}

const maxDecimals = 12
/** Relative precision of a double, with some room */
const precision = 1e-14
/** Powers of ten below are not exact any more */
const tiniest = 1e-290

/** @param most marks at most, 2 or more */
export function numberScale(min: number, max: number, most = 5): NumberScale {
  if (!Number.isFinite(max - min)) return { low: min, high: max, marks: [min, 0, max], decimals: 0 }
  const least = Math.max(Math.abs(min), Math.abs(max)) * precision + tiniest
  let [low, high] = [min, max]
  if (max - min <= least) {
    const room = Math.max(Math.abs(min) * 0.05, least, min === 0 ? 1 : 0)
    low -= room
    high += room
  }
  for (const step of stepsFrom((high - low) / most)) {
    const first = Math.floor(low / step + 1e-9)
    const last = Math.ceil(high / step - 1e-9)
    if (last - first > most - 1 && last - first > 1) continue
    const decimals = Math.min(maxDecimals, decimalsOf(step))
    const marks: number[] = []
    for (let i = first; i <= last; i += 1) marks.push(i * step)
    return { low: first * step, high: last * step, marks, decimals }
  }
  return { low, high, marks: [low, high], decimals: 0 }
}

/** 1, 2, 2.5 and 5 times powers of ten, from one that is not over `least` on. */
function stepsFrom(least: number): number[] {
  const exponent = Math.floor(Math.log10(least))
  const steps: number[] = []
  for (let e = exponent; e <= exponent + 2; e += 1) {
    // divided: 3 * 0.1 is not 0.3
    for (const digits of [1, 2, 2.5, 5]) steps.push(e < 0 ? digits / Number(`1e${-e}`) : digits * Number(`1e${e}`))
  }
  return steps
}

function decimalsOf(step: number): number {
  const text = String(step)
  const at = text.indexOf('e-')
  const exponent = at < 0 ? 0 : Number(text.slice(at + 2))
  const mantissa = at < 0 ? text : text.slice(0, at)
  const point = mantissa.indexOf('.')
  return exponent + (point < 0 ? 0 : mantissa.length - point - 1)
}

export type TimeUnit = 'millisecond' | 'second' | 'minute' | 'day'

/** Moments worth a label, and how exact it has to be. Times are epoch ms. */
export interface TimeMarks {
  at: number[]
  unit: TimeUnit
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const timeSteps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000].map((n) => n * day),
]

/**
 * Round times of the person's clock within a range.
 * @param most how many have room
 * @param offsetMs of local time from UTC at a moment: it changes twice a year
 */
export function timeMarks(range: TimeRange, most: number, offsetMs: (at: number) => number): TimeMarks {
  const step = timeSteps.find((ms) => (range.to - range.from) / ms <= Math.max(1, most)) ?? 10_000 * day
  const at: number[] = []
  const base = offsetMs(range.from)
  const firstLocal = Math.ceil((range.from + base - hour) / step) * step
  for (let local = firstLocal; local - base <= range.to + hour + step; local += step) {
    const moment = local - offsetMs(local - base)
    if (moment >= range.from && moment <= range.to && moment !== at[at.length - 1]) at.push(moment)
  }
  return { at: at.slice(0, Math.max(1, most) + 1), unit: unitOf(step) }
}

function unitOf(step: number): TimeUnit {
  if (step >= day) return 'day'
  if (step >= minute) return 'minute'
  return step >= second ? 'second' : 'millisecond'
}
