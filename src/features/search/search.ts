import { createStore } from 'zustand/vanilla'
import type { Message, TimelineEntry } from '@/core/message/message'
import { hitOf, type Hit } from '@/core/message/search/hit'
import { createMatcher } from '@/core/message/search/matcher'
import { createPrefilter } from '@/core/message/search/prefilter'
import { emptyQuery, type Query } from '@/core/message/search/query'
import type { History, HistoryReader } from '@/services/history/types'
import type { Clock } from '@/services/session/config'
import { momentsFrom } from './moments'

export interface SearchState {
  phase: SearchPhase
  query: Query
  /** newest first */
  hits: readonly Hit[]
  /** of messages that came while the results were looked at, newest first; {@link Search.showArrived} */
  arrived: readonly Hit[]
  /** records looked at */
  scanned: number
  /** of what there is to look at, 0 to 1 */
  progress: number
  /** records that could not be read */
  damaged: number
}

export type SearchPhase =
  /** nothing is looked for */
  | 'idle'
  | 'searching'
  /** a page is full; older messages have not been looked at */
  | 'paused'
  /** the person has ended it */
  | 'stopped'
  /** all was looked at */
  | 'done'
  /** as many hits as a list holds */
  | 'full'
  | 'failed'

interface SearchSource {
  history: Pick<History, 'reader' | 'kept'>
  clock: Clock
  /** Tells what is added to the timeline from now on. @returns stops it */
  follow(listener: (entry: TimelineEntry) => void): () => void
}

export const pageHits = 50
export const maxHits = 1_000
/** A frame of 60 a second is 16.7: what is begun within this leaves room for drawing. */
const sliceMs = 8
/** messages between looks at the clock */
const stride = 32
const publishMs = 100
/** IDs that are remembered, so that nothing is found twice: what comes later than so many is not read any more */
const maxSeen = 8 * maxHits

/** One run through what is stored, from the newest on. */
interface Run {
  reader: HistoryReader
  matches: (message: Message) => boolean
  seen: Set<number>
  hits: Hit[]
  arrived: Hit[]
  /** found and not yet judged, when a page was full within a part */
  rest: TimelineEntry[]
  wanted: number
  sliceAt: number
  publishedAt: number
  facts: Pick<SearchState, 'scanned' | 'progress' | 'damaged'>
  isAtEnd: boolean
  /** one loop reads, whoever ends it and goes on while it waits for the disk */
  isBusy: boolean
}

const idle: SearchState = {
  ...{ phase: 'idle', query: emptyQuery, hits: [], arrived: [], scanned: 0, progress: 0, damaged: 0 },
}

/**
 * Looks through the stored messages of a connection: first hits at once, then page by page as they are asked for, and
 * what comes meanwhile. Never holds the thread for longer than a slice.
 */
export class Search {
  readonly store = createStore<SearchState>(() => idle)
  private run: Run | undefined
  private publishTimer: (() => void) | undefined

  constructor(
    private readonly profileId: string,
    private readonly source: SearchSource,
  ) {}

  /** Follows what comes. @returns ends that, and looking */
  open(): () => void {
    const unfollow = this.source.follow((entry) => this.arrive(entry))
    return () => {
      unfollow()
      this.leave()
    }
  }

  /** Takes the place of what was looked for before. A query without conditions looks for nothing. */
  start(query: Query): void {
    this.leave()
    if (query.conditions.length === 0) {
      this.store.setState(idle)
      return
    }
    const { history, clock } = this.source
    const now = clock.now()
    const resolve = momentsFrom(now)
    const run: Run = {
      reader: history.reader(this.profileId, createPrefilter(query, resolve)),
      matches: createMatcher(query, resolve),
      ...{ seen: new Set<number>(), hits: [], arrived: [], rest: [], isAtEnd: false, isBusy: false },
      ...{ wanted: pageHits, sliceAt: now, publishedAt: now, facts: { scanned: 0, progress: 0, damaged: 0 } },
    }
    this.run = run
    this.store.setState({ ...idle, query, phase: 'searching' })
    void this.read(run)
  }

