import { useMemo } from 'react'
import type { Message } from '@/core/message/message'
import type { PayloadFormat } from '@/core/payload/formats'
import { valueAt, type JsonPath } from '@/core/payload/path'
import type { ValueNode } from '@/core/payload/tree'
import { entriesOf } from '@/features/messages/feed'
import { decodeAs } from './reading'

/** Messages of the topic that a trend is drawn of, this one included. */
const trendLength = 24
/** Larger ones are not decoded for a line of 52 points. */
const trendBytes = 8_192

/** The last numbers at a path of this topic, oldest first; empty where there is no trend. */
export type TrendOf = (path: JsonPath) => number[]

/**
 * What the numbers of a message have been, in the messages before it that the list still holds.
 * @param format of the numbers; undefined where there are none
 */
export function useTrends(profileId: string, message: Message, format: PayloadFormat | undefined): TrendOf {
  const { id, topic } = message
  return useMemo(() => {
    const trees: ValueNode[] = []
    const entries = format ? entriesOf(profileId) : []
    for (let i = entries.length - 1; i >= 0 && trees.length < trendLength; i -= 1) {
      const entry = entries[i]
      if (entry?.direction !== 'received' || entry.topic !== topic || entry.id > id) continue
      const decoded = entry.payload.length <= trendBytes ? format && decodeAs(format, entry.payload) : undefined
      if (decoded?.ok) trees.unshift(decoded.tree)
    }
    return (path) => {
      const values: number[] = []
      for (const tree of trees) {
        const value = valueAt(tree, path)?.value
        if (value !== undefined && isFinite(value)) values.push(value)
      }
      return values.length > 1 ? values : []
    }
  }, [profileId, id, topic, format])
}
