import type { TimelineEntry } from '@/core/message/message'
import { endMark } from '../files/blocks'
import type { FilesPort } from '../files/types'
import { isFiniteNumber, isRecord } from '../journal/firstVersion'
import { entryRecord, readEntry, readRecord, recordText, startOfRecord } from '../journal/records'
import { personalRoot } from '../journal/segments'

/** Of so many lines that say nothing any more, a new file is written. */
const maxIdleLines = 200

/**
 * What a person keeps of a journal's entries, and what they have removed: a file that grows, read once. Its number grows when
 * it is written anew.
 */
export class Personal {
  readonly kept = new Map<number, TimelineEntry>()
  readonly removed = new Set<number>()
  /** of the file that counts */
  private number = 0
  /** of the newest there is, or may be: one that was torn is not written to */
  private newest = 0
  /** a file may have been written anew, or not: its answer was a failure */
  private isUnsure = false
  private lines = 0
  private writing: Promise<void> = Promise.resolve()

  private constructor(
    private readonly files: FilesPort,
    private readonly name: string,
  ) {}

  /** @throws AppError `storageFailed` */
  static async read(files: FilesPort, name: string): Promise<Personal> {
    const personal = new Personal(files, name)
    const paths = await pathsOf(files, name)
    // the newer is whole: the older one was to be removed. One whose first block is torn is as if it were not there
    for (const path of paths.reverse()) {
      personal.number = numberOf(path)
      personal.newest = Math.max(personal.newest, personal.number)
      const texts = await files.read(path)
      for (const text of texts) personal.takeLine(text)
      if (texts.length > 0) break
    }
    return personal
  }

  /** @throws AppError `storageFull`, `storageFailed` */
  async keep(entry: TimelineEntry): Promise<void> {
    if (this.kept.has(entry.id)) return
    await this.write(entryRecord(entry).record)
    this.kept.set(entry.id, entry)
  }

  /** @throws AppError `storageFull`, `storageFailed` */
  unkeep(ids: readonly number[]): Promise<void> {
    return this.act({ unkeep: ids.filter((id) => this.kept.has(id)) })
  }

  /** @throws AppError `storageFull`, `storageFailed` */
  remove(ids: readonly number[]): Promise<void> {
    return this.act({ remove: ids })
  }

  /** @throws AppError `storageFull`, `storageFailed` */
  putBack(ids: readonly number[]): Promise<void> {
    return this.act({ putBack: ids })
  }

  /** Names of removed entries are worth nothing when their segments are gone. @param isGone of an id */
  async compact(isGone: (id: number) => boolean): Promise<void> {
    const gone = [...this.removed].filter((id) => isGone(id) && !this.kept.has(id))
    if (this.lines < maxIdleLines && gone.length < maxIdleLines) return
    const run = this.writing.then(() => this.writeAnew(isGone))
    this.writing = run.catch(() => undefined)
    await run
  }

  private async writeAnew(isGone: (id: number) => boolean): Promise<void> {
    const { files, name } = this
    const old = await pathsOf(files, name)
    // another tab may have written since
    const { kept, removed, newest } = await Personal.read(files, name)
    const records = [...kept.values()].map((entry) => entryRecord(entry).record)
    const remove = [...removed].filter((id) => !isGone(id) || kept.has(id))
    records.push(recordText('x', JSON.stringify({ remove })))
    const number = Math.max(this.newest, newest) + 1
    this.newest = number
    this.isUnsure = true
    await files.append(pathOf(name, number), records.join('') + endMark)
    this.isUnsure = false
    this.number = number
    this.lines = 0
    this.kept.clear()
    kept.forEach((entry, id) => this.kept.set(id, entry))
    this.removed.clear()
    for (const id of remove) this.removed.add(id)
    for (const path of old) await files.remove(path)
  }

  private get path(): string {
    return pathOf(this.name, this.number)
  }

  private async act(act: Act): Promise<void> {
    await this.write(recordText('x', JSON.stringify(act)))
    this.apply(act)
  }

  private async write(record: string): Promise<void> {
    const run = this.writing.then(async () => {
      await this.findFile()
      await this.files.append(this.path, record + endMark)
    })
    this.writing = run.catch(() => undefined)
    await run
    this.lines += 1
  }

  /** Another tab may have written the file anew: what is added to the old one nobody reads. */
  private async findFile(): Promise<void> {
    const { files, name } = this
    const last = (await pathsOf(files, name)).pop()
    if (last !== undefined && numberOf(last) > this.newest) this.number = this.newest = numberOf(last)
    else if (this.isUnsure) this.number = (await Personal.read(files, name)).number
    this.isUnsure = false
  }

  private takeLine(text: string): void {
    for (const raw of text.split(startOfRecord).slice(1)) {
      const record = raw.split(endMark)[0] ?? ''
      this.lines += 1
      if (record[0] === 'e') {
        const { value } = readEntry(record)
        if (value) this.kept.set(value.id, value)
      } else {
        const { value } = readRecord(record)
        if (isRecord(value)) this.apply(value)
      }
    }
  }

  private apply({ unkeep, remove, putBack }: Act): void {
    for (const id of idsOf(unkeep)) this.kept.delete(id)
    for (const id of idsOf(remove)) this.removed.add(id)
    for (const id of idsOf(putBack)) this.removed.delete(id)
  }
}

/** One line of what was done; values as they were read. */
interface Act {
  unkeep?: unknown
  remove?: unknown
  putBack?: unknown
}

const idsOf = (value: unknown): number[] => (Array.isArray(value) ? value.filter(isFiniteNumber) : [])

const pathOf = (name: string, number: number) => `${personalRoot}${name}/${String(number).padStart(8, '0')}`

const numberOf = (path: string) => Number(path.slice(-8))

/** Oldest first. @throws AppError `storageFailed` */
async function pathsOf(files: FilesPort, name: string): Promise<string[]> {
  const prefix = `${personalRoot}${name}/`
  const paths = await files.list(prefix)
  // a name may begin another's
  return paths.filter((path) => /^\d{8}$/.test(path.slice(prefix.length))).sort()
}
