import { AppError } from '@/core/errors'
import type { TimelineEntry } from '@/core/message/message'
import { storeEntry } from '@/core/message/storedEntry'
import { sessionDefaults } from '@/core/profile/defaults'
import type { FilesPort } from '../files/types'
import { hold, type Hold } from './holders'
import { loadJournal, type LoadedJournal } from './loadJournal'
import { appendGroup, checkpointText, groupText, isEmpty, newGroup, segmentPath, type Group } from './segments'
import type { Journal, OpenJournal, Restored } from './types'

/**
 * Journals over files (ADR 0017). One port has one holder of a name at a time: who opens it while another has it waits
 * for that one's `close`.
 * @param clock gives the time of a commit, epoch ms
 */
export function openJournal(files: FilesPort, clock: { now(): number } = Date): OpenJournal {
  return (name, failed) => new FileJournal(files, name, failed, clock, hold(files, name))
}

interface Segment {
  index: number
  /** characters in its first block and behind it */
  checkpointLength: number
  length: number
}

class FileJournal implements Journal {
  readonly loaded: Promise<Restored>
  private resolveLoaded: (restored: Restored) => void = () => undefined
  private phase: 'loading' | 'ready' | 'failed' = 'loading'
  private isRead = false
  private isClosed = false
  /** JSON of every fact as recorded, committed or not; whole once they are read */
  private facts = new Map<string, string>()
  private pending = newGroup()
  private running: Group | undefined
  private isScheduled = false
  /** callbacks that are being called: who comes meanwhile stands behind them */
  private calling: (() => void)[] | undefined
  /** an answer to an earlier one comes too late */
  private attempt = 0
  private segment: Segment | undefined
  private lengths = new Map<number, number>()
  private trimming: Promise<void> = Promise.resolve()

  constructor(
    private readonly files: FilesPort,
    private readonly name: string,
    private readonly failed: (error: AppError) => void,
    private readonly clock: { now(): number },
    private readonly held: Hold,
  ) {
    this.loaded = new Promise((resolve) => (this.resolveLoaded = resolve))
    void this.load()
  }

  set(key: string, value: unknown): void {
    const json = JSON.stringify(value)
    if (this.isClosed || (this.isRead && this.facts.get(key) === json)) return
    this.record(json.length + key.length, (group) => group.changes.set(key, json))
    this.facts.set(key, json)
  }

  delete(key: string): void {
    if (this.isClosed || (this.isRead && !this.facts.has(key))) return
    this.record(key.length, (group) => group.changes.set(key, undefined))
    this.facts.delete(key)
  }

  add(entry: TimelineEntry): void {
    if (this.isClosed) return
    const json = JSON.stringify(storeEntry(entry))
    this.record(json.length, (group) => group.added.push(json))
  }

  whenCommitted(done: () => void): void {
    if (this.isClosed) return
    if (this.phase !== 'ready' || !isEmpty(this.pending)) this.pending.waiting.push(done)
    else if (this.running) this.running.waiting.push(done)
    else if (this.calling) this.calling.push(done)
    else done()
  }

  retry(): void {
    if (this.phase !== 'failed') return
    if (this.isRead) {
      this.phase = 'ready'
      this.proceed()
    } else {
      this.phase = 'loading'
      void this.load()
    }
  }

  close(): void {
    if (this.isClosed) return
    this.isClosed = true
    if (this.phase === 'failed') this.retry()
    else this.proceed()
  }

  private record(length: number, put: (group: Group) => void): void {
    const hangs = this.phase === 'loading' || this.running !== undefined
    const isTooMuch = hangs && this.pending.length > sessionDefaults.journalMaxPendingLength
    put(this.pending)
    this.pending.length += length
    if (isTooMuch) this.fail(new AppError('storageFailed', { detail: 'a commit does not end' }))
    else this.schedule()
  }

  private async load(): Promise<void> {
    const attempt = ++this.attempt
    try {
      await this.held.ready
      const loaded = await loadJournal(this.files, this.name)
      if (attempt === this.attempt) this.begin(loaded)
    } catch (error) {
      if (attempt === this.attempt) this.fail(error)
    }
  }

