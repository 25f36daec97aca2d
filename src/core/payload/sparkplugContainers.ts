import { noteOf, textNode } from './binaryNodes'
import { ByteReader, type NodeBudget } from './byteReader'
import { readVarint, wireType, type WireField } from './protobuf/wire'
import { dataTypeName } from './sparkplugTypes'
import { eachField, fieldsOf, scalarOf, strangeField } from './sparkplugValue'
import type { ValueNode } from './tree'
import { decodeUtf8 } from './utf8'

interface List extends ValueNode {
  children: ValueNode[]
}

const list = (kind: 'object' | 'array', note: string, key?: string): List => ({
  kind,
  note,
  children: [],
  ...(key === undefined ? {} : { key }),
})

/**
 * A DataSet (field 17 of a metric) or Template (18).
 * @param metric reads a metric of a template into a list
 */
export function containerOf(
  bytes: Uint8Array,
  field: WireField,
  budget: NodeBudget,
  depth: number,
  metric: (field: WireField, into: List) => void,
): ValueNode {
  return field.number === 17 ? dataSet(bytes, field, budget, depth) : template(bytes, field, budget, depth, metric)
}

const maxColumns = 1_000

/** Rows as objects, their cells by the names of the columns. */
function dataSet(bytes: Uint8Array, range: WireField, budget: NodeBudget, depth: number): ValueNode {
  const columns: string[] = []
  const types: number[] = []
  const rows = list('array', 'DataSet')
  // columns and types stand before the rows in what is written, but need not
  eachField(bytes, range, undefined, (field) => {
    if (field.number === 2 && field.wire === wireType.len && columns.length < maxColumns) {
      columns.push(decodeUtf8(bytes.subarray(field.from, field.to)))
    } else if (field.number === 3) addTypes(bytes, field, types)
  })
  eachField(bytes, range, budget, (field) => {
    if (field.number !== 4 || field.wire !== wireType.len) return
    budget.spend(depth + 1, field.offset)
    const row = list('object', '')
    eachField(bytes, field, budget, (cell) => {
      if (cell.number !== 1 || cell.wire !== wireType.len) return
      const column = row.children.length
      budget.spend(depth + 2, cell.offset)
      row.children.push({ ...cellOf(bytes, cell, 1, types[column]), key: columns[column] ?? column })
    })
    const { note: _note, ...plain } = row
    rows.children.push({ ...plain, key: rows.children.length })
  })
  if (budget.isSpent) rows.omitted = 1
  return rows
}

/** One number, or several packed. */
function addTypes(bytes: Uint8Array, field: WireField, types: number[]): void {
  if (field.wire === wireType.varint) types.push(field.low)
  const reader = new ByteReader(bytes, field.from, field.to)
  while (reader.left > 0 && types.length < maxColumns) types.push(readVarint(reader).low)
  types.length = Math.min(types.length, maxColumns)
}

/** The one value in a small message; none is null. */
function cellOf(bytes: Uint8Array, range: WireField, base: number, type: number | undefined): ValueNode {
  const value = fieldsOf(bytes, range)
    .slice(base, base + 6)
    .filter((field) => field !== undefined)
    .pop()
  return value ? scalarOf(bytes, value, base, type) : { kind: 'null', text: 'null', note: dataTypeName(type) ?? '' }
}

function template(
  bytes: Uint8Array,
  range: WireField,
  budget: NodeBudget,
  depth: number,
  metric: (field: WireField, into: List) => void,
): ValueNode {
  const node = list('object', 'Template')
  const metrics = list('object', '', 'metrics')
  const parameters = list('object', '', 'parameters')
  eachField(bytes, range, budget, (field) => {
    const { number, wire } = field
    if (number === 2 && wire === wireType.len) metric(field, metrics)
    else if (number === 3 && wire === wireType.len) parameters.children.push(parameter(bytes, field, budget, depth + 2))
    else if ((number === 1 || number === 4) && wire === wireType.len) {
      budget.spend(depth + 1, field.offset)
      const text = textNode(bytes.subarray(field.from, field.to))
      node.children.push({ ...text, key: number === 1 ? 'version' : 'templateRef' })
    } else if (number === 5 && wire === wireType.varint) {
      node.note = noteOf('Template', field.low === 0 ? 'instance' : 'definition')
    } else node.children.push(strangeField(bytes, field, budget, depth + 1))
  })
  for (const part of [metrics, parameters]) if (part.children.length > 0) node.children.push(part)
  if (budget.isSpent) node.omitted = 1
  return node
}

function parameter(bytes: Uint8Array, range: WireField, budget: NodeBudget, depth: number): ValueNode {
  budget.spend(depth, range.offset)
  const [, name, type] = fieldsOf(bytes, range)
  const key = name?.wire === wireType.len ? decodeUtf8(bytes.subarray(name.from, name.to)) : ''
  return { ...cellOf(bytes, range, 3, type?.low), key }
}

/** A PropertySet: keys and values in parallel. */
export function setOf(bytes: Uint8Array, range: WireField, budget: NodeBudget, depth: number): ValueNode {
  budget.spend(depth, range.offset)
  const set = list('object', 'PropertySet')
  let read = 0
  eachField(bytes, range, budget, (field) => {
    if (field.number === 2 && field.wire === wireType.len) set.children.push(property(bytes, field, budget, depth + 1))
  })
  eachField(bytes, range, undefined, (field) => {
    if (field.number !== 1 || field.wire !== wireType.len) return
    const child = set.children[read++]
    if (child) child.key = decodeUtf8(bytes.subarray(field.from, field.to))
  })
  if (budget.isSpent) set.omitted = 1
  return set
}

function property(bytes: Uint8Array, range: WireField, budget: NodeBudget, depth: number): ValueNode {
  budget.spend(depth, range.offset)
  const fields = fieldsOf(bytes, range)
  const type = fields[1]?.low
  if (fields[2]?.low) return { kind: 'null', text: 'null', note: dataTypeName(type) ?? '' }
  const [set, sets] = [fields[9], fields[10]]
  if (set?.wire === wireType.len) return setOf(bytes, set, budget, depth)
  if (sets?.wire !== wireType.len) return cellOf(bytes, range, 3, type)
  const node = list('array', 'PropertySetList')
  eachField(bytes, sets, budget, (field) => {
    if (field.number !== 1 || field.wire !== wireType.len) return
    node.children.push({ ...setOf(bytes, field, budget, depth + 1), key: node.children.length })
  })
  return node
}
