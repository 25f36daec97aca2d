import type { StoreApi } from 'zustand/vanilla'
import type { FieldValues } from '@/core/topic/fields'
import type { TreeOutline } from '@/core/topic/outline'
import type { TopicNode } from '@/core/topic/topicNode'
import type { TopicTree } from '@/core/topic/tree'
import type { Flusher } from '../flusher'

/** What a screen is told of a connection's topics. The rows are read from the tree, as many as it shows. */
export interface Topics {
  /** grows with every flush */
  version: number
  topics: number
  messages: number
  /** messages of topics beyond the bound of the tree */
  omitted: number
  /** messages a second */
  ratePerSecond: number
  /** rows of the tree */
  rows: number
  /** topics that came since the list is held, and are not in it yet */
  pending: number
  /** whether what earlier runs have left is read */
  isRestored: boolean
}

/** A connection's topics while its session runs. */
export interface TopicsEntry {
  tree: TopicTree
  outline: TreeOutline
  values: FieldValues
  store: StoreApi<Topics>
  flusher: Flusher
  sampleTimer?: () => void
  /** screens that show it now; without one nothing is flushed */
  watchers: number
  /** a session has fed it: the next one's messages of earlier runs are in the tree already */
  isFollowing: boolean
  /** a person reads further down: the rows keep their places */
  isHeld: boolean
  /** rows are not opened by themselves any more */
  isOpened: boolean
  /** epoch ms, and the number of the newest message then */
  arrangedAt: number
  arrangedSeq: number
  /** topics with messages that no value was read of yet; bounded */
  changed: Set<TopicNode>
  /** rows that are on the screen */
  range: { from: number; count: number }
}
