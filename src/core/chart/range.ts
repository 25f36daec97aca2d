/** A span of time, epoch ms; `from` is before `to`. */
export interface TimeRange {
  from: number
  to: number
}

/** Narrower shows nothing more: points have milliseconds. */
export const shortestRangeMs = 100

/** Wider or narrower about a moment that stays where it is. @param factor over 1 shows less @param within what there is to see */
export function zoomed(range: TimeRange, factor: number, about: number, within: TimeRange): TimeRange {
  const span = range.to - range.from
  const widest = Math.max(within.to - within.from, shortestRangeMs)
  const next = Math.min(widest, Math.max(shortestRangeMs, span / factor))
  const share = (about - range.from) / span
  const from = about - share * next
  return held({ from, to: from + next }, within)
}

/** Moved along, as far as there is something to see. */
export function panned(range: TimeRange, byMs: number, within: TimeRange): TimeRange {
  return held({ from: range.from + byMs, to: range.to + byMs }, within)
}

/**
 * Two fingers: the moments that were under them stay under them.
 * @param start the range and where the fingers were when they came down, as shares of the width
 * @param now where they are
 */
export function pinched(
  start: { range: TimeRange; fingers: readonly [number, number] },
  now: readonly [number, number],
  within: TimeRange,
): TimeRange {
  const { range, fingers } = start
  const span = range.to - range.from
  const apart = Math.max(Math.abs(fingers[1] - fingers[0]), 0.02)
  const apartNow = Math.max(Math.abs(now[1] - now[0]), 0.02)
  const widest = Math.max(within.to - within.from, shortestRangeMs)
  const next = Math.min(widest, Math.max(shortestRangeMs, (span * apart) / apartNow))
  const middle = range.from + ((fingers[0] + fingers[1]) / 2) * span
  const from = middle - ((now[0] + now[1]) / 2) * next
  return held({ from, to: from + next }, within)
}

/** Moved so that it lies within, keeping its length where that can be. */
function held(range: TimeRange, within: TimeRange): TimeRange {
  const span = range.to - range.from
  const last = Math.max(within.to - span, Math.min(within.from, within.to - span))
  const from = Math.min(Math.max(range.from, Math.min(within.from, last)), last)
  return { from, to: from + span }
}
