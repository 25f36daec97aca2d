import { endMark } from '../files/blocks'
import type { FilesPort } from '../files/types'
import { readRecord, recordText, startOfRecord } from './records'
import { indexOf, indexRoot } from './segments'
import { restoreSummary, storeSummary, type SegmentSummary } from './summary'

/** So many segments have their summaries in one file. */
const segmentsPerFile = 64

/** Summaries of the segments that are written no more, beside them. What is wrong with it costs time, and nothing else. */
export class SegmentIndex {
  constructor(
    private readonly files: FilesPort,
    private readonly name: string,
  ) {}

  /** @throws AppError `storageFailed` */
  async read(): Promise<Map<string, SegmentSummary>> {
    const summaries = new Map<string, SegmentSummary>()
    for (const path of await this.paths()) {
      for (const text of await this.files.read(path)) {
        for (const raw of text.split(startOfRecord).slice(1)) {
          const summary = restoreSummary(readRecord(raw.split(endMark)[0] ?? '').value)
          // one made anew stands behind the first
          if (summary) summaries.set(summary.file, summary)
        }
      }
    }
    return summaries
  }

  /** @throws AppError `storageFull`, `storageFailed` */
  add(summary: SegmentSummary): Promise<void> {
    const text = recordText('i', JSON.stringify(storeSummary(summary)))
    return this.files.append(this.pathOf(summary.file), text + endMark)
  }

  /** Removes what is about segments before this one. @throws AppError `storageFailed` */
  async dropBefore(file: string): Promise<void> {
    const first = this.pathOf(file)
    for (const path of await this.paths()) if (path < first) await this.files.remove(path)
  }

  private async paths(): Promise<string[]> {
    const { prefix } = this
    const paths = await this.files.list(prefix)
    // a name may begin another's
    return paths.filter((path) => /^\d{8}$/.test(path.slice(prefix.length)))
  }

  private get prefix(): string {
    return `${indexRoot}${this.name}/`
  }

  private pathOf(file: string): string {
    const group = Math.floor(indexOf(file) / segmentsPerFile)
    return `${this.prefix}${String(group).padStart(8, '0')}`
  }
}
