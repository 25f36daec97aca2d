import { bytesNode, noteOf, textNode } from '../binaryNodes'
import { ByteReader, decodeTree, DecodeError, fail, type NodeBudget } from '../byteReader'
import { decodeLimits, type Decode, type ValueNode } from '../tree'
import { unknownField } from './fieldTree'
import type { FieldType, MessageType, ProtoSchema, ScalarType } from './schema'
import { readScalar, scalarNode, wireOf } from './scalars'
import { wellKnownNode } from './wellKnownNodes'
import { readField, wireType, type WireField } from './wire'

/**
 * Protobuf as a message of a schema: fields by name, enums by name, maps and repeated fields gathered. Fields that the
 * schema does not know, or that are encoded otherwise than it says, are shown as without a schema.
 * @param typeName full name of the message; when the schema has none of that name, the decoder says so
 */
export function protobufDecoder(schema: ProtoSchema, typeName: string): Decode {
  return (bytes, limits = decodeLimits) =>
    decodeTree(bytes, limits, (reader, budget) => {
      const type = schema.messages.get(typeName)
      if (!type) fail('unsupported', 0, typeName)
      budget.spend(0, 0)
      return new MessageReader(schema, bytes, budget).message(type, reader, 0)
    })
}

class MessageReader {
  constructor(
    private readonly schema: ProtoSchema,
    private readonly bytes: Uint8Array,
    private readonly budget: NodeBudget,
  ) {}

  message(type: MessageType, reader: ByteReader, depth: number): ValueNode {
    const node: ValueNode & { children: ValueNode[] } = { kind: 'object', note: type.name, children: [] }
    const gathered = new Map<number, ValueNode & { children: ValueNode[] }>()
    const isAny = type.name === 'google.protobuf.Any'
    while (reader.left > 0 && !this.budget.isSpent) {
      const field = readField(reader, this.budget.maxDepth - depth)
      const known = type.fields.get(field.number)
      if (!known) node.children.push(this.unknown(field, depth, 'unknown field'))
      else if (known.isRepeated) this.repeated(node, gathered, known, field, depth)
      else node.children.push({ ...this.member(known, field, depth + 1, isAny ? node : undefined), key: known.name })
    }
    // how many more nobody counted
    if (reader.left > 0) node.omitted = 1
    return wellKnownNode(type.name, node)
  }

  /** A field of its own; the `value` of a google.protobuf.Any as the type that its URL names, when that is known. */
  private member(known: FieldType, field: WireField, depth: number, any: ValueNode | undefined): ValueNode {
    const url = any?.children?.filter(({ key }) => key === 'type_url').pop()?.text
    const typeName = url?.slice(url.lastIndexOf('/') + 1) ?? ''
    const isHeld = known.name === 'value' && field.wire === wireType.len && this.schema.messages.has(typeName)
    return isHeld
      ? this.nested({ ...known, type: 'message', typeName }, field, depth)
      : this.single(known, field, depth)
  }

  private unknown(field: WireField, depth: number, why: string): ValueNode {
    const node = unknownField(field, this.bytes, this.budget, depth + 1)
    return { ...node, key: field.number, note: noteOf(why, node.note) }
  }

  private repeated(
    parent: { children: ValueNode[] },
    gathered: Map<number, ValueNode & { children: ValueNode[] }>,
    known: FieldType,
    field: WireField,
    depth: number,
  ): void {
    const entry = known.typeName === undefined ? undefined : this.schema.messages.get(known.typeName)
    let list = gathered.get(known.number)
    if (!list) {
      this.budget.spend(depth + 1, field.offset)
      list = {
        key: known.name,
        kind: entry?.isMapEntry ? 'object' : 'array',
        note: typeNote(known, entry),
        children: [],
      }
      gathered.set(known.number, list)
      parent.children.push(list)
    }
    if (entry?.isMapEntry && field.wire === wireType.len) list.children.push(this.entry(entry, field, depth + 2))
    else if (field.wire === wireType.len && isPackable(known.type)) this.packed(list, known, field, depth + 2)
    else list.children.push({ ...this.single(known, field, depth + 2), key: list.children.length })
  }

