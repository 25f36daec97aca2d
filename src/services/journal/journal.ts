import { AppError } from '@/core/errors'
import type { TimelineEntry } from '@/core/message/message'
import { sessionDefaults } from '@/core/profile/defaults'
import type { FilesPort } from '../files/types'
import type { Clock } from '../session/config'
import { CommitTimer } from './commitTimer'
import { addedOf, appendGroup, dropSpare, forgetChanges, isEmpty, newGroup, type Group } from './group'
import { hold, type Hold } from './holders'
import { loadJournal, type LoadedJournal } from './loadJournal'
import { checkpointText, groupText, indexOf, segmentFile, segmentPath } from './segments'
import type { Journal, OpenJournal, Restored } from './types'

/** Has no timers: a commit may take as long as it likes. */
const untimed: Clock = { now: () => Date.now(), setTimer: () => () => undefined }

/**
 * Journals over files (ADR 0017). One port has one holder of a name at a time: who opens it while another has it waits
 * for that one's `close`. Of ports in several tabs each writes files of its own.
 * @param clock gives the time of a commit, epoch ms, and bounds how long it takes; without it, nothing does
 * @param random in [0, 1): tells those apart who open one name in several tabs
 */
export function openJournal(files: FilesPort, clock: Clock = untimed, random: () => number = () => 0): OpenJournal {
  return (name, failed) => {
    const writer = `000${Math.floor(random() * 36 ** 4).toString(36)}`.slice(-4)
    return new FileJournal(files, name, writer, failed, clock, hold(files, name))
  }
}

interface Segment {
  file: string
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
  private lengths = new Map<string, number>()
  private trimming: Promise<void> = Promise.resolve()
  private readonly timer: CommitTimer

  constructor(
    private readonly files: FilesPort,
    private readonly name: string,
    private readonly writer: string,
    private readonly failed: (error: AppError) => void,
    private readonly clock: Clock,
    private readonly held: Hold,
  ) {
    this.timer = new CommitTimer(clock, () => this.fail(endless()))
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
    const added = addedOf(entry)
    this.record(added.json.length, (group) => group.added.push(added))
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
    if (isTooMuch) this.fail(endless())
    else if (this.phase === 'failed') this.bound()
    else this.schedule()
  }

  /** Nothing can be committed, maybe for hours: what waits takes bounded room. Facts are never given up. */
  private bound(): void {
    // what follows a failure is a checkpoint; before they are read, it is not known what a change changes
    if (this.isRead) forgetChanges(this.pending)
    dropSpare(this.pending, sessionDefaults.journalMaxFailedLength)
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
    this.timer.begin()
    try {
      await this.write(group)
    } catch (error) {
      if (attempt === this.attempt) this.fail(error)
      return
    }
    if (attempt !== this.attempt) return
    this.timer.end()
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
      this.lengths.set(segment.file, segment.checkpointLength + segment.length)
      return files.append(segmentPath(name, segment.file), text)
    }
    const file = segmentFile(Math.max(0, ...[...this.lengths.keys()].map(indexOf)) + 1, this.writer)
    const text = checkpointText(now, this.facts, group, this.lengths)
    // known from here on, so that a failed one is not written to again
    this.lengths.set(file, text.length)
    const next = { file, checkpointLength: text.length, length: 0 }
    this.segment = next
    await files.append(segmentPath(name, file), text)
    if (this.segment === next) this.trimming = this.trimming.then(() => this.trim(next))
  }

  /** Everything older than a whole segment is history. */
  private async trim({ file: newest, checkpointLength }: Segment): Promise<void> {
    const { journalMaxLength, journalMaxSegments } = sessionDefaults
    let total = -checkpointLength
    this.lengths.forEach((length) => (total += length))
    for (const [file, length] of [...this.lengths]) {
      if (indexOf(file) >= indexOf(newest) || (total <= journalMaxLength && this.lengths.size <= journalMaxSegments))
        return
      try {
        await this.files.remove(segmentPath(this.name, file))
      } catch {
        // the next segment tries again
        return
      }
      this.lengths.delete(file)
      total -= length
    }
  }

  private fail(cause: unknown): void {
    this.timer.end()
    this.attempt += 1
    this.phase = 'failed'
    this.segment = undefined
    if (this.running) {
      appendGroup(this.running, this.pending)
      this.pending = this.running
      this.running = undefined
    }
    this.bound()
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

const endless = () => new AppError('storageFailed', { detail: 'a commit does not end' })
