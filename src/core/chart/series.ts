import { decodeJson } from '../payload/json/decodeJson'
import { formatPath } from '../payload/path'
import { decodeLimits, type ValueNode } from '../payload/tree'

/** One line of a chart: a number in the messages of a topic. */
export interface SeriesRef {
  topic: string
  /** as `formatPath` writes it: `$.temp` */
  path: string
}

/** A number that a payload holds. */
export interface NumberField {
  path: string
  value: number
}

/** Larger payloads are left alone: a chart reads every message of its topics. */
export const chartedBytes = 65_536
export const fieldLimits = { ...decodeLimits, maxDepth: 8, maxNodes: 500 }

export const isSameSeries = (a: SeriesRef, b: SeriesRef) => a.topic === b.topic && a.path === b.path

/** What stands on the line: `temp` of `$.temp`, nothing of `$`, which is the whole payload. */
export function seriesName({ path }: SeriesRef): string {
  return path.replace(/^\$\.?/, '')
}

const mostFields = 24

/** The numbers in a JSON payload, in its order. */
export function numberFields(payload: Uint8Array, most?: number): NumberField[] {
  if (payload.length > chartedBytes) return []
  const decoded = decodeJson(payload, fieldLimits)
  return decoded.ok ? numbersIn(decoded.tree, most) : []
}

/** The numbers in a tree, in its order. */
export function numbersIn(tree: ValueNode, most = mostFields): NumberField[] {
  const fields: NumberField[] = []
  collect(tree, [], most, fields)
  return fields
}

function collect(node: ValueNode, path: (string | number)[], most: number, fields: NumberField[]): void {
  if (fields.length >= most) return
  if (node.kind === 'number' && node.value !== undefined && isFinite(node.value)) {
    fields.push({ path: formatPath(path), value: node.value })
  }
  for (const child of node.children ?? []) {
    if (child.key !== undefined) collect(child, [...path, child.key], most, fields)
  }
}
