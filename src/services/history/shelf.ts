import { sessionDefaults } from '@/core/profile/defaults'
import { isHeld } from '../journal/holders'
import { segmentsOf } from '../journal/loadJournal'
import { parseSegment } from '../journal/parseSegment'
import { SegmentIndex } from '../journal/segmentIndex'
import { indexOf, journalRoot, parsePath, segmentPath } from '../journal/segments'
import { addToSummary, newSummary, summaryOf, type SegmentSummary } from '../journal/summary'
import type { OpenedJournal, SegmentKeeper } from '../journal/types'
import type { FilesPort } from '../files/types'

/** What is known of one journal. */
interface Row {
  index: SegmentIndex
  known: Map<string, SegmentSummary>
  /** facts need the segments of this number and above; absent: nobody has looked */
  floor?: number
  journal?: OpenedJournal
  /** what there was when last asked, of a journal that nobody writes to here */
  seen?: SegmentSummary[]
  /** summaries that stand in the index */
  indexed: Set<string>
  isIndexRead: boolean
  /** `known` has every segment of this run and of those before */
  isWhole: boolean
}

/** The segments of all journals, and what is in them: told by who writes them, or read. */
export class Shelf implements Pick<SegmentKeeper, 'opened' | 'grew'> {
  private readonly rows = new Map<string, Row>()

  constructor(private readonly files: FilesPort) {}

  opened(name: string, { floor }: { floor: number }, journal: OpenedJournal): void {
    const row = this.row(name)
    row.floor = floor
    row.journal = journal
  }

  grew(name: string, file: string, { at, bytes, added }: Parameters<SegmentKeeper['grew']>[2]): void {
    const { known } = this.row(name)
    const summary = known.get(file) ?? newSummary(file)
    known.set(file, summary)
    summary.bytes += bytes
    summary.at = at
    for (const each of added) addToSummary(summary, each)
  }

  begun(name: string, file: string): void {
    this.row(name).floor = indexOf(file)
  }

  /** What is known of a journal without a look at the disk, oldest first. */
  remembered(name: string): SegmentSummary[] | undefined {
    const row = this.rows.get(name)
    if (!row?.isWhole) return isHeld(this.files, name) ? undefined : row?.seen
    return [...row.known.values()].sort((a, b) => (a.file < b.file ? -1 : 1))
  }

  /** The journal, if it is open here. */
  journal(name: string): OpenedJournal | undefined {
    return isHeld(this.files, name) ? this.rows.get(name)?.journal : undefined
  }

  /** Lets go of what is known of journals that nobody writes to here. */
  forget(): void {
    for (const name of [...this.rows.keys()]) if (!isHeld(this.files, name)) this.rows.delete(name)
  }

  /** Names of all journals. @throws AppError `storageFailed` */
  async names(): Promise<string[]> {
    const names = new Set<string>()
    for (const path of await this.files.list(journalRoot)) {
      const parsed = parsePath(path)
      if (parsed) names.add(parsed.name)
    }
    return [...names]
  }

  /** As {@link segments}, where only names are asked for, and what else is known is welcome. @throws AppError `storageFailed` */
  async list(name: string): Promise<SegmentSummary[]> {
    const { known } = this.row(name)
    const present = await segmentsOf(this.files, name)
    const bytes = sessionDefaults.journalSegmentLength
    return present.map((file) => known.get(file) ?? { file, bytes, count: 0, at: 0 })
  }

  /** What there is of a journal, oldest first; other tabs may have added to it, and taken from it. @throws AppError `storageFailed` */
  async segments(name: string): Promise<SegmentSummary[]> {
    const row = this.row(name)
    if (!row.isIndexRead) await this.readIndex(row)
    // what is begun from here on may be missing in the list
    const gone = new Set(row.known.keys())
    const present = await segmentsOf(this.files, name)
    const summaries: SegmentSummary[] = []
    for (const file of present) {
      gone.delete(file)
      const summary = row.known.get(file) ?? (await this.readSegment(name, row, file))
      summaries.push(summary)
    }
    gone.forEach((file) => row.known.delete(file))
    row.isWhole = summaries.every(({ file }) => row.known.has(file))
    row.seen = summaries
    return summaries
  }

  /**
   * Facts need the segments of this number and above.
   * @param isRemembered what was true once will do: it only grows
   * @throws AppError `storageFailed`
   */
  async floorOf(name: string, isRemembered = false): Promise<number> {
    const row = this.row(name)
    if (row.floor !== undefined && (isRemembered || isHeld(this.files, name))) return row.floor
    const present = await segmentsOf(this.files, name)
    for (const file of present.reverse()) {
      const [first] = parseSegment(await this.files.read(segmentPath(name, file)))
      if (first?.checkpoint) return (row.floor = indexOf(file))
    }
    return 0
  }

  /** @throws AppError `storageFailed` */
  async remove(name: string, { file }: SegmentSummary): Promise<void> {
    await this.files.remove(segmentPath(name, file))
    const row = this.row(name)
    row.known.delete(file)
    row.seen = row.seen?.filter((summary) => summary.file !== file)
  }

  /** Writes down what is known of segments that are written no more. @throws AppError `storageFull`, `storageFailed` */
  async writeIndex(name: string): Promise<void> {
    const { index, known, indexed, floor = 0 } = this.row(name)
    for (const [file, summary] of [...known]) {
      if (indexed.has(file) || indexOf(file) >= floor) continue
      indexed.add(file)
      await index.add(summary)
    }
  }

  /** Forgets what is written down of segments that are gone. @throws AppError `storageFailed` */
  async trimIndex(name: string): Promise<void> {
    const { index, known, indexed } = this.row(name)
    const oldest = [...known.keys()].sort()[0]
    indexed.forEach((file) => !known.has(file) && indexed.delete(file))
    if (oldest !== undefined) await index.dropBefore(oldest)
  }

  private async readIndex(row: Row): Promise<void> {
    const read = await row.index.read()
    row.isIndexRead = true
    read.forEach((summary, file) => {
      row.indexed.add(file)
      // what this run has written itself it knows better
      if (!row.known.has(file)) row.known.set(file, summary)
    })
  }

  private async readSegment(name: string, row: Row, file: string): Promise<SegmentSummary> {
    const texts = await this.files.read(segmentPath(name, file))
    const summary = summaryOf(file, texts, parseSegment(texts))
    // someone else may be writing to the newest
    if (indexOf(file) < (row.floor ?? 0) && !row.known.has(file)) row.known.set(file, summary)
    return row.known.get(file) ?? summary
  }

  private row(name: string): Row {
    let row = this.rows.get(name)
    if (!row) {
      const index = new SegmentIndex(this.files, name)
      row = { index, known: new Map(), indexed: new Set(), isIndexRead: false, isWhole: false }
      this.rows.set(name, row)
    }
    return row
  }
}
