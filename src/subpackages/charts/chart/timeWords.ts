import type { TimeUnit } from '@/core/chart/ticks'
import { clockTime, milliseconds, shortTime, thousands } from '@/i18n/format'

/** A mark of the time axis: as exact as the marks are apart, in figures of either language. */
export function markText(at: number, unit: TimeUnit): string {
  switch (unit) {
    case 'millisecond':
      return clockTime(at).slice(3) + milliseconds(at)
    case 'second':
      return clockTime(at)
    case 'minute':
      return shortTime(at)
    case 'day': {
      const date = new Date(at)
      return `${date.getMonth() + 1}/${date.getDate()}`
    }
  }
}

/** A moment within a range: with its day where there are several, with its second where there are few minutes. */
export function momentText(at: number, range: { from: number; to: number }): string {
  const isOneDay = new Date(range.from).toDateString() === new Date(range.to).toDateString()
  if (!isOneDay) return `${markText(at, 'day')} ${shortTime(at)}`
  return range.to - range.from < 600_000 ? clockTime(at) : shortTime(at)
}

/** How many, with commas from a thousand on; a number below, by which a language may choose its words. */
export const countText = (n: number) => (n < 1_000 ? n : thousands(n))