  /** The next page, of older messages; after a failure, from where it was. */
  more(): void {
    const run = this.run
    const { phase } = this.store.getState()
    if (!run || (phase !== 'paused' && phase !== 'stopped' && phase !== 'failed')) return
    run.wanted = Math.min(maxHits, run.hits.length + pageHits)
    run.sliceAt = this.source.clock.now()
    this.store.setState({ phase: 'searching' })
    void this.read(run)
  }

  /** Ends looking; what was found stays, and {@link more} goes on from there. */
  stop(): void {
    if (this.run && this.store.getState().phase === 'searching') this.publish(this.run, 'stopped')
  }

  /** Puts what has come meanwhile above the rest. */
  showArrived(): void {
    const { run } = this
    if (!run || run.arrived.length === 0) return
    run.hits = [...run.arrived, ...run.hits].slice(0, maxHits)
    run.wanted = Math.min(maxHits, run.wanted + run.arrived.length)
    run.arrived = []
    this.publish(run, this.store.getState().phase)
  }

  private leave(): void {
    this.run = undefined
    this.publishTimer?.()
    this.publishTimer = undefined
  }

  private isReading(run: Run): boolean {
    return this.run === run && this.store.getState().phase === 'searching'
  }

  private async read(run: Run): Promise<void> {
    if (run.isBusy) return
    run.isBusy = true
    try {
      while (this.isReading(run)) {
        if (run.hits.length >= run.wanted) this.publish(run, run.hits.length >= maxHits ? 'full' : 'paused')
        else if (run.rest.length > 0) await this.judge(run)
        else if (run.isAtEnd) this.publish(run, 'done')
        else await this.next(run)
      }
    } catch {
      if (this.isReading(run)) this.publish(run, 'failed')
    } finally {
      run.isBusy = false
    }
  }

  private async next(run: Run): Promise<void> {
    const part = await run.reader.next()
    if (part) {
      run.rest = part.entries
      const { facts } = run
      run.facts = {
        scanned: facts.scanned + part.scanned,
        progress: part.progress,
        damaged: facts.damaged + part.damaged,
      }
      if (this.source.clock.now() - run.sliceAt >= sliceMs) await this.pause(run)
      return
    }
    run.isAtEnd = true
    run.facts.progress = 1
    // what is kept is older than all that is stored, or has been met there
    const kept = await this.source.history.kept(this.profileId)
    run.rest = [...kept].sort((a, b) => b.id - a.id)
  }

  private async judge(run: Run): Promise<void> {
    const { clock } = this.source
    const end = Math.min(run.rest.length, stride)
    let judged = 0
    for (; judged < end && run.hits.length < run.wanted; judged += 1) {
      const entry = run.rest[judged]
      if (entry && this.take(run, entry)) this.showFirst(run)
    }
    run.rest = run.rest.slice(judged)
    if (clock.now() - run.sliceAt >= sliceMs) await this.pause(run)
  }

  private take(run: Run, entry: TimelineEntry): boolean {
    if (entry.direction === 'gap' || run.seen.has(entry.id) || !run.matches(entry)) return false
    run.seen.add(entry.id)
    run.hits.push(hitOf(entry, this.store.getState().query))
    return true
  }

  /** What is seen first should not wait; the rest comes in turns. */
  private showFirst(run: Run): void {
    if (this.store.getState().hits.length === 0) this.publish(run, 'searching')
  }

  /** Lets the screen draw and the person act. */
  private async pause(run: Run): Promise<void> {
    const { clock } = this.source
    if (clock.now() - run.publishedAt >= publishMs) this.publish(run, 'searching')
    await new Promise<void>((resolve) => clock.setTimer(resolve, 0))
    run.sliceAt = clock.now()
  }

  private publish(run: Run, phase: SearchPhase): void {
    run.publishedAt = this.source.clock.now()
    this.store.setState({ phase, hits: [...run.hits], arrived: run.arrived, ...run.facts })
  }

  private arrive(entry: TimelineEntry): void {
    const { run } = this
    if (!run || entry.direction === 'gap' || run.seen.has(entry.id) || !run.matches(entry)) return
    if (run.seen.size < maxSeen) run.seen.add(entry.id)
    run.arrived = [hitOf(entry, this.store.getState().query), ...run.arrived].slice(0, maxHits)
    this.publishTimer ??= this.source.clock.setTimer(() => {
      this.publishTimer = undefined
      if (this.run) this.store.setState({ arrived: this.run.arrived })
    }, publishMs)
  }
}
