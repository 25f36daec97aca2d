/** How a branch is laid out once it has been opened. */
export interface Outline {
  isExpanded: boolean
  /** children in the order shown; what came since stands only in `children`, behind as many as there are here */
  order: TopicNode[]
  /** of `order`, those that are expanded, in order */
  expanded: TopicNode[]
  /** rows of numeric fields, before the children */
  fieldRows: number
  /** rows that stand below it when it is expanded */
  below: number
  /** `seq` at the last sorting */
  sortedSeq: number
}

/** A level of a topic: a branch, a topic, or both. */
export class TopicNode {
  /** in the order they came */
  children: TopicNode[] | undefined
  /** place in the `order` of its parent */
  index = -1
  outline: Outline | undefined
  /** messages of exactly this topic */
  own = 0
  /** messages of this topic and of all below */
  total = 0
  /** topics with messages, here and below */
  topics = 0
  /** topics with unread messages, here and below */
  unread = 0
  isUnread = false
  /** number of the newest message here or below, of all that came; grows */
  seq = 0
  /** epoch ms of the newest message here or below */
  at = 0
  /** number and ID of the newest message of exactly this topic */
  lastSeq = 0
  lastId = 0
  /** payload of the newest message: the first {@link TreeLimits.maxHeadBytes}; absent when there was no room for it */
  head: Uint8Array | undefined
  /** bytes of its payload in all */
  size = 0
  /** A message with RETAIN 1 came, and no empty one since: the broker most likely holds one. */
  isRetained = false

  constructor(
    /** small and unique within the tree */
    readonly id: number,
    readonly parent: TopicNode | undefined,
    /** levels joined by `/` */
    readonly path: string,
    /** 0: the first level */
    readonly depth: number,
  ) {}

  get name(): string {
    return this.parent && this.depth > 0 ? this.path.slice(this.parent.path.length + 1) : this.path
  }
}
