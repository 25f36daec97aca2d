import { bytesNode, noteOf, textNode } from './binaryNodes'
import { decodeTree, type NodeBudget } from './byteReader'
import { uint64Text, uint64Value } from './numberText'
import { wireType, type WireField } from './protobuf/wire'
import { containerOf, setOf } from './sparkplugContainers'
import { dataTypeName } from './sparkplugTypes'
import { bytesOf, eachField, fieldsOf, momentNode, scalarOf, strangeField, timeOf } from './sparkplugValue'
import { decodeLimits, type Decoded, type DecodeLimits, type ValueNode } from './tree'
import { decodeUtf8 } from './utf8'

/** What a birth says of an alias. */
export interface SparkplugAlias {
  name: string
  /** number of `dataTypes`: data messages may leave it out */
  type?: number
}

/** By alias, as decimal text. */
export type SparkplugAliases = Map<string, SparkplugAlias>

interface List extends ValueNode {
  children: ValueNode[]
}

/**
 * A Sparkplug B payload (org.eclipse.tahu.protobuf.Payload): `metrics` by name, each a value of its data type with time
 * and flags in the note; `properties` and `metadata`, where there are any, stand beside them under the same names.
 * @param aliases of the last NBIRTH or DBIRTH, see {@link sparkplugAliases}
 */
export function decodeSparkplug(
  bytes: Uint8Array,
  limits: DecodeLimits = decodeLimits,
  aliases: SparkplugAliases = new Map<string, SparkplugAlias>(),
): Decoded {
  return decodeTree(bytes, limits, (reader, budget) => {
    budget.spend(0, 0)
    return new PayloadReader(bytes, budget, aliases).payload(reader.end)
  })
}

class PayloadReader {
  private readonly metrics: List = { key: 'metrics', kind: 'object', children: [] }
  private readonly properties: List = { key: 'properties', kind: 'object', children: [] }
  private readonly metadata: List = { key: 'metadata', kind: 'object', children: [] }

  constructor(
    private readonly bytes: Uint8Array,
    private readonly budget: NodeBudget,
    private readonly aliases: SparkplugAliases,
  ) {}

  payload(end: number): ValueNode {
    const children: ValueNode[] = []
    const reached = eachField(this.bytes, { from: 0, to: end }, this.budget, (field) => {
      if (field.number === 2 && field.wire === wireType.len) this.metric(field, this.metrics, 2)
      else children.push(this.ofPayload(field))
    })
    for (const list of [this.metrics, this.properties, this.metadata]) if (list.children.length > 0) children.push(list)
    // how many more nobody counted
    if (reached < end) this.metrics.omitted = 1
    return { kind: 'object', children, note: 'Sparkplug B' }
  }

  private ofPayload(field: WireField): ValueNode {
    const { number, wire, high, low } = field
    const isText = number === 4 && wire === wireType.len
    if (!(wire === wireType.varint && (number === 1 || number === 3)) && !isText) {
      return strangeField(this.bytes, field, this.budget, 1)
    }
    this.budget.spend(1, field.offset)
    if (number === 1) return { ...momentNode(high, low), key: 'timestamp' }
    if (isText) return { ...textNode(this.bytes.subarray(field.from, field.to)), key: 'uuid' }
    return { kind: 'number', key: 'seq', text: uint64Text(high, low), value: uint64Value(high, low) }
  }

  private metric(range: WireField, list: List, depth: number): void {
    const fields = fieldsOf(this.bytes, range)
    const [, name, alias, timestamp, typeField] = fields
    const number = alias && uint64Text(alias.high, alias.low)
    const known = number === undefined ? undefined : this.aliases.get(number)
    const type = typeField?.low ?? known?.type
    const key = this.textOf(name) ?? known?.name ?? (number === undefined ? '' : `alias ${number}`)
    this.budget.spend(depth, range.offset)
    const node = this.valueOf(fields, type, depth)
    const time = timestamp && timeOf(uint64Value(timestamp.high, timestamp.low))
    const flags = [fields[5]?.low ? 'historical' : undefined, fields[6]?.low ? 'transient' : undefined]
    const note = noteOf(node.note, number === undefined ? undefined : `alias ${number}`, time, ...flags)
    list.children.push({ ...node, key, note })
    const [metadata, properties] = [fields[8], fields[9]]
    if (properties?.wire === wireType.len)
      this.beside(this.properties, key, setOf(this.bytes, properties, this.budget, 2))
    if (metadata?.wire === wireType.len) this.beside(this.metadata, key, this.metadataOf(metadata))
  }

  private beside(list: List, key: string, node: ValueNode): void {
    list.children.push({ ...node, key })
  }

  private valueOf(fields: (WireField | undefined)[], type: number | undefined, depth: number): ValueNode {
    // the last of a oneof counts, and a writer has sent only one
    const value = fields
      .slice(10, 20)
      .filter((field) => field !== undefined)
      .pop()
    if (fields[7]?.low) return { kind: 'null', text: 'null', note: dataTypeName(type) ?? '' }
    if (!value) return { kind: 'other', text: '', note: noteOf(dataTypeName(type), 'no value') }
    if (value.number < 16) return scalarOf(this.bytes, value, 10, type)
    if (value.wire !== wireType.len) return strangeField(this.bytes, value, this.budget, depth + 1)
    if (value.number === 16) return bytesOf(this.bytes, value, type ?? 17, this.budget, depth + 1)
    if (value.number === 19) return bytesNode(this.bytes.subarray(value.from, value.to), 'extension')
    return containerOf(this.bytes, value, this.budget, depth, (metric, list) => this.metric(metric, list, depth + 2))
  }

  private metadataOf(range: WireField): ValueNode {
    const names = ['', 'isMultiPart', 'contentType', 'size', 'seq', 'fileName', 'fileType', 'md5', 'description']
    const children: ValueNode[] = []
    fieldsOf(this.bytes, range).forEach((field, number) => {
      const key = names[number]
      if (!field || !key) return
      this.budget.spend(3, field.offset)
      const text = uint64Text(field.high, field.low)
      if (field.wire === wireType.len) children.push({ ...textNode(this.bytes.subarray(field.from, field.to)), key })
      else if (number === 1) children.push({ key, kind: 'boolean', text: String(field.low !== 0) })
      else children.push({ key, kind: 'number', text, value: uint64Value(field.high, field.low) })
    })
    return { kind: 'object', children }
  }

  private textOf(field: WireField | undefined): string | undefined {
    return field?.wire === wireType.len ? decodeUtf8(this.bytes.subarray(field.from, field.to)) : undefined
  }
}

/** The aliases that an NBIRTH or DBIRTH names; none when the bytes are no such payload. */
export function sparkplugAliases(bytes: Uint8Array, limits: DecodeLimits = decodeLimits): SparkplugAliases {
  const aliases: SparkplugAliases = new Map()
  decodeTree(bytes, limits, (reader, budget) => {
    eachField(bytes, { from: 0, to: reader.end }, budget, (field) => {
      if (field.number !== 2 || field.wire !== wireType.len) return
      budget.spend(1, field.offset)
      const [, name, alias, , type] = fieldsOf(bytes, field)
      if (name?.wire !== wireType.len || !alias) return
      const known: SparkplugAlias = { name: decodeUtf8(bytes.subarray(name.from, name.to)) }
      if (type) known.type = type.low
      aliases.set(uint64Text(alias.high, alias.low), known)
    })
    return { kind: 'null' }
  })
  return aliases
}
