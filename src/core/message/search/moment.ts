import type { AgoUnit, LocalTime, Moment } from './query'

const agoPattern = /^(\d{1,6})([smhd])$/i
const localPattern = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T_](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?$/i

/** Reads `24h`, `2026-03-01`, `2026-03-01T14:05:09.120`. @returns undefined when it is none of them */
export function parseMoment(text: string): Moment | undefined {
  const ago = agoPattern.exec(text)
  if (ago) return { ago: Number(ago[1]), unit: (ago[2] ?? '').toLowerCase() as AgoUnit }
  const found = localPattern.exec(text)
  if (!found) return undefined
  const part = (i: number) => Number(found[i] ?? 0)
  const ms = Number((found[7] ?? '').padEnd(3, '0'))
  const local: LocalTime = [part(1), part(2), part(3), part(4), part(5), part(6), ms]
  return isTime(local) ? { local } : undefined
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

function isTime([year, month, day, hour, minute, second]: LocalTime): boolean {
  const days = (monthDays[month - 1] ?? 0) + (month === 2 && isLeap(year) ? 1 : 0)
  // years before 100 mean 1900 and later to Date
  return year >= 100 && day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60
}

const digits = (n: number, length: number) => String(n).padStart(length, '0')

/** As {@link parseMoment} reads it, as short as it can be. */
export function printMoment(moment: Moment): string {
  if ('ago' in moment) return `${moment.ago}${moment.unit}`
  const [year, month, day, hour, minute, second, ms] = moment.local
  let text = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`
  if (hour === 0 && minute === 0 && second === 0 && ms === 0) return text
  text += `T${digits(hour, 2)}:${digits(minute, 2)}`
  if (second !== 0 || ms !== 0) text += `:${digits(second, 2)}`
  return ms === 0 ? text : `${text}.${digits(ms, 3)}`
}
