import type { TimelineEntry } from '@/core/message/message'
import type { FilesPort } from '../files/types'
import { parseSegment } from '../journal/parseSegment'
import { jsonOf, readEntry } from '../journal/records'
import { segmentPath } from '../journal/segments'
import { headOf, type SegmentSummary } from '../journal/summary'
import type { HistoryPart, HistoryReader, ReadOptions } from './types'

/** At most so many records are looked at for a part, and so many decoded: what an interpreter does within a frame or two. */
const partRecords = 1_000
const partEntries = 200
/** So many of the oldest records looked at say how far back that is. */
const placeRecords = 16
/** Entries that wait for their place; of more, the newest are told out of it. */
const maxHeld = 2_000

export interface ReaderSource {
  files: FilesPort
  name: string
  /** what there is, oldest first. @param isListOnly names will do. @throws AppError `storageFailed` */
  segments(isListOnly: boolean): Promise<readonly SegmentSummary[]>
  /** entries that were removed or cleared away */
  isHidden(): Promise<(id: number) => boolean>
}

interface OpenSegment {
  bytes: number
  /** for `readEntry`; those before `end` are not looked at yet */
  raws: readonly string[]
  end: number
  /** of its blocks: records that were not even found */
  damaged: number
  /** ids told of it: a commit that failed may stand in the segment before it, too */
  ids: Set<number>
}

/** Backwards through the segments of one journal. */
export class SegmentReader implements HistoryReader {
  /** not read yet, oldest first */
  private segments: SegmentSummary[] | undefined
  private isHidden: (id: number) => boolean = () => false
  private current: OpenSegment | undefined
  private ahead: Promise<readonly string[]> | undefined
  private newerIds: ReadonlySet<number> = new Set()
  /** settled long after they began: their place is further back */
  private held: TimelineEntry[] = []
  private allBytes = 0
  private doneBytes = 0
  private isOver = false

  constructor(
    private readonly source: ReaderSource,
    private readonly options: ReadOptions,
  ) {}

  async next(): Promise<HistoryPart | undefined> {
    if (this.isOver) return undefined
    if (!this.segments) await this.begin()
    if (this.current) return this.look(this.current)
    this.current = await this.open()
    // to find its records has taken enough of a turn
    if (this.current) return this.part([], Infinity, 0, 0)
    this.isOver = true
    return this.held.length > 0 ? this.part([], -Infinity, 0, 0) : undefined
  }

  private async begin(): Promise<void> {
    this.isHidden = await this.source.isHidden()
    const { options } = this
    // the newest are wanted at once: nothing is left out, so that nothing need be known
    const { before, from, to } = options
    const isOfAll = !options.hasTopic && [before, from, to].every((bound) => bound === undefined)
    const segments = await this.source.segments(isOfAll)
    this.segments = isOfAll ? [...segments] : segments.filter((summary) => mayHold(summary, options))
    for (const { bytes } of this.segments) this.allBytes += bytes
    this.readAhead()
  }

  private readAhead(): void {
    const { files, name } = this.source
    const next = this.segments?.[this.segments.length - 1]
    this.ahead = next && files.read(segmentPath(name, next.file))
    // who asks for the next part is told
    this.ahead?.catch(() => undefined)
  }

  private async open(): Promise<OpenSegment | undefined> {
    const next = this.segments?.[this.segments.length - 1]
    if (!next || !this.ahead) return undefined
    let texts: readonly string[]
    try {
      texts = await this.ahead
    } catch (error) {
      // the same is asked for again
      this.readAhead()
      throw error
    }
    this.segments?.pop()
    this.readAhead()
    const raws: string[] = []
    let damaged = 0
    for (const block of parseSegment(texts)) {
      damaged += block.damaged
      for (const raw of block.entries) raws.push(raw)
    }
    return { bytes: next.bytes, raws, end: raws.length, damaged, ids: new Set() }
  }

  private look(segment: OpenSegment): HistoryPart {
    const { options } = this
    const { before = Infinity, from = -Infinity, to = Infinity } = options
    const entries: TimelineEntry[] = []
    const start = segment.end
    let { damaged } = segment
    segment.damaged = 0
    while (segment.end > 0 && start - segment.end < partRecords && entries.length < partEntries) {
      const raw = segment.raws[(segment.end -= 1)] ?? ''
      if (options.mayMatch && !options.mayMatch(jsonOf(raw))) continue
      const read = readEntry(raw)
      damaged += read.damaged
      const entry = read.value
      if (!entry || entry.id >= before || entry.at < from || entry.at > to || this.isKnown(segment, entry.id)) continue
      segment.ids.add(entry.id)
      entries.push(entry)
    }
    const scanned = start - segment.end
    this.doneBytes += start > 0 ? (segment.bytes * scanned) / segment.raws.length : segment.bytes
    const place = placeOf(segment.raws.slice(segment.end, Math.min(start, segment.end + placeRecords)))
    if (segment.end === 0) {
      this.newerIds = segment.ids
      this.current = undefined
    }
    return this.part(entries, place, scanned, damaged)
  }

  private isKnown(segment: OpenSegment, id: number): boolean {
    return this.isHidden(id) || segment.ids.has(id) || this.newerIds.has(id)
  }

  /** @param place id of the oldest record looked at: what is older waits */
  private part(entries: TimelineEntry[], place: number, scanned: number, damaged: number): HistoryPart {
    const all = this.held.concat(entries).sort((a, b) => b.id - a.id)
    let count = all.length
    while (count > 0 && (all[count - 1]?.id ?? 0) < place && all.length - count < maxHeld) count -= 1
    this.held = all.slice(count)
    const progress = this.isOver || this.allBytes === 0 ? 1 : Math.min(1, this.doneBytes / this.allBytes)
    return { entries: all.slice(0, count), scanned, progress, damaged }
  }
}

/** Most entries stand where their id says; the others began before, and have a lower one. */
const placeOf = (raws: readonly string[]) => Math.max(...raws.map((raw) => headOf(jsonOf(raw))?.id ?? -Infinity))

function mayHold({ range, topics }: SegmentSummary, options: ReadOptions): boolean {
  const { before, from, to } = options
  if (!range) return false
  if ((before !== undefined && range.minId >= before) || (from !== undefined && range.to < from)) return false
  if (to !== undefined && range.from > to) return false
  if (!options.hasTopic || !topics) return true
  for (const topic of topics.keys()) if (options.hasTopic(topic)) return true
  return false
}
