import { createFilterIndex } from '@/core/message/filter'
import type { ReceivedMessage, TimelineEntry } from '@/core/message/message'
import { Ring } from '@/core/message/ring'
import { sessionDefaults } from '@/core/profile/defaults'

/** What a screen shows of a connection's messages. */
export interface Feed {
  /** the newest entries, oldest first; a new array whenever they changed */
  entries: TimelineEntry[]
  /** received since the app started or the list was cleared */
  total: number
  /** received by filter, likewise */
  counts: Record<string, number>
  /** mean of the last five seconds */
  ratePerSecond: number
  unread: number
  /** the newest received */
  last?: ReceivedMessage
}

export const emptyFeed: Feed = { entries: [], total: 0, counts: {}, ratePerSecond: 0, unread: 0 }

const RATE_WINDOW_S = 5

/** A filter may be called `constructor`: without a prototype that is a name like any other. */
const noCounts = () => Object.create(null) as Record<string, number>

const newRing = () =>
  new Ring<TimelineEntry>(sessionDefaults.ringCapacity, sessionDefaults.ringMaxBytes, (entry) =>
    entry.direction === 'gap' ? 0 : entry.payload.length,
  )

/** Takes entries as fast as they come, and gives a {@link Feed} when a screen asks. Bounded. */
export class FeedBuffer {
  unread = 0
  private ring = newRing()
  private entries: TimelineEntry[] | undefined
  private total = 0
  private counts = noCounts()
  /** what {@link clear} has taken away and may have to put back */
  private cleared: Ring<TimelineEntry> | undefined
  private last: ReceivedMessage | undefined
  private filtersOf: (topic: string) => string[] = () => []
  private filters: readonly string[] = []
  /** received in each of the last seconds, by epoch second modulo the window's length */
  private readonly seconds = Array.from({ length: RATE_WINDOW_S + 1 }, () => ({ second: 0, count: 0 }))

  setFilters(filters: readonly string[]): void {
    if (filters.join('\n') === this.filters.join('\n')) return
    this.filters = [...filters]
    this.filtersOf = createFilterIndex(filters)
  }

  add(entry: TimelineEntry): void {
    this.entries = undefined
    if (entry.direction !== 'received') {
      // a new status of a message, or a new fact of a gap, takes the place of the old
      const isSame = (other: TimelineEntry) => other.id === entry.id
      const isReplaced = this.ring.replace(entry, isSame) || this.cleared?.replace(entry, isSame)
      // what was cleared or pushed out does not come back for a change of status
      if (!isReplaced && (entry.direction === 'gap' || entry.status.name === 'queued')) this.ring.push(entry)
      return
    }
    this.ring.push(entry)
    this.total += 1
    this.unread += 1
    this.last = entry
    for (const filter of this.filtersOf(entry.topic)) this.counts[filter] = (this.counts[filter] ?? 0) + 1
    const second = Math.floor(entry.at / 1000)
    const slot = this.seconds[second % this.seconds.length]
    if (slot) Object.assign(slot, { second, count: slot.second === second ? slot.count + 1 : 1 })
  }

  /** @param now epoch ms */
  read(now: number): Feed {
    this.entries ??= this.ring.toArray()
    const { entries, total, unread, last } = this
    return {
      entries,
      total,
      counts: Object.assign(noCounts(), this.counts),
      ratePerSecond: this.rate(now),
      unread,
      last,
    }
  }

  /** Empties it. @returns puts back what was there, before what came meanwhile; once, and only until it is emptied again */
  clear(): () => void {
    const { ring, total, counts } = this
    this.entries = undefined
    this.cleared = ring
    this.ring = newRing()
    this.total = 0
    this.counts = noCounts()
    this.unread = 0
    return () => {
      if (this.cleared !== ring) return
      this.cleared = undefined
      for (const entry of this.ring.toArray()) ring.push(entry)
      this.ring = ring
      this.entries = undefined
      this.total += total
      for (const [filter, count] of Object.entries(counts)) this.counts[filter] = (this.counts[filter] ?? 0) + count
    }
  }

  private rate(now: number): number {
    const second = Math.floor(now / 1000)
    const recent = this.seconds.filter((slot) => slot.second >= second - RATE_WINDOW_S && slot.second < second)
    return recent.reduce((sum, slot) => sum + slot.count, 0) / RATE_WINDOW_S
  }
}
