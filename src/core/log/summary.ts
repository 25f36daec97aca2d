import type { LogEvent } from './event'

/** What an event log says in figures. Times are epoch ms. */
export interface LogSummary {
  /** of the oldest event */
  since?: number
  connected: number
  resumed: number
  caughtUp: number
  /** times away after which the broker had kept nothing */
  lost: number
  lastProblem?: Extract<LogEvent, { name: 'waiting' | 'blocked' | 'refused' | 'publishRefused' }>
}

/** @param events oldest first */
export function summarize(events: readonly LogEvent[]): LogSummary {
  const summary: LogSummary = { connected: 0, resumed: 0, caughtUp: 0, lost: 0 }
  for (const event of events) {
    summary.since ??= event.at
    switch (event.name) {
      case 'connected':
        summary.connected += 1
        if (event.resumed) summary.resumed += 1
        break
      case 'returned':
        summary.caughtUp += event.caughtUp
        if (!event.resumed) summary.lost += 1
        break
      case 'waiting':
      case 'blocked':
      case 'refused':
      case 'publishRefused':
        summary.lastProblem = event
        break
      default:
        break
    }
  }
  return summary
}

/** The value that `share` of the sorted values do not exceed, 0 to 1. @returns undefined of none */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]
}
