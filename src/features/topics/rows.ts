import type { NumericField } from '@/core/topic/fields'
import type { OutlineRow } from '@/core/topic/outline'
import type { TopicNode } from '@/core/topic/topicNode'
import { previewOf, type Preview } from '@/core/payload/preview'
import type { TopicsEntry } from './entry'

/** A row as it is drawn; two of equal members look the same. */
export type TopicRow = BranchRow | FieldRow

export interface BranchRow {
  kind: 'topic'
  key: string
  path: string
  /** its own level; in a list of what was found, the whole topic */
  name: string
  isFlat: boolean
  depth: number
  /** absent: nothing stands below it */
  fold: 'open' | 'closed' | undefined
  isUnread: boolean
  /** messages here and below */
  count: number
  ratePerSecond: number
  /** of a topic with nothing below: what it said last */
  value: RowValue | undefined
}

export interface RowValue {
  text: string
  /** of a number */
  recent: readonly number[] | undefined
}

export interface FieldRow {
  kind: 'field'
  key: string
  /** of its topic */
  path: string
  label: string
  depth: number
  /** absent: not in the newest message */
  text: string | undefined
  recent: readonly number[]
  /** with its sign, as exact as what was sent; absent: nothing to compare with */
  change: string | undefined
}

const valueCharacters = 32

/** @param isFlat the row stands in a list and not in a tree */
export function topicRow(entry: TopicsEntry, node: TopicNode, now: number, isFlat = false): BranchRow {
  const { tree, outline, values } = entry
  const fields = node.own > 0 ? values.read(node) : []
  const plain = fields.length === 1 && fields[0]?.label === '' ? fields[0] : undefined
  const isFoldable = !isFlat && (node.children !== undefined || (fields.length > 0 && !plain))
  return {
    kind: 'topic',
    key: `t${node.id}`,
    path: node.path,
    name: isFlat ? node.path : node.name,
    isFlat,
    depth: isFlat ? 0 : node.depth,
    fold: isFoldable ? (outline.isExpanded(node) ? 'open' : 'closed') : undefined,
    isUnread: isFlat ? node.isUnread : node.unread > 0,
    count: isFlat ? node.own : node.total,
    ratePerSecond: isFoldable ? tree.ratePerSecond(node, now) : 0,
    value: isFoldable ? undefined : valueOf(node, plain),
  }
}

export function rowOf(entry: TopicsEntry, row: OutlineRow, now: number): TopicRow | undefined {
  if (row.kind === 'topic') return topicRow(entry, row.node, now)
  const field = entry.values.known(row.node)[row.index]
  if (!field) return undefined
  return {
    kind: 'field',
    key: `f${row.node.id} ${row.index}`,
    path: row.node.path,
    label: field.label || '=',
    depth: row.node.depth + 1,
    text: field.text,
    recent: field.recent,
    change: changeOf(field),
  }
}

function valueOf(node: TopicNode, plain: NumericField | undefined): RowValue {
  if (plain?.text !== undefined) return { text: plain.text, recent: plain.recent }
  return { text: node.head ? previewText(previewOf(node.head)) : '', recent: undefined }
}

/** The start of a payload in one line; of bytes their type. */
export function previewText(preview: Preview): string {
  switch (preview.kind) {
    case 'empty':
      return ''
    case 'json':
      return cut(preview.pairs.map(([key, value]) => `${key}: ${value}`).join(' '))
    case 'text':
      return cut(preview.text)
    case 'long':
      return cut(preview.head)
    case 'binary':
      return preview.type
  }
}

function cut(text: string): string {
  const characters = Array.from(text)
  return characters.length > valueCharacters ? `${characters.slice(0, valueCharacters).join('')}…` : text
}

const decimalsOf = (text: string) => /\.(\d+)$/.exec(text)?.[1]?.length ?? 0

function changeOf({ change, text, value }: NumericField): string | undefined {
  if (change === undefined || text === undefined) return undefined
  // 24.6 - 24.5 is 0.10000000000000142
  const decimals = Math.min(6, Math.max(decimalsOf(text), decimalsOf(String(Math.round((value - change) * 1e6) / 1e6))))
  const rounded = Number(change.toFixed(decimals))
  if (rounded === 0) return '0'
  const size = Math.abs(rounded)
  const digits = size >= 1e9 ? size.toPrecision(3) : String(Number(size.toFixed(decimals)))
  return `${rounded > 0 ? '+' : '−'}${digits}`
}
