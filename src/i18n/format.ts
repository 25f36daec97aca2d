import type { Translate } from './t'

/* Numbers and times without Intl, which mini-programs do not have. */

const two = (n: number) => (n < 10 ? `0${n}` : String(n))

/** HH:mm in local time. @param at epoch ms */
export function shortTime(at: number): string {
  const date = new Date(at)
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** HH:mm:ss in local time. @param at epoch ms */
export function clockTime(at: number): string {
  return `${shortTime(at)}:${two(new Date(at).getSeconds())}`
}

/** The milliseconds of a time as `.012`, to stand after {@link clockTime}. @param at epoch ms */
export function milliseconds(at: number): string {
  return `.${String(1_000 + new Date(at).getMilliseconds()).slice(1)}`
}

/** 3528 → `3,528` */
export function thousands(n: number): string {
  return String(Math.trunc(n)).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** 4.23 → `4.2`, 12.7 → `13`, 1200 → `1,200` */
export function rate(perSecond: number): string {
  return perSecond < 9.95 ? String(Math.round(perSecond * 10) / 10) : thousands(Math.round(perSecond))
}

/** 512 → `512 B`, 49357 → `48.2 KB` */
export function byteSize(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`
  const kilobytes = bytes / 1_024
  return kilobytes < 1_024 ? `${kilobytes.toFixed(1)} KB` : `${(kilobytes / 1_024).toFixed(1)} MB`
}

/** A round number of megabytes: `16 MB` */
export const megabytes = (bytes: number): string => `${Math.round((bytes / 1_048_576) * 10) / 10} MB`

/** An MQTT reason code as engineers search for it: `0x87`. */
export function hexCode(code: number): string {
  return `0x${code < 16 ? '0' : ''}${code.toString(16).toUpperCase()}`
}

const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** How long, in the largest unit that says enough: `18 分钟`, `1 min 12 s`, `3 h`. */
export function duration(ms: number, t: Translate): string {
  const seconds = Math.max(0, Math.round(ms / secondMs))
  if (seconds < 60) return t('duration.seconds', { n: seconds })
  const minutes = Math.floor(seconds / 60)
  if (minutes < 5 && seconds % 60 !== 0) return t('duration.minutesSeconds', { minutes, seconds: seconds % 60 })
  if (minutes < 60) return t('duration.minutes', { n: minutes })
  const hours = Math.floor(minutes / 60)
  if (hours < 24 && minutes % 60 !== 0) return t('duration.hoursMinutes', { hours, minutes: minutes % 60 })
  if (hours < 24) return t('duration.hours', { n: hours })
  return t('duration.days', { n: Math.floor(hours / 24) })
}

/** Whether two moments are of one day, local time. Epoch ms. */
export function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}

/** Which day it was: `昨天`, `3月2日`. Times are epoch ms. */
export function dayOf(at: number, now: number, t: Translate): string {
  const date = new Date(at)
  const today = new Date(now)
  // noon of today less a day is yesterday whatever the clocks did in between
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate(), 12).getTime() - dayMs
  if (isSameDay(at, yesterday)) return t('time.yesterday')
  const month = monthOf(date, t)
  const day = date.getDate()
  if (date.getFullYear() === today.getFullYear()) return t('time.date', { month, day })
  return t('time.dateWithYear', { year: date.getFullYear(), month, day })
}

const monthOf = (date: Date, t: Translate) => t('time.months').split(' ')[date.getMonth()] ?? ''

/** A moment in full, with its milliseconds: `2026年3月2日 14:05:07.120`. Epoch ms. */
export function fullTime(at: number, t: Translate): string {
  const date = new Date(at)
  const day = { year: date.getFullYear(), month: monthOf(date, t), day: date.getDate() }
  return `${t('time.dateWithYear', day)} ${clockTime(at)}${milliseconds(at)}`
}

/** When something was, as short as a row wants it: `刚刚`, `14:05`, `昨天`, `3月2日`. Times are epoch ms. */
export function relativeTime(at: number, now: number, t: Translate): string {
  if (now - at < minuteMs) return t('time.now')
  return isSameDay(at, now) ? shortTime(at) : dayOf(at, now, t)
}
