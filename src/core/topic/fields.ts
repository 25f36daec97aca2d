import { decodeJson } from '../payload/json/decodeJson'
import { formatPath, type JsonPath } from '../payload/path'
import type { DecodeLimits, ValueNode } from '../payload/tree'
import type { TopicNode } from './topicNode'

/** A number that a topic's messages carry. */
export interface NumericField {
  path: JsonPath
  /** `.temp`, `.pos[0]`; empty when the payload is the number itself */
  label: string
  /** as it was sent; undefined when the newest message does not have it */
  text: string | undefined
  value: number
  /** against the value read before */
  change: number | undefined
  /** oldest first, at most {@link recentValues} */
  recent: number[]
}

export interface TopicFields {
  /** number of the message that was read last */
  seq: number
  fields: NumericField[]
}

/** Values of a sparkline. */
export const recentValues = 24
/** A topic with more has its first ones. */
const maxFields = 16
/** Topics whose values are remembered: 16 fields of 24 numbers each are at most 6 MB. */
const maxTopics = 2_000

const limits: DecodeLimits = { maxDepth: 8, maxNodes: 256, maxBytes: 4_096 }

/** The numbers in the newest messages of topics, read when asked for: what comes in between is not decoded. */
export class FieldValues {
  /** in the order they were read last */
  private readonly byTopic = new Map<TopicNode, TopicFields>()

  constructor(private readonly capacity = maxTopics) {}

  /** What is known of a topic, without reading anything. */
  known(topic: TopicNode): readonly NumericField[] {
    return this.byTopic.get(topic)?.fields ?? []
  }

  /** Reads the newest message of a topic, unless that was done; fields keep their places. */
  read(topic: TopicNode): readonly NumericField[] {
    const before = this.byTopic.get(topic)
    if (before?.seq === topic.lastSeq) return before.fields
    const found = numbersIn(topic)
    if (!before && found.length === 0) return []
    this.byTopic.delete(topic)
    const fields = update(before?.fields ?? [], found)
    this.byTopic.set(topic, { seq: topic.lastSeq, fields })
    if (this.byTopic.size > this.capacity) {
      for (const oldest of this.byTopic.keys()) {
        this.byTopic.delete(oldest)
        break
      }
    }
    return fields
  }
}

interface Found {
  path: JsonPath
  label: string
  text: string
  value: number
}

function update(before: readonly NumericField[], found: readonly Found[]): NumericField[] {
  const byLabel = new Map(found.map((number) => [number.label, number]))
  const fields = before.map((field): NumericField => {
    const now = byLabel.get(field.label)
    byLabel.delete(field.label)
    if (!now) return { ...field, text: undefined, change: undefined }
    const recent = field.recent.concat(now.value).slice(-recentValues)
    return { ...field, text: now.text, value: now.value, change: now.value - field.value, recent }
  })
  byLabel.forEach((now) => {
    if (fields.length < maxFields) fields.push({ ...now, change: undefined, recent: [now.value] })
  })
  return fields
}

function numbersIn({ head, size }: TopicNode): Found[] {
  // the start of a longer payload is no JSON
  if (!head || head.length < size || size === 0 || !mayHoldNumbers(head)) return []
  const decoded = decodeJson(head, limits)
  if (!decoded.ok) return []
  const found: Found[] = []
  collect(decoded.tree, [], found)
  return found
}

/** An object, a list, or a number: nothing else is worth decoding. */
function mayHoldNumbers(bytes: Uint8Array): boolean {
  let at = 0
  while ((bytes[at] ?? 0) === 0x20 || (bytes[at] ?? 0) === 0x0a || (bytes[at] ?? 0) === 0x0d || bytes[at] === 0x09)
    at += 1
  const first = bytes[at] ?? 0
  return first === 0x7b || first === 0x5b || first === 0x2d || (first >= 0x30 && first <= 0x39)
}

function collect(node: ValueNode, path: JsonPath, found: Found[]): void {
  if (found.length >= maxFields) return
  if (node.kind === 'number' && node.value !== undefined && isFinite(node.value) && node.text !== undefined) {
    found.push({ path, label: formatPath(path).slice(1), text: node.text, value: node.value })
  }
  for (const child of node.children ?? []) if (child.key !== undefined) collect(child, path.concat(child.key), found)
}
