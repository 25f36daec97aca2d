import { createFilterIndex } from '@/core/message/filter'
import type { ReceivedMessage, TimelineEntry } from '@/core/message/message'
import { Ring } from '@/core/message/ring'
import { sessionDefaults } from '@/core/profile/defaults'
import type { LeftOut } from './leftOut'
import { Sampler, type Flow } from './sampler'

/** What a screen shows of a connection's messages. */
export interface Feed {
  /** the newest entries, oldest first; a new array whenever they changed */
  entries: TimelineEntry[]
  /** received, of what the list has shown since it was cleared: of earlier runs what was kept, of this one all */
  total: number
  /** received by filter, likewise */
  counts: Record<string, number>
  /** mean of the last five seconds */
  ratePerSecond: number
  unread: number
  /** the newest received */
  last?: ReceivedMessage
  /** set until what earlier runs have left is in `entries` */
  isReading?: boolean
  /** set while more comes than can be read: `entries` may be a sample */
  flow?: Flow
  /** set while the display is paused: received since; `entries` are those of that moment */
  pausedNewer?: number
}

export const emptyFeed: Feed = { entries: [], total: 0, counts: {}, ratePerSecond: 0, unread: 0 }

const RATE_WINDOW_S = 5
/** Reads of what was left out that bring less than all of it, before it stays in the log alone */
const FILLING_TRIES = 5
/** What a list keeps when memory runs short: some screens of it */
const entriesWhenShort = 100

/** A filter may be called `constructor`: without a prototype that is a name like any other. */
const noCounts = () => Object.create(null) as Record<string, number>

const newRing = () =>
  new Ring<TimelineEntry>(sessionDefaults.ringCapacity, sessionDefaults.ringMaxBytes, (entry) =>
    entry.direction === 'gap' ? 0 : entry.payload.length,
  )

function ringOf(entries: readonly TimelineEntry[]): Ring<TimelineEntry> {
  const ring = newRing()
  for (const entry of entries) ring.push(entry)
  return ring
}

function newestReceived(ring: Ring<TimelineEntry>): ReceivedMessage | undefined {
  let newest: ReceivedMessage | undefined
  for (const entry of ring.toArray()) if (entry.direction === 'received') newest = entry
  return newest
}

/** What stands in the list, with its counts. */
interface List {
  ring: Ring<TimelineEntry>
  total: number
  counts: Record<string, number>
  /** it is counted, and stands in the log */
  leftOut?: LeftOut & { tries: number }
}

const newList = (): List => ({ ring: newRing(), total: 0, counts: noCounts() })

const isSettled = (entry: TimelineEntry) =>
  entry.direction === 'sent' && entry.status.name !== 'queued' && entry.status.name !== 'sending'

