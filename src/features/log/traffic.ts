import type { TimelineEntry } from '@/core/message/message'

/** Round trips that a figure is made of */
const maxSamples = 200

/** What went over a connection in this run of the app, counted. */
export class Traffic {
  received = 0
  sent = 0
  /** of the newest acknowledgements */
  readonly roundTripsMs: number[] = []
  private newestReceived = 0
  /** of messages that were told, the last word; those that have had it are told no more */
  private readonly told = new Map<number, string>()

  /** @returns whether this is the first time that the entry says so */
  count(entry: TimelineEntry): boolean {
    if (entry.direction === 'gap') return true
    if (entry.direction === 'received') {
      if (entry.id > this.newestReceived) this.received += 1
      this.newestReceived = Math.max(this.newestReceived, entry.id)
      return false
    }
    const { id, status } = entry
    const before = this.told.get(id)
    if (before === status.name) return false
    if (before === undefined) this.sent += 1
    this.told.set(id, status.name)
    if (this.told.size > maxSamples) this.told.delete(this.told.keys().next().value ?? id)
    if (status.name === 'acknowledged' && status.roundTripMs !== undefined) {
      this.roundTripsMs.push(status.roundTripMs)
      if (this.roundTripsMs.length > maxSamples) this.roundTripsMs.shift()
    }
    return true
  }
}
