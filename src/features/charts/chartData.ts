import { anyNumberReader } from '@/core/chart/anyNumbers'
import { Points } from '@/core/chart/points'
import type { TimeRange } from '@/core/chart/range'
import { isSameSeries, type SeriesRef } from '@/core/chart/series'
import type { Gap, ReceivedMessage, TimelineEntry } from '@/core/message/message'
import type { HistoryReader, ReadOptions } from '@/services/history/types'

/** Of one line: 16 bytes each */
export const pointCapacity = 100_000
const maxGaps = 500

/** A line with its points. */
export interface ChartLine {
  ref: SeriesRef
  /** 0–7 */
  color: number
  points: Points
  /** older points are stored, and there is no room for them */
  isCut: boolean
}

interface HeldLine extends ChartLine {
  read: (message: ReceivedMessage) => number | undefined
  /** the newest message it has looked at, and the oldest that did not come out of the history */
  newestId: number
  oldestLiveId: number
}

/** Lines that are read out of the history together. */
interface Reading {
  lines: HeldLine[]
  /** messages of this ID and newer are there already */
  before?: number
  /** epoch ms from which on the history has been read */
  coveredFrom: number
}

export type OpenReader = (options: ReadOptions) => HistoryReader

/** Points and times away of a connection's charts: of what is in memory, what arrives, and what is stored. */
export class ChartData {
  private held: HeldLine[] = []
  private readings: Reading[] = []
  private readonly gapsById = new Map<number, Gap>()
  /** records of the history that could not be read */
  damaged = 0

  constructor(private readonly openReader: OpenReader) {}

  get lines(): readonly ChartLine[] {
    return this.held
  }

  /** Times away, oldest first. @param now epoch ms, the end of one that still lasts */
  gaps(now: number): TimeRange[] {
    const gaps = [...this.gapsById.values()].map(({ from, to = Math.max(now, from) }) => ({ from, to }))
    return gaps.sort((a, b) => a.from - b.from)
  }

  /** @param entries what is in memory, oldest first */
  setLines(wanted: readonly { ref: SeriesRef; color: number }[], entries: readonly TimelineEntry[]): void {
    const added: HeldLine[] = []
    this.held = wanted.map(({ ref, color }) => {
      const old = this.held.find((line) => isSameSeries(line.ref, ref))
      if (old) return Object.assign(old, { color })
      const line = newLine(ref, color)
      added.push(line)
      return line
    })
    for (const entry of entries) this.take(entry, added)
    for (const reading of this.readings) reading.lines = reading.lines.filter((line) => this.held.includes(line))
    this.readings = this.readings.filter(({ lines }) => lines.length > 0)
    if (added.length > 0) this.readings.push({ lines: added, before: entries[0]?.id, coveredFrom: Infinity })
  }

  /** @returns whether something of the charts has changed */
  add(entry: TimelineEntry): boolean {
    return this.take(entry, this.held)
  }

  /** Whether the history has not been read back to a time for some line. @param from epoch ms */
  hasOlder(from: number): boolean {
    return this.readings.some(({ coveredFrom }) => coveredFrom > from)
  }

  /**
   * Reads what is stored back to a time.
   * @param onPart told after each part; 0 to 1
   * @param isWanted asked between parts
   * @throws AppError `storageFailed`
   */
  async readBackTo(from: number, onPart: (progress: number) => void, isWanted: () => boolean): Promise<void> {
    for (const reading of [...this.readings]) {
      if (reading.coveredFrom <= from) continue
      const { before, coveredFrom } = reading
      const to = coveredFrom === Infinity ? undefined : coveredFrom - 1
      const mayMatch = recordFilter(reading.lines)
      const reader = this.openReader({ before, from: Math.max(0, from), to, mayMatch })
      for (let part = await reader.next(); part; part = await reader.next()) {
        if (!isWanted()) return
        this.damaged += part.damaged
        this.takeOlder(part.entries, reading.lines)
        onPart(part.progress)
      }
      if (!isWanted()) return
      reading.coveredFrom = from
    }
  }

  private take(entry: TimelineEntry, lines: readonly HeldLine[]): boolean {
    if (entry.direction === 'gap') {
      this.takeGap(entry)
      return true
    }
    if (entry.direction !== 'received') return false
    let isTaken = false
    for (const line of lines) {
      // the history may have had it before it was told
      if (line.ref.topic !== entry.topic || entry.id <= line.newestId) continue
      line.newestId = entry.id
      line.oldestLiveId = Math.min(line.oldestLiveId, entry.id)
      const value = line.read(entry)
      if (value === undefined) continue
      line.points.add(entry.at, value)
      isTaken = true
    }
    return isTaken
  }

  /** @param entries newest first */
  private takeOlder(entries: readonly TimelineEntry[], lines: readonly HeldLine[]): void {
    for (const entry of entries) if (entry.direction === 'gap') this.takeGap(entry)
    for (const line of lines) {
      const older: { at: number; value: number }[] = []
      for (const entry of entries) {
        if (entry.direction !== 'received' || entry.topic !== line.ref.topic) continue
        if (entry.id >= line.oldestLiveId) continue
        line.newestId = Math.max(line.newestId, entry.id)
        const value = line.read(entry)
        if (value !== undefined) older.push({ at: entry.at, value })
      }
      if (!line.points.addOlder(older)) line.isCut = true
    }
  }

  private takeGap(gap: Gap): void {
    this.gapsById.set(gap.id, gap)
    const oldest = Math.min(...this.gapsById.keys())
    if (this.gapsById.size > maxGaps) this.gapsById.delete(oldest)
  }
}

function newLine(ref: SeriesRef, color: number): HeldLine {
  const points = new Points(pointCapacity)
  return { ref, color, points, isCut: false, read: anyNumberReader(ref.path), newestId: -1, oldestLiveId: Infinity }
}

/**
 * By the text of a record, before it is decoded. Times away are let through whatever the topic: a line must not be
 * drawn over one.
 */
function recordFilter(lines: readonly HeldLine[]): (record: string) => boolean {
  const topics = lines.map(({ ref }) => JSON.stringify(ref.topic))
  return (record) => record.includes('"d":"g"') || topics.some((topic) => record.includes(topic))
}
