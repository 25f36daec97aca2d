import type { AppError } from '@/core/errors'
import type { TimelineEntry } from '@/core/message/message'
import type { Added } from './group'

/**
 * What a session has to know after the app was killed: facts under keys, which change, and the timeline, which only
 * grows. Records of one turn are committed as one, in order: whoever waits by {@link whenCommitted} finds everything
 * recorded before it on the disk, and nothing of it where the app was killed first.
 */
export interface Journal {
  /** What earlier runs left. Never rejects: a failure is told by `failed`, and {@link retry} reads again; nothing is committed before. */
  readonly loaded: Promise<Restored>
  /** @param value JSON */
  set(key: string, value: unknown): void
  delete(key: string): void
  /** An entry that will not change any more. */
  add(entry: TimelineEntry): void
  /**
   * Calls `done` when everything recorded so far is committed: at once where nothing is open, never after a failure
   * until {@link retry} has succeeded. Calls keep their order.
   */
  whenCommitted(done: () => void): void
  /** Commits again what failed. */
  retry(): void
  /**
   * After a failure: gives up the disk for the rest of this run, because a person wants it so. Everything counts as
   * committed from then on; what the disk has stays as it is, for the next run.
   */
  goOnInMemory(): void
  /** false: nothing is kept over the end of the app */
  readonly isStored: boolean
  /** Commits what is open, then lets go: the next who opens the name waits for it. Callbacks are not called any more. */
  close(): void
}

export interface Restored {
  facts: Map<string, unknown>
  /** oldest first, at most the newest {@link sessionDefaults.ringCapacity} */
  entries: TimelineEntry[]
  /** epoch ms of the last commit of an earlier run */
  lastAt?: number
  /**
   * Blocks, members of blocks and entries that were there and could not be read, in the segments that were read. A block
   * torn at the end of a file was never committed, and does not count; nor does a fact whose value is JSON and not what
   * it should be: who reads the fact knows, and counts it.
   */
  damaged: number
}

/** What the keeper of its segments may ask of a journal. */
export interface OpenedJournal {
  /** the JSON of a fact as recorded */
  fact(key: string): string | undefined
  /**
   * Begins a new segment, so that those before it are history only. Resolves when that is committed; where nothing can
   * be read or committed now, at once.
   */
  renew(): Promise<void>
}

/** Keeps what segments there are of all journals, within a budget. None of its promises rejects but `removedOf`. */
export interface SegmentKeeper {
  /** Entries that a person has removed are not restored. @throws AppError `storageFailed` */
  removedOf(name: string): Promise<(id: number) => boolean>
  opened(name: string, found: { segments: readonly string[]; floor: number }, journal: OpenedJournal): void
  /** A block was committed. @param bytes of it as UTF-8, about */
  grew(name: string, file: string, block: { at: number; bytes: number; added: readonly Added[] }): void
  /** The segment was begun whole: those before it are history only. Resolves when what is too much is gone. */
  begun(name: string, file: string): Promise<void>
  /** Removes old segments for want of space. @returns whether there were any */
  makeRoom(): Promise<boolean>
}

/** @param failed called once per failure: `storageFull`, `storageFailed` */
export type OpenJournal = (name: string, failed: (error: AppError) => void) => Journal