  /** Numbers one behind the other in one field; a break within one is the failure of the payload. */
  private packed(list: ValueNode & { children: ValueNode[] }, known: FieldType, field: WireField, depth: number): void {
    const reader = new ByteReader(this.bytes, field.from, field.to)
    const wire = wireOf(known.type)
    while (reader.left > 0) {
      if (this.budget.isSpent) {
        list.omitted = (list.omitted ?? 0) + countPacked(reader, wire)
        return
      }
      this.budget.spend(depth, reader.offset)
      list.children.push({ ...this.number(known, readScalar(reader, wire)), key: list.children.length })
    }
  }

  private single(known: FieldType, field: WireField, depth: number): ValueNode {
    if (field.wire !== wireOf(known.type)) {
      const node = unknownField(field, this.bytes, this.budget, depth)
      return { ...node, note: noteOf(`not ${known.typeName ?? known.type}`, node.note) }
    }
    if (known.type === 'message' || known.type === 'group') return this.nested(known, field, depth)
    this.budget.spend(depth, field.offset)
    const content = this.bytes.subarray(field.from, field.to)
    if (known.type === 'string') return textNode(content, 'string')
    return known.type === 'bytes' ? bytesNode(content, 'bytes') : this.number(known, field)
  }

  /** A message in a message; when its bytes are none, what they may be is shown instead. */
  private nested(known: FieldType, field: WireField, depth: number): ValueNode {
    const type = this.schema.messages.get(known.typeName ?? '')
    if (!type) return fail('unsupported', field.offset, known.typeName)
    this.budget.spend(depth, field.offset)
    try {
      return this.message(type, new ByteReader(this.bytes, field.from, field.to), depth)
    } catch (error) {
      if (!(error instanceof DecodeError) || error.failure.code === 'tooDeep') throw error
      const node = unknownField(field, this.bytes, this.budget, depth)
      return { ...node, note: noteOf(`not ${type.name}, byte ${error.failure.offset}`, node.note) }
    }
  }

  private number(known: FieldType, field: { high: number; low: number }): ValueNode {
    if (known.type !== 'enum') return scalarNode(known.type as ScalarType, field)
    const value = field.low | 0
    const name = this.schema.enums.get(known.typeName ?? '')?.values.get(value)
    const note = noteOf(known.typeName, name === undefined ? 'unknown value' : String(value))
    return { kind: name === undefined ? 'number' : 'string', text: name ?? String(value), value, note }
  }

  /** An entry of a map: key and value are fields 1 and 2, either may be missing. */
  private entry(entry: MessageType, field: WireField, depth: number): ValueNode {
    const node = this.nested(
      { number: 0, name: '', type: 'message', typeName: entry.name, isRepeated: false },
      field,
      depth,
    )
    const child = (name: string) => node.children?.filter(({ key }) => key === name).pop()
    if (!node.children || node.note !== entry.name) return { ...node, key: '?' }
    const key = child('key')?.text ?? defaultText(entry.fields.get(1)?.type)
    const value = child('value') ?? { kind: 'other', text: defaultText(entry.fields.get(2)?.type), note: 'default' }
    return { ...value, key }
  }
}

const isPackable = (type: FieldType['type']) => !/^(string|bytes|message|group)$/.test(type)

function defaultText(type: FieldType['type'] | undefined): string {
  if (type === undefined || type === 'string' || !isPackable(type)) return ''
  return type === 'bool' ? 'false' : '0'
}

function typeNote(known: FieldType, entry: MessageType | undefined): string {
  if (!entry?.isMapEntry) return `repeated ${known.typeName ?? known.type}`
  const part = (number: number) => entry.fields.get(number)?.typeName ?? entry.fields.get(number)?.type ?? ''
  return `map<${part(1)}, ${part(2)}>`
}

/** How many numbers are left in a packed field. */
function countPacked(reader: ByteReader, wire: WireField['wire']): number {
  if (wire !== wireType.varint) return Math.ceil(reader.left / (wire === wireType.i32 ? 4 : 8))
  let count = 0
  for (let at = reader.offset; at < reader.end; at += 1) if ((reader.bytes[at] ?? 0) < 0x80) count += 1
  return count
}
