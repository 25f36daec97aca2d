import type { LogEvent } from './event'

/** Of each connection, and of the app. */
export const maxEvents = 500
/** How far back the line of an absence is looked for */
const returnedWithin = 20

/**
 * The log with one more event, oldest first, within {@link maxEvents}. An outage is told by its first wait and its last,
 * an absence by its last word.
 */
export function withEvent(events: readonly LogEvent[], event: LogEvent): LogEvent[] {
  const known = sameAbsence(events, event)
  if (known !== undefined)
    return events.map((other, i) => (i === known ? { ...event, id: other.id, at: other.at } : other))
  const kept = isMoreOfTheSame(events, event) ? events.slice(0, -1) : events
  return [...kept.slice(Math.max(0, kept.length + 1 - maxEvents)), event]
}

function sameAbsence(events: readonly LogEvent[], event: LogEvent): number | undefined {
  if (event.name !== 'returned') return undefined
  for (let i = events.length - 1; i >= Math.max(0, events.length - returnedWithin); i -= 1) {
    const other = events[i]
    if (other?.name === 'returned' && other.from === event.from) return i
  }
  return undefined
}

function isMoreOfTheSame(events: readonly LogEvent[], event: LogEvent): boolean {
  const isSame = (other: LogEvent | undefined) =>
    event.name === 'waiting' && other?.name === 'waiting' && other.reason === event.reason
  return isSame(events[events.length - 1]) && isSame(events[events.length - 2])
}

/** Several logs as one, newest first. */
export function newestFirst(...logs: (readonly LogEvent[])[]): LogEvent[] {
  const all = logs.reduce<LogEvent[]>((joined, log) => joined.concat(log), [])
  return all.sort((a, b) => b.at - a.at || b.id - a.id)
}
