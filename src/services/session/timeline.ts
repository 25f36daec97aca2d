import type { TimelineEntry } from '@/core/message/message'
import type { Publish } from '@/core/session/packets'
import type { Journal, Restored } from '../journal/types'
import { Listeners } from '../listeners'
import { factKeys } from './facts'

interface Forgotten {
  upTo: number
  /** up to where it had been cleared by an earlier run, once that is read */
  before?: number
}

/** MQTT 5 §3.14.2.1 */
const PACKET_TOO_LARGE = 0x95

/** A session's entries: their IDs, who is told of them, and how far the person has cleared them away. */
export class Timeline {
  private readonly listeners = new Listeners<[entry: TimelineEntry]>()
  private lastId = 0
  private readonly tooLarge = new Set<string>()
  /** undefined until it is read */
  private clearedId: number | undefined
  /** cleared away before it was read what there is */
  private forgotten: Forgotten | undefined
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

  /** A message of the session's own that the broker would not take. Told once: it would come with every connection. */
  tellTooLarge({ topic, payload, qos, retain }: Publish): void {
    if (this.tooLarge.has(topic)) return
    this.tooLarge.add(topic)
    const message = { direction: 'sent', id: this.nextId(), at: this.now(), topic, payload, qos, retain } as const
    // a list takes no message whose first news is how it ended: that may be one it was cleared of
    this.tell({ ...message, status: { name: 'queued' } })
    this.tell({ ...message, status: { name: 'refused', mqttCode: PACKET_TOO_LARGE } })
  }

  /**
   * @param more entries that are kept as facts; one that `change` changes or adds is as it is then
   * @returns all of them, oldest first
   */
  restore(restored: Restored, more: readonly TimelineEntry[], change: () => void): TimelineEntry[] {
    const cleared = restored.facts.get(factKeys.cleared)
    this.clearedId = typeof cleared === 'number' ? cleared : 0
    const entries = new Map([...restored.entries, ...more].map((entry) => [entry.id, entry]))
    // also behind what was cleared: what comes now, by a clock that was set back, is not part of it
    const newest = Math.max(this.clearedId, ...entries.keys())
    this.lastId = Math.max(this.lastId, newest)
    if (this.forgotten) {
      this.forgotten.before = this.clearedId
      this.clearUpTo(Math.max(newest, this.forgotten.upTo))
    }
    this.restoring = entries
    change()
    this.restoring = undefined
    return [...entries.values()].sort((a, b) => a.id - b.id)
  }

  /** The next start restores nothing of what there is now. @returns undoes it */
  forget(): () => void {
    const before = this.clearedId
    if (before !== undefined) {
      this.clearUpTo(this.lastId)
      return () => this.clearUpTo(before)
    }
    const forgotten: Forgotten = { upTo: this.lastId }
    this.forgotten = forgotten
    return () => {
      if (this.forgotten === forgotten) this.forgotten = undefined
      if (forgotten.before !== undefined) this.clearUpTo(forgotten.before)
    }
  }

  end(): void {
    this.listeners.clear()
  }

  private clearUpTo(id: number): void {
    this.clearedId = id
    this.journal.set(factKeys.cleared, id)
  }
}
