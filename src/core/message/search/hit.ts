import { hexOf } from '../../payload/hex'
import { decodeUtf8Strict } from '../../payload/utf8'
import type { Message } from '../message'
import { excerptOf, highlightsOf, type Excerpt, type TextRange } from './highlight'
import { bytesOfHex, indexOfBytes } from './matcher'
import type { Query } from './query'

/** What a list of results shows of a message: a thousand whole payloads would be too much to hold. */
export interface Hit extends Pick<Message, 'id' | 'direction' | 'topic' | 'qos' | 'retain' | 'at'> {
  /** of the payload, bytes */
  size: number
  topicRanges: TextRange[]
  payload: { kind: 'empty' | 'omitted' } | ({ kind: 'text' | 'bytes' } & Excerpt)
}

/** Two lines on a wide phone */
const textUnits = 120
const shownBytes = 16
const bytesBefore = 4

export function hitOf(message: Message, query: Query): Hit {
  const { id, direction, topic, qos, retain, at, payload } = message
  const omitted = message.direction === 'received' ? message.omittedBytes : undefined
  return {
    ...{ id, direction, topic, qos, retain, at, size: omitted ?? payload.length },
    topicRanges: highlightsOf(topic, query),
    payload: omitted === undefined ? payloadOf(payload, query) : { kind: 'omitted' },
  }
}

function payloadOf(payload: Uint8Array, query: Query): Hit['payload'] {
  if (payload.length === 0) return { kind: 'empty' }
  const wanted = query.conditions.find((each) => each.kind === 'bytes' && !each.isExcluded)
  const text = wanted ? undefined : decodeUtf8Strict(payload)
  if (text !== undefined) return { kind: 'text', ...excerptOf(text, query, textUnits) }
  return { kind: 'bytes', ...hexExcerptOf(payload, wanted?.kind === 'bytes' ? bytesOfHex(wanted.hex) : undefined) }
}

function hexExcerptOf(bytes: Uint8Array, wanted: Uint8Array | undefined): Excerpt {
  const at = wanted ? indexOfBytes(bytes, wanted) : -1
  const from = at + (wanted?.length ?? 0) <= shownBytes ? 0 : Math.max(0, at - bytesBefore)
  const to = Math.min(bytes.length, from + shownBytes)
  const before = from > 0 ? '… ' : ''
  const text = `${before}${hexOf(bytes.subarray(from, to))}${to < bytes.length ? ' …' : ''}`
  if (at < 0 || !wanted) return { text, ranges: [] }
  const end = Math.min(at + wanted.length, to)
  return { text, ranges: [{ from: before.length + 3 * (at - from), to: before.length + 3 * (end - from) - 1 }] }
}
