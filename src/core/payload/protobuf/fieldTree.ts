import { bytesNode, noteOf, textNode } from '../binaryNodes'
import { ByteReader, decodeTree, DecodeError, type NodeBudget } from '../byteReader'
import { doubleText, floatText, int64Text, uint64Text, uint64Value } from '../numberText'
import { decodeLimits, type Decode, type ValueNode } from '../tree'
import { decodeUtf8Strict } from '../utf8'
import { float32Of, float64Of, isMessage, readField, readVarint, unZigzag, wireType, type WireField } from './wire'

/**
 * Protobuf without a schema: fields in the order they were sent, by number. What a length-delimited field holds is a
 * guess: text, else a message if it parses whole, else bytes. A number is shown in its likeliest reading, the others
 * stand in the note.
 */
export const decodeProtobuf: Decode = (bytes, limits = decodeLimits) =>
  decodeTree(bytes, limits, (reader, budget) => {
    budget.spend(0, 0)
    return fieldTree(reader, budget, 0)
  })

/** The fields of a message whose shape is unknown. */
function fieldTree(reader: ByteReader, budget: NodeBudget, depth: number): ValueNode {
  const children: ValueNode[] = []
  while (reader.left > 0 && !budget.isSpent) {
    const field = readField(reader, budget.maxDepth - depth)
    children.push({ ...unknownField(field, reader.bytes, budget, depth + 1), key: field.number })
  }
  const node: ValueNode = { kind: 'object', children }
  // how many more nobody counted
  if (reader.left > 0) node.omitted = 1
  return node
}

/** One field as it may be meant. Its node is counted in the budget. */
export function unknownField(field: WireField, bytes: Uint8Array, budget: NodeBudget, depth: number): ValueNode {
  budget.spend(depth, field.offset)
  const { high, low } = field
  switch (field.wire) {
    case wireType.varint:
      return { kind: 'number', text: uint64Text(high, low), value: uint64Value(high, low), note: readings(high, low) }
    case wireType.i32:
      return fixed('I32', float32Of(low), floatText(float32Of(low)), 0, low, String(low | 0))
    case wireType.i64:
      return fixed('I64', float64Of(high, low), doubleText(float64Of(high, low)), high, low, int64Text(high, low))
    case wireType.groupStart:
      return { ...fieldTree(new ByteReader(bytes, field.from, field.to), budget, depth), note: 'group' }
    default:
      return delimited(field, bytes, budget, depth)
  }
}

/** How a varint reads as int64 (when that differs) and as sint64. */
function readings(high: number, low: number): string {
  const zigzag = unZigzag(high, low)
  const signed = high & 0x80000000 ? `int ${int64Text(high, low)}` : undefined
  return noteOf('varint', signed, `zigzag ${int64Text(zigzag.high, zigzag.low)}`)
}

/** Fixed width: a float when it is of a size that people measure, else an integer. */
function fixed(name: string, float: number, text: string, high: number, low: number, signed: string): ValueNode {
  const unsigned = uint64Text(high, low)
  const size = Math.abs(float)
  if (size >= 1e-9 && size < 1e16) {
    return { kind: 'number', text, value: float, note: noteOf(name, 'float', `fixed ${unsigned}`) }
  }
  const note = noteOf(name, signed === unsigned ? undefined : `int ${signed}`, `float ${text}`)
  return { kind: 'number', text: unsigned, value: uint64Value(high, low), note }
}

function delimited({ from, to }: WireField, bytes: Uint8Array, budget: NodeBudget, depth: number): ValueNode {
  const content = bytes.subarray(from, to)
  if (to === from) return { kind: 'string', text: '', note: 'LEN 0' }
  const look = lookOf(content)
  // a message of one short field may look like text ("hi" is field 13), but hardly begins with a letter
  if (look === 'text') return textNode(content, 'LEN')
  if (depth < budget.maxDepth && isMessage(bytes, from, to)) {
    return { ...fieldTree(new ByteReader(bytes, from, to), budget, depth), note: 'LEN' }
  }
  return look === 'lines' ? textNode(content, 'LEN') : bytesNode(content, noteOf('LEN', packedNote(content)))
}

/**
 * `lines` begin with a line feed or tab, as a message does whose first field is number 1: that may be either.
 * @returns undefined for bytes that are no text: not UTF-8, or with control characters
 */
function lookOf(content: Uint8Array): 'text' | 'lines' | undefined {
  const first = content[0] ?? 0
  if (first < 9 || (first > 13 && first < 32)) return undefined
  const text = decodeUtf8Strict(content)
  // eslint-disable-next-line no-control-regex -- they are what no text has
  if (text === undefined || /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)) return undefined
  return first < 32 ? 'lines' : 'text'
}

const packedShown = 4

/** What bytes would be as packed varints, if they can be. */
function packedNote(content: Uint8Array): string | undefined {
  // the last byte ends a varint
  if ((content[content.length - 1] ?? 0) >= 0x80) return undefined
  const reader = new ByteReader(content)
  const values: string[] = []
  try {
    while (reader.left > 0 && values.length < packedShown) {
      const { high, low } = readVarint(reader)
      values.push(uint64Text(high, low))
    }
  } catch (error) {
    if (error instanceof DecodeError) return undefined
    throw error
  }
  if (values.length < 2) return undefined
  return `packed? ${values.join(', ')}${reader.left > 0 ? ' …' : ''}`
}
