import type { Points } from './points'
import type { TimeRange } from './range'

/** Points that a line joins; between runs nothing is known. */
export interface Run {
  times: number[]
  values: number[]
}

/** More than that, and points share a column of pixels. */
const drawnOneByOne = 600

/**
 * What is drawn of a series: the points within the range with the next on either side, so that lines reach the edge,
 * broken where the client was away. Many points become first, lowest, highest and last of each column of pixels, which
 * draws the same picture: no peak is lost.
 * @param gaps in any order
 * @param columns width in pixels
 */
export function runsOf(points: Points, range: TimeRange, gaps: readonly TimeRange[], columns: number): Run[] {
  const first = Math.max(0, points.indexFrom(range.from) - 1)
  const end = Math.min(points.length, points.indexAfter(range.to) + 1)
  const isDense = end - first > drawnOneByOne
  const edges = [first, ...breaksIn(points, gaps, first, end), end]
  const runs: Run[] = []
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const from = edges[i] ?? 0
    const to = edges[i + 1] ?? 0
    if (from >= to) continue
    const run: Run = { times: [], values: [] }
    if (isDense) reduce(points, from, to, range, columns, run)
    else for (let index = from; index < to; index += 1) take(points, index, run)
    runs.push(run)
  }
  return runs
}

/** Indices before which a line is broken, ascending. */
function breaksIn(points: Points, gaps: readonly TimeRange[], first: number, end: number): number[] {
  const breaks: number[] = []
  for (const gap of gaps) {
    for (const index of [points.indexAfter(gap.from), points.indexFrom(gap.to)]) {
      if (index > first && index < end) breaks.push(index)
    }
  }
  return breaks.sort((a, b) => a - b)
}

function take(points: Points, index: number, run: Run): void {
  run.times.push(points.timeAt(index))
  run.values.push(points.valueAt(index))
}

function reduce(points: Points, from: number, to: number, range: TimeRange, columns: number, run: Run): void {
  const width = (range.to - range.from) / columns
  const { times, values } = points.raw
  for (let start = from; start < to;) {
    const column = Math.floor((points.timeAt(start) - range.from) / width)
    const columnEnd = range.from + (column + 1) * width
    let low = start
    let high = start
    let lowest = points.valueAt(start)
    let highest = lowest
    let end = start + 1
    for (; end < to && (times[end] ?? NaN) < columnEnd; end += 1) {
      const value = values[end] ?? NaN
      if (value < lowest) {
        lowest = value
        low = end
      } else if (value > highest) {
        highest = value
        high = end
      }
    }
    let taken = -1
    for (const index of [start, Math.min(low, high), Math.max(low, high), end - 1]) {
      if (index > taken) take(points, index, run)
      taken = Math.max(taken, index)
    }
    start = end
  }
}
