import type { Points } from '@/core/chart/points'
import { shortestRangeMs, type TimeRange } from '@/core/chart/range'

/** What part of the time is shown: the last so long, everything, or what was zoomed to. */
export type RangeChoice = { kind: 'last'; name: LastName } | { kind: 'all' } | { kind: 'own'; range: TimeRange }

const minute = 60_000
export const lastMs = { '1m': minute, '10m': 10 * minute, '1h': 60 * minute, '24h': 1_440 * minute } as const
export type LastName = keyof typeof lastMs
export const lastNames: readonly LastName[] = ['1m', '10m', '1h', '24h']

interface Shown {
  lines: readonly { points: Points }[]
  now: number
}

/** The time that points lie in, up to now; undefined without any. */
function extent({ lines, now }: Shown): TimeRange | undefined {
  const oldest = Math.min(...lines.map(({ points }) => points.timeAt(0)).filter((at) => !isNaN(at)))
  return isFinite(oldest) ? { from: oldest, to: Math.max(now, oldest + shortestRangeMs) } : undefined
}

export function rangeOf(choice: RangeChoice, shown: Shown): TimeRange {
  switch (choice.kind) {
    case 'last':
      return { from: shown.now - lastMs[choice.name], to: shown.now }
    case 'all':
      return extent(shown) ?? { from: shown.now - lastMs['1h'], to: shown.now }
    case 'own':
      return choice.range
  }
}

/** How far one can zoom out and move. */
export function withinOf(choice: RangeChoice, shown: Shown): TimeRange {
  const range = rangeOf(choice, shown)
  const all = extent(shown) ?? range
  return { from: Math.min(all.from, range.from), to: Math.max(shown.now, range.to) }
}

/** The shortest of the ranges that holds what is known already: a line of a minute is lost in an hour. */
export function fittingChoice(shown: Shown): RangeChoice {
  const all = extent(shown)
  const name = all && lastNames.find((last) => all.to - all.from <= lastMs[last])
  return { kind: 'last', name: name ?? (all ? '24h' : '1h') }
}
