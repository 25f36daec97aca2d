import type { ReceivedMessage } from '../message/message'
import { RateTable } from './rateTable'
import { TopicNode } from './topicNode'

export interface TreeLimits {
  topics: number
  /** levels of all topics together */
  nodes: number
  /** characters of all topics together */
  characters: number
  /** levels of one topic; the rest of a deeper one is its last level */
  depth: number
  /** bytes held of a payload */
  headBytes: number
  /** bytes held of all payloads together */
  bytes: number
}

/** 100,000 topics of 35 characters with payloads of 45 bytes take about 100 MB in V8: `npm run bench -- topics`. */
export const treeLimits: TreeLimits = {
  topics: 100_000,
  nodes: 250_000,
  characters: 16_777_216,
  depth: 64,
  headBytes: 4_096,
  bytes: 16_777_216,
}

/** A head of a buffer larger than this many times itself is copied: it would keep all of the buffer. */
const wastefulFactor = 4

/**
 * The topics of what arrived, as a tree with sums. Adding costs a look-up and a few numbers a level; nothing is decoded.
 * Bounded: a topic beyond is counted in {@link omitted} and is not in the tree.
 */
export class TopicTree {
  readonly root = new TopicNode(0, undefined, '', -1)
  /** every topic with messages, in the order they came; only grows */
  readonly topics: TopicNode[] = []
  /** messages of topics that the tree has no room for */
  omitted = 0
  private readonly byPath = new Map<string, TopicNode>()
  private readonly rates = new RateTable()
  private characters = 0
  private heldBytes = 0
  /** where payloads are let go next */
  private hand = 0
  private seq = 0

  constructor(readonly limits: TreeLimits = treeLimits) {}

  /**
   * @param isLive it came just now: it is unread and part of the rate. Else it is one of an earlier run, and may come after newer ones.
   * @returns the topic, or undefined when there is no room for it
   */
  add(message: ReceivedMessage, isLive = true): TopicNode | undefined {
    const known = this.byPath.get(message.topic)
    const topic = known && known.own > 0 ? known : this.create(message.topic)
    if (!topic) {
      this.omitted += 1
      return undefined
    }
    this.seq += 1
    topic.own += 1
    const isNewTopic = topic.own === 1
    const becomesUnread = isLive && !topic.isUnread
    if (isNewTopic) this.topics.push(topic)
    if (becomesUnread) topic.isUnread = true
    const { at } = message
    const second = Math.floor(at / 1_000)
    for (let node: TopicNode | undefined = topic; node; node = node.parent) {
      node.total += 1
      if (isNewTopic) node.topics += 1
      if (becomesUnread) node.unread += 1
      node.seq = this.seq
      if (at > node.at) node.at = at
      if (isLive) this.rates.add(node.id, second)
    }
    if (message.id >= topic.lastId) this.hold(topic, message)
    return topic
  }

  /** A level or a topic by its path. */
  find(path: string): TopicNode | undefined {
    return this.byPath.get(path)
  }

  /** Messages a second, of the topic and all below: the mean of the last five. @param now epoch ms */
  ratePerSecond(node: TopicNode, now: number): number {
    return this.rates.perSecond(node.id, Math.floor(now / 1_000))
  }

  markRead(topic: TopicNode): void {
    if (!topic.isUnread) return
    topic.isUnread = false
    for (let node: TopicNode | undefined = topic; node; node = node.parent) node.unread -= 1
  }

  /** Topics here and below of which the broker most likely holds a retained message. */
  retainedIn(node: TopicNode, limit: number): TopicNode[] {
    const found: TopicNode[] = []
    const open = [node]
    for (let next = open.pop(); next && found.length < limit; next = open.pop()) {
      if (next.isRetained) found.push(next)
      const { children = [] } = next
      for (let i = children.length - 1; i >= 0; i -= 1) {
        const child = children[i]
        if (child) open.push(child)
      }
    }
    return found
  }

  /** What is retained was found out, e.g. by clearing it. */
  setRetained(topic: TopicNode, isRetained: boolean): void {
    topic.isRetained = isRetained
  }

  private create(topic: string): TopicNode | undefined {
    const { limits, byPath } = this
    const known = byPath.get(topic)
    if (this.topics.length >= limits.topics || this.characters + topic.length > limits.characters) return undefined
    if (known) return this.counted(known)
    const ends = levelEnds(topic, limits.depth)
    let depth = ends.length - 1
    let parent: TopicNode | undefined
    while (depth > 0 && !parent) {
      parent = byPath.get(topic.slice(0, ends[depth - 1]))
      if (!parent) depth -= 1
    }
    if (byPath.size + ends.length - depth > limits.nodes) return undefined
    let node = parent ?? this.root
    for (; depth < ends.length; depth += 1) {
      const child: TopicNode = new TopicNode(byPath.size + 1, node, topic.slice(0, ends[depth]), depth)
      byPath.set(child.path, child)
      if (node.children) node.children.push(child)
      else node.children = [child]
      node = child
    }
    return this.counted(node)
  }

  private counted(node: TopicNode): TopicNode {
    this.characters += node.path.length
    return node
  }

  private hold(topic: TopicNode, message: ReceivedMessage): void {
    const { payload, retain, omittedBytes } = message
    topic.lastSeq = this.seq
    topic.lastId = message.id
    topic.size = omittedBytes ?? payload.length
    if (topic.size === 0) topic.isRetained = false
    else if (retain) topic.isRetained = true
    this.heldBytes -= topic.head?.length ?? 0
    topic.head = omittedBytes === undefined ? headOf(payload, this.limits.headBytes) : undefined
    this.heldBytes += topic.head?.length ?? 0
    for (let round = this.topics.length; this.heldBytes > this.limits.bytes && round > 0; round -= 1) this.letGo(topic)
  }

  /** Goes round all topics: what is busy is held again soon. */
  private letGo(except: TopicNode): void {
    this.hand = (this.hand + 1) % this.topics.length
    const topic = this.topics[this.hand]
    if (!topic?.head || topic === except) return
    this.heldBytes -= topic.head.length
    topic.head = undefined
  }
}

function headOf(payload: Uint8Array, limit: number): Uint8Array {
  const isWasteful = payload.buffer.byteLength > payload.length * wastefulFactor + limit
  return payload.length > limit || isWasteful ? payload.slice(0, limit) : payload
}

/** Where each level ends; the last takes what is deeper. */
function levelEnds(topic: string, maxDepth: number): number[] {
  const ends: number[] = []
  for (
    let slash = topic.indexOf('/');
    slash >= 0 && ends.length < maxDepth - 1;
    slash = topic.indexOf('/', slash + 1)
  ) {
    ends.push(slash)
  }
  ends.push(topic.length)
  return ends
}
