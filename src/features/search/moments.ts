import type { AgoUnit, LocalTime, Moment, ResolveMoment } from '@/core/message/search/query'

const unitMs: Record<AgoUnit, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** What moments of a query mean on this phone. @param now epoch ms: what `24h` counts back from */
export function momentsFrom(now: number): ResolveMoment {
  return (moment) => ('ago' in moment ? now - moment.ago * unitMs[moment.unit] : localMs(moment.local))
}

function localMs([year, month, day, hour, minute, second, ms]: LocalTime): number {
  return new Date(year, month - 1, day, hour, minute, second, ms).getTime()
}

/** A time of this phone, to the minute. @param at epoch ms */
export function minuteOf(at: number): Moment {
  const date = new Date(at)
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()] as const
  return { local: [...day, date.getHours(), date.getMinutes(), 0, 0] }
}
