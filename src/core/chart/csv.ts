import type { Points } from './points'
import type { TimeRange } from './range'
import { seriesName, type SeriesRef } from './series'

/**
 * RFC 4180, oldest first: `time`, `topic`, `field`, `value`.
 * @param timeText of epoch ms
 * @param mostRows of more, the newest
 */
export function chartCsv(
  series: readonly { ref: SeriesRef; points: Points }[],
  range: TimeRange,
  timeText: (at: number) => string,
  mostRows: number,
): { text: string; rows: number; isCut: boolean } {
  const rows: { at: number; line: string }[] = []
  let total = 0
  for (const { ref, points } of series) {
    const first = points.indexFrom(range.from)
    const end = points.indexAfter(range.to)
    total += end - first
    const head = [ref.topic, seriesName(ref)].map(quoted).join(',')
    // of each the newest: no more can stay
    for (let i = Math.max(first, end - mostRows); i < end; i += 1) {
      rows.push({ at: points.timeAt(i), line: `${head},${points.valueAt(i)}` })
    }
  }
  rows.sort((a, b) => a.at - b.at)
  const kept = rows.slice(Math.max(0, rows.length - mostRows))
  const lines = kept.map(({ at, line }) => `${timeText(at)},${line}`)
  return { text: ['time,topic,field,value', ...lines, ''].join('\r\n'), rows: kept.length, isCut: kept.length < total }
}

/** A spreadsheet would take a topic such as `=1+1` for a formula: anybody can publish one. */
function quoted(field: string): string {
  const safe = /^[=+@\t\r-]/.test(field) ? `'${field}` : field
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}