  private begin({ restored, lengths }: LoadedJournal): void {
    const facts = new Map<string, string>()
    restored.facts.forEach((value, key) => facts.set(key, JSON.stringify(value)))
    this.pending.changes.forEach((json, key) => {
      if (json === undefined) facts.delete(key)
      else facts.set(key, json)
    })
    this.facts = facts
    this.lengths = lengths
    this.isRead = true
    this.phase = 'ready'
    this.resolveLoaded(restored)
    this.proceed()
  }

  /** The turn that records something ends before the commit begins. */
  private schedule(): void {
    if (this.isScheduled || this.phase !== 'ready' || this.running) return
    this.isScheduled = true
    void Promise.resolve().then(() => {
      this.isScheduled = false
      if (this.phase === 'ready' && !this.running && !isEmpty(this.pending)) void this.commit()
    })
  }

  private async commit(): Promise<void> {
    const attempt = ++this.attempt
    const group = (this.running = this.pending)
    this.pending = newGroup()
    try {
      await this.write(group)
    } catch (error) {
      if (attempt === this.attempt) this.fail(error)
      return
    }
    if (attempt !== this.attempt) return
    this.running = undefined
    this.call(group.waiting)
    this.proceed()
  }

  private async write(group: Group): Promise<void> {
    const { files, name, segment } = this
    const now = this.clock.now()
    if (segment && segment.length <= Math.max(sessionDefaults.journalSegmentLength, segment.checkpointLength)) {
      const text = groupText(now, group)
      segment.length += text.length
      this.lengths.set(segment.index, segment.checkpointLength + segment.length)
      return files.append(segmentPath(name, segment.index), text)
    }
    const index = Math.max(0, ...this.lengths.keys()) + 1
    const text = checkpointText(now, this.facts, group, this.lengths)
    // known from here on, so that a failed one is not written to again
    this.lengths.set(index, text.length)
    const next = { index, checkpointLength: text.length, length: 0 }
    this.segment = next
    await files.append(segmentPath(name, index), text)
    if (this.segment === next) this.trimming = this.trimming.then(() => this.trim(next))
  }

  /** Everything older than a whole segment is history. */
  private async trim({ index: newest, checkpointLength }: Segment): Promise<void> {
    const { journalMaxLength, journalMaxSegments } = sessionDefaults
    let total = -checkpointLength
    this.lengths.forEach((length) => (total += length))
    for (const [index, length] of [...this.lengths]) {
      if (index >= newest || (total <= journalMaxLength && this.lengths.size <= journalMaxSegments)) return
      try {
        await this.files.remove(segmentPath(this.name, index))
      } catch {
        // the next segment tries again
        return
      }
      this.lengths.delete(index)
      total -= length
    }
  }

  private fail(cause: unknown): void {
    this.attempt += 1
    this.phase = 'failed'
    this.segment = undefined
    if (this.running) {
      appendGroup(this.running, this.pending)
      this.pending = this.running
      this.running = undefined
    }
    const error = cause instanceof AppError ? cause : new AppError('storageFailed', { cause })
    if (this.isClosed) this.proceed()
    // a failure noticed while something is recorded is told after that turn
    else void Promise.resolve().then(() => !this.isClosed && this.failed(error))
  }

  /** What follows when a read, a commit or a failure is over. */
  private proceed(): void {
    if (this.phase === 'loading' || this.running) return
    if (this.phase === 'ready' && !isEmpty(this.pending)) this.schedule()
    else if (this.isClosed) void this.trimming.then(() => this.held.release())
    else if (this.phase === 'ready') this.call(this.pending.waiting.splice(0))
  }

  private call(waiting: (() => void)[]): void {
    this.calling = waiting
    // it may grow
    for (let i = 0; i < waiting.length && !this.isClosed; i += 1) {
      try {
        waiting[i]?.()
      } catch (error) {
        // one that throws must not hold back the others
        void Promise.resolve().then(() => {
          throw error
        })
      }
    }
    this.calling = undefined
  }
}