/** Takes entries as fast as they come, and gives a {@link Feed} when a screen asks. Bounded. */
export class FeedBuffer {
  unread = 0
  readonly sampler = new Sampler()
  private list = newList()
  private entries: TimelineEntry[] | undefined
  /** what {@link clear} has taken away and may have to put back */
  private cleared: List | undefined
  isRestored = false
  /** what is being put back into its list, and up to which ID */
  private filling: { list: List; to: number } | undefined
  /** removed by the person while it is being read what earlier runs, or a sample, have left */
  private readonly removed = new Set<number>()
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
    const { ring } = this.list
    if (entry.direction !== 'received') {
      this.entries = undefined
      // a new status of a message, or a new fact of a gap, takes the place of the old
      const isSame = (other: TimelineEntry) => other.id === entry.id
      const isReplaced = ring.replace(entry, isSame) || this.cleared?.ring.replace(entry, isSame)
      // what was cleared or pushed out does not come back for a change of status
      if (!isReplaced && (entry.direction === 'gap' || entry.status.name === 'queued')) ring.push(entry)
      return
    }
    if (this.sampler.takes()) {
      this.entries = undefined
      ring.push(entry)
    } else {
      this.leaveOut(entry.id)
    }
    this.count(entry, this.list)
    this.unread += 1
    this.last = entry
    const second = Math.floor(entry.at / 1000)
    const slot = this.seconds[second % this.seconds.length]
    if (!slot) return
    slot.count = slot.second === second ? slot.count + 1 : 1
    slot.second = second
  }

  /**
   * Puts entries of earlier runs, or of an earlier session of this one, in their place among what is there: counted, but
   * neither unread nor part of the rate. What is there already stays as it is, but for what became of a message.
   */
  restore(entries: readonly TimelineEntry[]): void {
    // a list that was cleared before it was filled stays empty; undoing that brings these back as well
    const list = (!this.isRestored && this.cleared) || this.list
    this.isRestored = true
    this.entries = undefined
    const others = list === this.cleared ? this.list : this.cleared
    const ids = new Set([...list.ring.toArray(), ...(others?.ring.toArray() ?? [])].map((entry) => entry.id))
    for (const entry of entries) if (ids.has(entry.id) && isSettled(entry)) this.add(entry)
    const restored = entries.filter(({ id }) => !ids.has(id) && !this.removed.has(id))
    this.putIn(restored, list)
    this.removed.clear()
  }

  /** What is to be read so that it can be put back, when it is calm; {@link fill} is called then. */
  beginFilling(): LeftOut | undefined {
    const { list } = this
    const { leftOut } = list
    if (!leftOut || this.sampler.flow || this.filling) return undefined
    this.filling = { list, to: leftOut.to }
    return { from: leftOut.from, to: leftOut.to }
  }

  /** Puts in their places what a sample has left out: it was counted when it came. @param found newest first. @returns whether it is all */
  fill(found: readonly ReceivedMessage[]): boolean {
    const { filling } = this
    const leftOut = filling?.list.leftOut
    if (!filling || !leftOut) return true
    const { list, to } = filling
    this.filling = undefined
    this.entries = undefined
    const ids = new Set(list.ring.toArray().map(({ id }) => id))
    const missing = found.filter(({ id }) => !ids.has(id) && !this.removed.has(id))
    list.ring = ringOf([...missing, ...list.ring.toArray()].sort((a, b) => a.id - b.id))
    if (this.isRestored) this.removed.clear()
    leftOut.tries += 1
    const upTo = leftOut.tries < FILLING_TRIES ? (found[0]?.id ?? leftOut.from - 1) : to
    // more may have been left out meanwhile
    if (upTo >= leftOut.to) list.leftOut = undefined
    else leftOut.from = Math.max(leftOut.from, upTo + 1)
    return upTo >= to
  }

  private leaveOut(id: number): void {
    const { list } = this
    if (list.leftOut) list.leftOut.to = id
    else list.leftOut = { from: id, to: id, tries: 0 }
  }

  /** Takes entries out. @returns puts back those that were there, in their places */
  remove(ids: ReadonlySet<number>): () => void {
    const { list } = this
    const all = list.ring.toArray()
    const taken = all.filter(({ id }) => ids.has(id))
    this.entries = undefined
    list.ring = ringOf(all.filter(({ id }) => !ids.has(id)))
    for (const entry of taken) if (entry.direction === 'received') this.count(entry, list, -1)
    if (this.last && ids.has(this.last.id)) this.last = newestReceived(list.ring)
    if (!this.isRestored || this.filling) ids.forEach((id) => this.removed.add(id))
    return () => {
      this.entries = undefined
      ids.forEach((id) => this.removed.delete(id))
      this.putIn(taken, list)
    }
  }

  /** Keeps the newest entries alone, and those of ours whose fate is open. What is counted stays counted. */
  shrink(): void {
    const { ring } = this.list
    const all = ring.toArray()
    const first = all.length - entriesWhenShort
    if (first <= 0) return
    this.entries = undefined
    this.list.ring = ringOf(all.filter((entry, i) => i >= first || (entry.direction === 'sent' && !isSettled(entry))))
  }

  private putIn(entries: readonly TimelineEntry[], list: List): void {
    list.ring = ringOf([...entries, ...list.ring.toArray()].sort((a, b) => a.id - b.id))
    for (const entry of entries) {
      if (entry.direction !== 'received') continue
      this.count(entry, list)
      if (!this.last || this.last.id < entry.id) this.last = entry
    }
  }

  /** @param now epoch ms */
  read(now: number): Feed {
    this.entries ??= this.list.ring.toArray()
    const ratePerSecond = this.rate(now)
    this.sampler.adapt(ratePerSecond)
    const { flow } = this.sampler
    const { entries, unread, last } = this
    const { total, counts } = this.list
    return { entries, total, counts: Object.assign(noCounts(), counts), ratePerSecond, unread, last, flow }
  }

  /** Empties it. @returns puts back what was there, before what came meanwhile; once, and only until it is emptied again */
  clear(): () => void {
    const cleared = this.list
    this.entries = undefined
    this.cleared = cleared
    this.list = newList()
    this.unread = 0
    return () => {
      if (this.cleared !== cleared) return
      const { ring, total, counts } = this.list
      this.cleared = undefined
      if (this.list.leftOut) {
        const { from, to } = this.list.leftOut
        cleared.leftOut = { from: cleared.leftOut?.from ?? from, to, tries: 0 }
      }
      for (const entry of ring.toArray()) cleared.ring.push(entry)
      cleared.total += total
      for (const filter of Object.keys(counts)) {
        cleared.counts[filter] = (cleared.counts[filter] ?? 0) + (counts[filter] ?? 0)
      }
      this.list = cleared
      this.entries = undefined
    }
  }

  private count({ topic }: ReceivedMessage, list: List, by = 1): void {
    list.total = Math.max(0, list.total + by)
    for (const filter of this.filtersOf(topic)) list.counts[filter] = Math.max(0, (list.counts[filter] ?? 0) + by)
  }

  /** Whether the rate is something, or will be in a second. @param now epoch ms */
  hasRate(now: number): boolean {
    const second = Math.floor(now / 1000)
    return this.seconds.some((slot) => slot.count > 0 && slot.second >= second - RATE_WINDOW_S)
  }

  private rate(now: number): number {
    const second = Math.floor(now / 1000)
    const recent = this.seconds.filter((slot) => slot.second >= second - RATE_WINDOW_S && slot.second < second)
    return recent.reduce((sum, slot) => sum + slot.count, 0) / RATE_WINDOW_S
  }
}
