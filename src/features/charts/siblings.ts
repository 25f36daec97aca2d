import { anyNumberFields } from '@/core/chart/anyNumbers'
import type { ReceivedMessage, TimelineEntry } from '@/core/message/message'

/** Another number of the same messages, with how it went lately. */
export interface Sibling {
  path: string
  /** the newest last */
  values: number[]
}

const sparkValues = 30
const maxSiblings = 12

/** The numbers beside the one that is charted, from the newest messages of its topic. */
export class Siblings {
  private values = new Map<string, number[]>()
  private newest: ReceivedMessage | undefined

  constructor(
    private readonly topic: string,
    entries: readonly TimelineEntry[],
  ) {
    const messages: ReceivedMessage[] = []
    for (let i = entries.length - 1; i >= 0 && messages.length < sparkValues; i -= 1) {
      const entry = entries[i]
      if (entry?.direction === 'received' && entry.topic === topic) messages.unshift(entry)
    }
    for (const message of messages) this.read(message)
  }

  add(entry: TimelineEntry): boolean {
    if (entry.direction !== 'received' || entry.topic !== this.topic) return false
    // decoded when looked at: a topic may have thousands a second
    this.newest = entry
    return true
  }

  list(): Sibling[] {
    if (this.newest) this.read(this.newest)
    this.newest = undefined
    return [...this.values].map(([path, values]) => ({ path, values: [...values] }))
  }

  private read(message: ReceivedMessage): void {
    for (const { path, value } of anyNumberFields(message, maxSiblings)) {
      const values = this.values.get(path) ?? []
      if (!this.values.has(path) && this.values.size >= maxSiblings) continue
      values.push(value)
      if (values.length > sparkValues) values.shift()
      this.values.set(path, values)
    }
  }
}
