import type { TimelineEntry } from '@/core/message/message'

/** What is stored of the timelines of all connections, over all runs of the app, within the budget (ADR 0019). */
export interface History {
  /** Reads backwards through what is committed of one connection. */
  reader(profileId: string, options?: ReadOptions): HistoryReader
  /** Entries kept whatever the budget says, oldest first. @throws AppError `storageFailed` */
  kept(profileId: string): Promise<TimelineEntry[]>
  /** @throws AppError `storageFull`, `storageFailed` */
  keep(profileId: string, entry: TimelineEntry): Promise<void>
  unkeep(profileId: string, ids: readonly number[]): Promise<void>
  /** Takes entries out of whatever reads later. @returns puts them back. @throws AppError `storageFailed` */
  remove(profileId: string, ids: readonly number[]): Promise<() => Promise<void>>
  /**
   * Removes what is stored of a connection for good, but for what is kept and what its session needs. Without
   * `Session.forgetHistory` before, what is being written now may stay. @throws AppError `storageFailed`
   */
  erase(profileId: string): Promise<void>
  /** @throws AppError `storageFailed` */
  usage(): Promise<HistoryUsage>
  /** Forgets what is remembered of journals that are not open: it is read again when asked for. */
  forgetSummaries(): void
  /**
   * Which message it is of those of its topics that are stored, from the oldest; one that was removed counts on.
   * @returns undefined when it is not stored, or when too much would have to be read to know
   * @throws AppError `storageFailed`
   */
  ordinal(profileId: string, id: number, isOfThem: (topic: string) => boolean): Promise<number | undefined>
  readonly budget: HistoryBudget
  /**
   * Holds from now on: what is over goes, oldest first, over all connections. Whole segments go (256 KB of text), and never
   * the newest of a connection. Not stored: `features/storage/budget.ts` does that.
   */
  setBudget(budget: HistoryBudget): void
}

export interface ReadOptions {
  /** message ID, exclusive; default: the newest */
  before?: number
  /** epoch ms, inclusive: segments and entries outside are not read */
  from?: number
  to?: number
  /** whether a segment with these topics can hold what is looked for */
  hasTopic?(topic: string): boolean
  /**
   * Whether a record, as the JSON text it is stored as, can be what is looked for. `false` is final: it is not decoded.
   * The text is escaped as JSON, payloads that are not UTF-8 are base64 in it. Damage shows in what is decoded only.
   */
  mayMatch?(record: string): boolean
}

export interface HistoryReader {
  /**
   * The next older part, newest first by ID, also over parts; may hold no entry and yet not be the last: a part is what fits
   * in a turn of 20 ms. Undefined when there is no more.
   * @throws AppError `storageFailed`
   */
  next(): Promise<HistoryPart | undefined>
}

export interface HistoryPart {
  entries: TimelineEntry[]
  /** records looked at, decoded or not */
  scanned: number
  /** of all that this reader will look at, 0 to 1 */
  progress: number
  /** records that could not be read */
  damaged: number
}

export interface HistoryBudget {
  /** of all connections together, bytes; 10 to 150 MB, default 50 MB */
  totalBytes: number
  /** of one connection; absent: what the total leaves */
  connectionBytes?: number
  /** entries of one connection; absent: no limit */
  connectionEntries?: number
  /** absent: no limit */
  maxAgeMs?: number
}

export interface HistoryUsage {
  totalBytes: number
  connections: ConnectionUsage[]
}

export interface ConnectionUsage {
  profileId: string
  /** as UTF-8, about; kept entries not counted */
  bytes: number
  entries: number
  /** epoch ms of the oldest and the newest entry */
  from?: number
  to?: number
}
