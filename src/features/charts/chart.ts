import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TimeRange } from '@/core/chart/range'
import { isSameSeries, type SeriesRef } from '@/core/chart/series'
import type { TimelineEntry } from '@/core/message/message'
import type { Session } from '@/services'
import { entriesOf } from '../messages/feed'
import { services } from '../services'
import { sessionOf, useSessions } from '../sessions/sessions'
import { ChartData, type ChartLine } from './chartData'
import { chosenLines, freeColor, maxLines, rememberLines, type ChosenLine } from './chartSets'
import { fieldsOf, type TopicFields } from './fields'
import { Siblings, type Sibling } from './siblings'

const flushMs = 250
/** A chart that follows the clock moves on without anything new, too. */
const tickMs = 1_000

/** What a chart shows. A new object whenever it changed; the points within are the same and have grown. */
export interface ChartState {
  isLoaded: boolean
  /** the first is the one that is written out */
  lines: readonly ChartLine[]
  gaps: TimeRange[]
  siblings: Sibling[]
  /** epoch ms: of this drawing, or of the pause */
  now: number
  isPaused: boolean
  /** of the history that is being read, 0 to 1 */
  reading?: number
  hasFailed: boolean
  /** records that could not be read */
  damaged: number
}

/** A chart of a connection. */
export interface Chart {
  readonly store: StoreApi<ChartState>
  addLine(ref: SeriesRef): void
  removeLine(ref: SeriesRef): void
  /** Makes a line the one that is written out. */
  lead(ref: SeriesRef): void
  /** What has come lately and can be charted. */
  candidates(): TopicFields[]
  /** Reads what is stored back to a time, epoch ms. */
  readBackTo(from: number): void
  setPaused(isPaused: boolean): void
  /** Nothing is drawn while not shown. */
  setShown(isShown: boolean): void
  /** Begins. @returns ends it */
  open(): () => void
}

/** @param first the line that was asked for; without one, what was last chosen for the connection */
export function createChart(profileId: string, first: SeriesRef | undefined): Chart {
  return new SessionChart(profileId, first)
}

/** How soon what waits to be drawn is drawn. */
type Wait = 'now' | 'flush' | 'tick'
const waitsMs: Record<Wait, number> = { now: 0, flush: flushMs, tick: tickMs }

class SessionChart implements Chart {
  readonly store: StoreApi<ChartState>
  private readonly data: ChartData
  private stops: (() => void)[] = []
  private chosen: ChosenLine[] = []
  private siblings: Siblings | undefined
  private session: Session | undefined
  private unlisten: (() => void) | undefined
  private isShown = true
  private isClosed = false
  private timer: { cancel: () => void; wait: Wait } | undefined
  /** epoch ms: how far back somebody has wanted to look */
  private wantedFrom = Infinity
  private isReading = false
  private progress = 0

  constructor(
    private readonly profileId: string,
    private readonly first: SeriesRef | undefined,
  ) {
    this.data = new ChartData((options) => services.history.reader(profileId, options))
    this.store = createStore<ChartState>(() => ({
      ...{ isLoaded: false, lines: [], gaps: [], siblings: [], now: services.clock.now() },
      ...{ isPaused: false, hasFailed: false, damaged: 0 },
    }))
  }

  open(): () => void {
    this.isClosed = false
    this.stops = [useSessions.subscribe(() => this.follow()), services.visibility.onChange(() => this.wake())]
    void chosenLines(this.profileId, this.first).then((lines) => {
      if (this.isClosed) return
      this.chosen = lines
      // nothing may come between what is in memory and what arrives
      this.apply()
      this.follow()
      this.store.setState({ isLoaded: true, ...this.drawn() })
      this.schedule('tick')
    })
    return () => this.close()
  }

  addLine(ref: SeriesRef): void {
    if (this.chosen.length >= maxLines || this.chosen.some((line) => isSameSeries(line, ref))) return
    this.choose([...this.chosen, { ...ref, color: freeColor(this.chosen) }])
  }

  removeLine(ref: SeriesRef): void {
    this.choose(this.chosen.filter((line) => !isSameSeries(line, ref)))
  }

  lead(ref: SeriesRef): void {
    const line = this.chosen.find((chosen) => isSameSeries(chosen, ref))
    if (line) this.choose([line, ...this.chosen.filter((other) => other !== line)])
  }

  candidates(): TopicFields[] {
    return fieldsOf(entriesOf(this.profileId))
  }

  readBackTo(from: number): void {
    this.wantedFrom = Math.min(this.wantedFrom, from)
    void this.read()
  }

  setPaused(isPaused: boolean): void {
    this.store.setState({ isPaused })
    if (!isPaused) this.schedule('now')
  }

  setShown(isShown: boolean): void {
    this.isShown = isShown
    this.wake()
  }

  private close(): void {
    this.isClosed = true
    this.timer?.cancel()
    this.unlisten?.()
    for (const stop of this.stops) stop()
  }

  private follow(): void {
    const session = sessionOf(this.profileId)
    if (session === this.session) return
    this.unlisten?.()
    this.session = session
    this.unlisten = session?.onEntry((entry) => this.take(entry))
  }

  private take(entry: TimelineEntry): void {
    const isOurs = this.data.add(entry)
    const isSibling = this.siblings?.add(entry) ?? false
    if ((isOurs || isSibling) && !this.store.getState().isPaused) this.schedule('flush')
  }

  private choose(lines: ChosenLine[]): void {
    this.chosen = lines
    this.apply()
    this.schedule('now')
    // for this visit it holds all the same
    void rememberLines(this.profileId, lines).catch(() => undefined)
    void this.read()
  }

  private apply(): void {
    const entries = entriesOf(this.profileId)
    const [lead] = this.chosen
    this.data.setLines(
      this.chosen.map(({ color, topic, path }) => ({ ref: { topic, path }, color })),
      entries,
    )
    this.siblings = lead && new Siblings(lead.topic, entries)
  }

  private async read(): Promise<void> {
    if (this.isReading) return
    this.isReading = true
    const onPart = (progress: number) => {
      this.progress = progress
      this.schedule('flush')
    }
    try {
      while (!this.isClosed && this.data.hasOlder(this.wantedFrom)) {
        this.progress = 0
        await this.data.readBackTo(this.wantedFrom, onPart, () => !this.isClosed)
      }
      this.store.setState({ hasFailed: false })
    } catch {
      this.store.setState({ hasFailed: true })
    }
    this.isReading = false
    this.schedule('flush')
  }

  private get isSeen(): boolean {
    return this.isShown && services.visibility.isVisible() && !this.isClosed
  }

  private wake(): void {
    this.timer?.cancel()
    this.timer = undefined
    this.schedule('now')
  }

  private schedule(wait: Wait): void {
    if (!this.isSeen) return
    if (this.timer) {
      if (waitsMs[wait] >= waitsMs[this.timer.wait]) return
      this.timer.cancel()
    }
    this.timer = { wait, cancel: services.clock.setTimer(() => this.flush(), waitsMs[wait]) }
  }

  private flush(): void {
    this.timer = undefined
    this.store.setState(this.drawn())
    if (!this.store.getState().isPaused) this.schedule('tick')
  }

  private drawn(): Partial<ChartState> {
    const { isPaused, now: before } = this.store.getState()
    const now = isPaused ? before : services.clock.now()
    return {
      lines: [...this.data.lines],
      gaps: this.data.gaps(now),
      siblings: this.siblings?.list() ?? [],
      now,
      reading: this.isReading ? this.progress : undefined,
      damaged: this.data.damaged,
    }
  }
}
