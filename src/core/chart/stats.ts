import type { Points } from './points'
import type { TimeRange } from './range'

/** What the points within a range come to. Times are epoch ms. */
export interface Stats {
  count: number
  min: number
  minAt: number
  max: number
  maxAt: number
  mean: number
  /** last less first */
  change: number
}

/** @returns undefined when no point lies within, ends included */
export function statsOf(points: Points, { from, to }: TimeRange): Stats | undefined {
  const first = points.indexFrom(from)
  const end = points.indexAfter(to)
  if (first >= end) return undefined
  let min = first
  let max = first
  let sum = 0
  const { values } = points.raw
  let low = points.valueAt(first)
  let high = low
  for (let i = first; i < end; i += 1) {
    const value = values[i] ?? NaN
    sum += value
    if (value < low) {
      low = value
      min = i
    } else if (value > high) {
      high = value
      max = i
    }
  }
  const count = end - first
  return {
    count,
    min: points.valueAt(min),
    minAt: points.timeAt(min),
    max: points.valueAt(max),
    maxAt: points.timeAt(max),
    mean: Number.isFinite(sum) ? sum / count : meanOfHuge(points, first, end),
    change: points.valueAt(end - 1) - points.valueAt(first),
  }
}

/** Values near the end of what a double holds, whose sum it does not hold. */
function meanOfHuge(points: Points, first: number, end: number): number {
  let mean = 0
  for (let i = first; i < end; i += 1) mean += points.valueAt(i) / (end - first)
  return mean
}
