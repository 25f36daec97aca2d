import { encodeUtf8 } from '../payload/utf8'
import type { TopicNode } from './topicNode'
import type { TopicTree } from './tree'

/** Topics kept of what is found; more are counted. */
const maxFound = 500

/**
 * Finds topics whose name or newest payload holds a text, a part of the tree at a time. Topics that come meanwhile are
 * looked at by the next {@link step}; a payload that changes after it was looked at is not looked at again.
 */
export class TopicSearch {
  readonly found: TopicNode[] = []
  /** with those not kept */
  count = 0
  private next = 0
  private readonly lower: string
  private readonly bytes: Uint8Array

  constructor(
    private readonly tree: TopicTree,
    text: string,
  ) {
    this.lower = text.toLowerCase()
    this.bytes = encodeUtf8(this.lower)
  }

  get isDone(): boolean {
    return this.next >= this.tree.topics.length
  }

  /** Looks at `topics` more. @returns whether something was found */
  step(topics: number): boolean {
    const before = this.count
    const end = Math.min(this.tree.topics.length, this.next + topics)
    for (; this.next < end; this.next += 1) {
      const topic = this.tree.topics[this.next]
      if (!topic || !this.matches(topic)) continue
      this.count += 1
      if (this.found.length < maxFound) this.found.push(topic)
    }
    return this.count > before
  }

  private matches({ path, head }: TopicNode): boolean {
    return path.toLowerCase().indexOf(this.lower) >= 0 || (head !== undefined && holds(head, this.bytes))
  }
}

/** Whether bytes hold others; letters of ASCII in either case. */
function holds(bytes: Uint8Array, sought: Uint8Array): boolean {
  const last = bytes.length - sought.length
  for (let from = 0; from <= last; from += 1) {
    let at = 0
    while (at < sought.length && lowerOf(bytes[from + at] ?? 0) === sought[at]) at += 1
    if (at === sought.length) return true
  }
  return false
}

const lowerOf = (byte: number) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte)
