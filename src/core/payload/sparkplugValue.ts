import { bytesNode, noteOf, textNode } from './binaryNodes'
import { ByteReader, fail, type NodeBudget } from './byteReader'
import { int64Text, int64Value, isoTime, uint64Text, uint64Value } from './numberText'
import { unknownField } from './protobuf/fieldTree'
import { scalarNode } from './protobuf/scalars'
import { littleEndian, readField, wireType, type WireField } from './protobuf/wire'
import { dataTypeName } from './sparkplugTypes'
import type { ValueNode } from './tree'

/**
 * Calls back for each field of a message in the payload, in order; stops when the budget, if there is one, is spent.
 * @returns the offset where it stopped
 */
export function eachField(
  bytes: Uint8Array,
  range: { from: number; to: number },
  budget: NodeBudget | undefined,
  each: (field: WireField) => void,
): number {
  const reader = new ByteReader(bytes, range.from, range.to)
  while (reader.left > 0 && !budget?.isSpent) each(readField(reader))
  return reader.offset
}

const keptNumbers = 24

/** The last field of each low number: what a small message of known shape says. */
export function fieldsOf(bytes: Uint8Array, range: { from: number; to: number }): (WireField | undefined)[] {
  const last: (WireField | undefined)[] = []
  eachField(bytes, range, undefined, (field) => {
    if (field.number < keptNumbers) last[field.number] = field
  })
  return last
}

/** The value of a metric, property, parameter or cell: the oneof begins at `base` with int_value everywhere. */
export function scalarOf(bytes: Uint8Array, field: WireField, base: number, type: number | undefined): ValueNode {
  const note = dataTypeName(type) ?? ''
  const wanted = wires[field.number - base]
  if (field.wire !== wanted) fail('invalid', field.offset, `wire type ${field.wire} of field ${field.number}`)
  switch (field.number - base) {
    case 0:
    case 1:
      return integer(field, type, field.number === base)
    case 2:
      return { ...scalarNode('float', field), note: note || 'Float' }
    case 3:
      return { ...scalarNode('double', field), note: note || 'Double' }
    case 4:
      return { ...scalarNode('bool', field), note: note || 'Boolean' }
    default:
      return textNode(bytes.subarray(field.from, field.to), note || 'String')
  }
}

const wires = [wireType.varint, wireType.varint, wireType.i32, wireType.i64, wireType.varint, wireType.len]

/** Signed types travel as two's complement in uint32 or uint64, some clients sign-extend them. */
function integer({ high, low }: { high: number; low: number }, type: number | undefined, isInt: boolean): ValueNode {
  const note = dataTypeName(type) ?? (isInt ? 'int' : 'long')
  const number = (text: string, value: number): ValueNode => ({ kind: 'number', text, value, note })
  if (type === 1) return number(String((low << 24) >> 24), (low << 24) >> 24)
  if (type === 2) return number(String((low << 16) >> 16), (low << 16) >> 16)
  if (type === 3) return number(String(low | 0), low | 0)
  if (type === 4 && !isInt) return number(int64Text(high, low), int64Value(high, low))
  if (type === 13) return momentNode(high, low)
  return isInt ? number(String(low), low) : number(uint64Text(high, low), uint64Value(high, low))
}

/** Milliseconds since 1970. */
export function momentNode(high: number, low: number): ValueNode {
  const value = uint64Value(high, low)
  return { kind: 'number', text: uint64Text(high, low), value, note: noteOf('DateTime', timeOf(value)) }
}

export const timeOf = (ms: number) => isoTime(Math.floor(ms / 1_000), (ms % 1_000) * 1e6)

/** Bytes as their data type has them: the arrays of Sparkplug 3.0 are packed, little-endian. */
export function bytesOf(
  bytes: Uint8Array,
  field: WireField,
  type: number,
  budget: NodeBudget,
  depth: number,
): ValueNode {
  const note = dataTypeName(type)
  if (type < 22 || type > 34) return bytesNode(bytes.subarray(field.from, field.to), note)
  const reader = new ByteReader(bytes, field.from, field.to)
  const children: ValueNode[] = []
  let bits = type === 32 ? littleEndian(reader) : Infinity
  // eight truth values a byte: what is announced must be there
  if (type === 32 && bits > reader.left * 8) fail('truncated', reader.end, `${bits} booleans announced`)
  let bit = 0
  for (; reader.left > 0 && bits > 0 && !budget.isSpent; bits -= 1) {
    budget.spend(depth, reader.offset)
    const child = type === 32 ? truth(reader, bit) : element(reader, type)
    if (type === 32) bit = (bit + 1) % 8
    if (type === 32 && bit === 0) reader.u8()
    children.push({ ...child, key: children.length })
  }
  const node: ValueNode = { kind: 'array', children, note: note ?? '' }
  if (budget.isSpent && reader.left > 0 && bits > 0) node.omitted = type === 32 ? bits : 1
  return node
}

const truth = (reader: ByteReader, bit: number): ValueNode => ({
  kind: 'boolean',
  text: String((((reader.bytes[reader.offset] ?? 0) << bit) & 0x80) !== 0),
})

function element(reader: ByteReader, type: number): ValueNode {
  if (type === 33) return zeroTerminated(reader)
  // Int8Array is 22 and Int8 is 1, up to UInt64
  if (type <= 29) {
    const size = 2 ** ((type - 22) % 4)
    const low = size === 1 ? reader.u8() : size === 2 ? reader.u8() + reader.u8() * 256 : littleEndian(reader)
    return integer({ low, high: size === 8 ? littleEndian(reader) : 0 }, type - 21, size < 8)
  }
  const low = littleEndian(reader)
  if (type === 30) return scalarNode('float', { high: 0, low })
  const high = littleEndian(reader)
  return type === 31 ? scalarNode('double', { high, low }) : momentNode(high, low)
}

function zeroTerminated(reader: ByteReader): ValueNode {
  const from = reader.offset
  while (reader.left > 0 && reader.bytes[reader.offset] !== 0) reader.u8()
  const text = reader.bytes.subarray(from, reader.offset)
  if (reader.left > 0) reader.u8()
  return textNode(text)
}

/** A field that this version of Sparkplug does not have. */
export function strangeField(bytes: Uint8Array, field: WireField, budget: NodeBudget, depth: number): ValueNode {
  const node = unknownField(field, bytes, budget, depth)
  return { ...node, key: field.number, note: noteOf('unknown field', node.note) }
}
