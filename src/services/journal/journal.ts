import { AppError } from '@/core/errors'
import type { TimelineEntry } from '@/core/message/message'
import { sessionDefaults } from '@/core/profile/defaults'
import type { FilesPort } from '../files/types'
import type { Clock } from '../session/config'
import { CommitPace } from './commitPace'
import { CommitTimer, endless, untimed } from './commitTimer'
import { endlessShelf } from './endlessShelf'
import { addedOf, addTo, appendGroup, boundGroup, bytesOf, grow, isEmpty, newGroup, type Group } from './group'
import { hold, type Hold } from './holders'
import { factsWith, loadJournal, type LoadedJournal } from './loadJournal'
import { checkpointText, groupText, indexOf, segmentFile, segmentPath, type OpenSegment } from './segments'
import type { Journal, OpenedJournal, OpenJournal, Restored, SegmentKeeper } from './types'

/**
 * Journals over files (ADR 0017, 0019). One port has one holder of a name at a time: who opens it while another has it waits
 * for that one's `close`. Of ports in several tabs each writes files of its own.
 * @param clock gives the time of a commit, epoch ms, and bounds how long it takes; without it, nothing does
 * @param random in [0, 1): tells those apart who open one name in several tabs
 * @param keeper of their segments; without it, they are never removed
 */
export function openJournal(
  files: FilesPort,
  clock: Clock = untimed,
  random: () => number = () => 0,
  keeper: SegmentKeeper = endlessShelf,
): OpenJournal {
  return (name, failed) => {
    const writer = `000${Math.floor(random() * 36 ** 4).toString(36)}`.slice(-4)
    return new FileJournal(files, name, writer, failed, clock, hold(files, name), keeper)
  }
}

class FileJournal implements Journal, OpenedJournal {
  readonly loaded: Promise<Restored>
  isStored = true
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
  private segment: OpenSegment | undefined
  /** number of the newest segment there is, or may be */
  private newest = 0
  private trimming: Promise<void> = Promise.resolve()
  private renewals: (() => void)[] = []
  private readonly timer: CommitTimer
  private readonly pace: CommitPace

  constructor(
    private readonly files: FilesPort,
    private readonly name: string,
    private readonly writer: string,
    private readonly failed: (error: AppError) => void,
    private readonly clock: Clock,
    private readonly held: Hold,
    private readonly keeper: SegmentKeeper,
  ) {
    this.timer = new CommitTimer(clock, () => this.fail(endless()))
    this.pace = new CommitPace(clock, () => this.schedule())
    this.loaded = new Promise((resolve) => (this.resolveLoaded = resolve))
    void this.load()
  }

  set(key: string, value: unknown): void {
    const json = JSON.stringify(value)
    if (this.isClosed || (this.isRead && this.facts.get(key) === json)) return
    this.change(key, json)
    this.facts.set(key, json)
  }

  delete(key: string): void {
    if (this.isClosed || (this.isRead && !this.facts.has(key))) return
    this.change(key, undefined)
    this.facts.delete(key)
  }

  add(entry: TimelineEntry): void {
    if (this.isClosed || !this.isStored) return
    this.recorded(addTo(this.pending, addedOf(entry)))
  }

  whenCommitted(done: () => void): void {
    if (this.isClosed) return
    if (this.phase !== 'ready' || !isEmpty(this.pending)) this.pending.waiting.push(done)
    else if (this.running) this.running.waiting.push(done)
    else if (this.calling) this.calling.push(done)
    else done()
  }

  fact(key: string): string | undefined {
    return this.facts.get(key)
  }

