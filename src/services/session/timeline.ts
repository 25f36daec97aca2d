import type { TimelineEntry } from '@/core/message/message'
import type { Journal, Restored } from '../journal/types'
import { Listeners } from '../listeners'
import { factKeys } from './facts'

/** A session's entries: their IDs, who is told of them, and how far the person has cleared them away. */
export class Timeline {
  private readonly listeners = new Listeners<[entry: TimelineEntry]>()
  private lastId = 0
  private clearedId = 0
  /** what earlier runs have left, while it is put together */
  private restoring: Map<number, TimelineEntry> | undefined

  constructor(
    private readonly journal: Journal,
    private readonly now: () => number,
  ) {}

  /** Epoch ms × 1,000, so that a later run goes on behind an earlier one without asking the disk first. */
  nextId(): number {
    this.lastId = Math.max(this.lastId + 1, this.now() * 1_000)
    return this.lastId
  }

  onEntry(listener: (entry: TimelineEntry) => void): () => void {
    return this.listeners.add(listener)
  }

  tell(entry: TimelineEntry): void {
    if (this.restoring) this.restoring.set(entry.id, entry)
    else this.listeners.tell(entry)
  }

  /**
   * @param more entries that are kept as facts; one that `change` changes or adds is as it is then
   * @returns all of them, oldest first
   */
  restore(restored: Restored, more: readonly TimelineEntry[], change: () => void): TimelineEntry[] {
    const cleared = restored.facts.get(factKeys.cleared)
    this.clearedId = typeof cleared === 'number' ? cleared : 0
    const entries = new Map([...restored.entries, ...more].map((entry) => [entry.id, entry]))
    for (const id of entries.keys()) this.lastId = Math.max(this.lastId, id)
    this.restoring = entries
    change()
    this.restoring = undefined
    return [...entries.values()].sort((a, b) => a.id - b.id)
  }

  /** The next start restores nothing of what there is now. @returns undoes it */
  forget(): () => void {
    const before = this.clearedId
    this.clearUpTo(this.lastId)
    return () => this.clearUpTo(before)
  }

  end(): void {
    this.listeners.clear()
  }

  private clearUpTo(id: number): void {
    this.clearedId = id
    this.journal.set(factKeys.cleared, id)
  }
}
