import type { Added } from './group'
import { jsonOf, parseJson } from './records'
import type { Block } from './block'
import { isFiniteNumber, isRecord } from './firstVersion'

/** What a segment holds, as far as it is worth knowing without reading it. */
export interface SegmentSummary {
  file: string
  /** as UTF-8, about */
  bytes: number
  /** entries */
  count: number
  /** epoch ms of its last commit; 0: unknown */
  at: number
  /** of its entries; absent where there are none */
  range?: { minId: number; maxId: number; from: number; to: number }
  /** how many messages there are of each; absent where there are more than {@link maxTopics} */
  topics?: Map<string, number>
}

export const maxTopics = 100

export const newSummary = (file: string): SegmentSummary => ({ file, bytes: 0, count: 0, at: 0, topics: new Map() })

export function addToSummary(summary: SegmentSummary, { id, at, topic }: Pick<Added, 'id' | 'at' | 'topic'>): void {
  summary.count += 1
  const { range, topics } = summary
  if (!range) summary.range = { minId: id, maxId: id, from: at, to: at }
  else {
    if (id < range.minId) range.minId = id
    if (id > range.maxId) range.maxId = id
    if (at < range.from) range.from = at
    if (at > range.to) range.to = at
  }
  if (topic === undefined || !topics) return
  topics.set(topic, (topics.get(topic) ?? 0) + 1)
  if (topics.size > maxTopics) delete summary.topics
}

/** @param texts as the file has them */
export function summaryOf(file: string, texts: readonly string[], blocks: readonly Block[]): SegmentSummary {
  const summary = newSummary(file)
  for (const text of texts) summary.bytes += bytesOf(text) + 1
  for (const { at, entries } of blocks) {
    if (at !== undefined) summary.at = at
    for (const raw of entries) {
      const head = headOf(jsonOf(raw))
      if (head) addToSummary(summary, head)
    }
  }
  return summary
}

/** As UTF-8, taken for text that is Chinese where it is not ASCII. */
function bytesOf(text: string): number {
  const wide = text.replace(/[\0-\x7f]+/g, '')
  return text.length + 2 * wide.length
}

/** Of an entry, read off the beginning of its JSON. */
export function headOf(json: string): Pick<Added, 'id' | 'at' | 'topic'> | undefined {
  const match = /^\{"d":"[rs]","id":(\d+),"at":(\d+),"t":"([^"\\]*)"/.exec(json)
  if (match) return { id: Number(match[1]), at: Number(match[2]), topic: match[3] }
  const value = parseJson(json)
  if (!isRecord(value) || !isFiniteNumber(value.id) || !isFiniteNumber(value.at)) return undefined
  return { id: value.id, at: value.at, topic: typeof value.t === 'string' ? value.t : undefined }
}

/** A summary as a value for JSON. */
export function storeSummary({ file, bytes, count, at, range, topics }: SegmentSummary): unknown {
  return { file, bytes, count, at, ...(range && { range }), ...(topics && { topics: [...topics] }) }
}

/** @returns undefined when the value is none */
export function restoreSummary(value: unknown): SegmentSummary | undefined {
  if (!isRecord(value) || typeof value.file !== 'string') return undefined
  const { file, bytes, count, at, range, topics } = value
  if (!isFiniteNumber(bytes) || !isFiniteNumber(count) || !isFiniteNumber(at)) return undefined
  const summary: SegmentSummary = { file, bytes, count, at }
  if (isRange(range)) summary.range = range
  else if (count > 0) return undefined
  if (Array.isArray(topics) && topics.every(isCount)) summary.topics = new Map(topics)
  return summary
}

const isCount = (value: unknown): value is [string, number] =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && isFiniteNumber(value[1])
const isRange = (value: unknown): value is NonNullable<SegmentSummary['range']> =>
  isRecord(value) && [value.minId, value.maxId, value.from, value.to].every(isFiniteNumber)