  renew(): Promise<void> {
    if (this.phase !== 'ready' || this.isClosed) return Promise.resolve()
    this.segment = undefined
    const [fact] = [...this.facts] // known already, but there has to be something to commit
    if (fact) this.change(...fact)
    return new Promise((resolve) => {
      this.renewals.push(resolve)
      this.whenCommitted(() => this.endRenewals())
    })
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

  goOnInMemory(): void {
    if (this.phase !== 'failed' || this.isClosed) return
    this.isStored = false
    this.isRead = true
    this.phase = 'ready'
    this.resolveLoaded({ facts: new Map(), entries: [], damaged: 0 })
    const { waiting } = this.pending
    this.pending = newGroup()
    this.call(waiting)
  }

  close(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.endRenewals()
    if (this.phase === 'failed') this.retry()
    else this.proceed()
  }

  private endRenewals(): void {
    for (const resolve of this.renewals.splice(0)) resolve()
  }

  private change(key: string, json: string | undefined): void {
    if (!this.isStored) return
    this.pending.changes.set(key, json)
    this.recorded(key.length + (json ?? '').length)
  }

  private recorded(length: number): void {
    const hangs = this.phase === 'loading' || this.running !== undefined
    const wasLong = grow(this.pending, length)
    if (hangs && wasLong) this.fail(endless())
    else if (this.phase === 'failed') this.bound()
    else this.schedule()
  }

  /** Nothing can be committed, maybe for hours: what waits takes bounded room. Facts are never given up. */
  private bound(): void {
    // what follows a failure is a checkpoint; before they are read, it is not known what a change changes
    boundGroup(this.pending, sessionDefaults.journalMaxFailedLength, this.isRead)
  }

  private async load(): Promise<void> {
    const attempt = ++this.attempt
    try {
      await this.held.ready
      const loaded = await loadJournal(this.files, this.name, await this.keeper.removedOf(this.name))
      if (attempt === this.attempt) this.begin(loaded)
    } catch (error) {
      if (attempt === this.attempt) this.fail(error)
    }
  }

  private begin({ restored, segments, floor }: LoadedJournal): void {
    this.facts = factsWith(restored.facts, this.pending.changes)
    this.newest = Math.max(this.newest, ...segments.map(indexOf))
    this.keeper.opened(this.name, { segments, floor }, this)
    this.isRead = true
    this.phase = 'ready'
    this.resolveLoaded(restored)
    this.proceed()
  }

  /** The turn that records something ends before the commit begins. */
  private schedule(): void {
    if (this.isScheduled || this.phase !== 'ready' || this.running) return
    if (!this.isClosed && this.pace.holds(this.pending)) return
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
    this.pace.begun()
    this.timer.begin()
    try {
      await this.write(group, attempt)
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

  /** Old segments give way to what is new, before anyone is told that there is no room. */
  private async write(group: Group, attempt: number): Promise<void> {
    try {
      await this.append(group)
    } catch (error) {
      const isFull = error instanceof AppError && error.code === 'storageFull' && attempt === this.attempt
      if (!isFull || !(await this.keeper.makeRoom()) || attempt !== this.attempt) throw error
      // what comes next has all facts, those recorded meanwhile too
      appendGroup(group, this.pending)
      this.pending = newGroup()
      this.segment = undefined
      await this.append(group)
    }
  }

  private async append(group: Group): Promise<void> {
    const { files, name, segment } = this
    const at = this.clock.now()
    const { added } = group
    if (segment && segment.length <= Math.max(sessionDefaults.journalSegmentLength, segment.checkpointLength)) {
      const text = groupText(at, group)
      segment.length += text.length
      await files.append(segmentPath(name, segment.file), text)
      this.keeper.grew(name, segment.file, { at, bytes: bytesOf(text, added), added })
      return
    }
    const text = checkpointText(at, this.facts, group)
    // counted from here on, so that one that failed is not written to again
    this.newest += 1
    const file = segmentFile(this.newest, this.writer)
    const next = { file, checkpointLength: text.length, length: 0 }
    this.segment = next
    await files.append(segmentPath(name, file), text)
    this.keeper.grew(name, file, { at, bytes: bytesOf(text, added), added })
    if (this.segment !== next) return
    // told before those who wait for the commit
    const begun = this.keeper.begun(name, file)
    this.trimming = this.trimming.then(() => begun)
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
    this.endRenewals()
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
