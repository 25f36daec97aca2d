import { bytesNode, keyOf, noteOf, textNode } from './binaryNodes'
import { type ByteReader, decodeTree, fail, type NodeBudget } from './byteReader'
import { doubleText, floatText, int64Text, int64Value, isoTime, uint64Text, uint64Value } from './numberText'
import { decodeLimits, type Decode, type ValueNode } from './tree'

/** MessagePack (github.com/msgpack/msgpack/blob/master/spec.md): exactly one object, all types, timestamps as moments. */
export const decodeMessagePack: Decode = (bytes, limits = decodeLimits) =>
  decodeTree(bytes, limits, (reader, budget) => {
    const tree = new MessagePackDecoder(reader, budget).item(0)
    if (reader.left > 0 && !budget.isSpent) fail('invalid', reader.offset, `${reader.left} bytes after the object`)
    return tree
  })

class MessagePackDecoder {
  constructor(
    private readonly reader: ByteReader,
    private readonly budget: NodeBudget,
  ) {}

  item(depth: number): ValueNode {
    const { reader } = this
    const offset = reader.offset
    const first = reader.u8()
    this.budget.spend(depth, offset)
    if (first < 0x80) return numberNode(first, 'uint')
    if (first < 0x90) return this.map(first & 15, depth, offset)
    if (first < 0xa0) return this.array(first & 15, depth, offset)
    if (first < 0xc0) return textNode(reader.take(first & 31))
    if (first >= 0xe0) return numberNode(first - 0x100, 'int')
    return this.typed(first, depth, offset)
  }

  private typed(first: number, depth: number, offset: number): ValueNode {
    const { reader } = this
    switch (first) {
      case 0xc0:
        return { kind: 'null', text: 'null' }
      case 0xc1:
        return fail('invalid', offset, '0xc1 is never used')
      case 0xc2:
      case 0xc3:
        return { kind: 'boolean', text: String(first === 0xc3) }
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return bytesNode(reader.take(this.size(first - 0xc4)))
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.extension(this.size(first - 0xc7))
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.extension(1 << (first - 0xd4))
      case 0xd9:
      case 0xda:
      case 0xdb:
        return textNode(reader.take(this.size(first - 0xd9)))
      case 0xdc:
      case 0xdd:
        return this.array(this.size(first - 0xdb), depth, offset)
      case 0xde:
      case 0xdf:
        return this.map(this.size(first - 0xdd), depth, offset)
      default:
        return this.number(first)
    }
  }

  /** A length in 1, 2 or 4 bytes. */
  private size(width: number): number {
    return width === 0 ? this.reader.u8() : width === 1 ? this.reader.u16() : this.reader.u32()
  }

  /** 0xca to 0xd3 */
  private number(first: number): ValueNode {
    const { reader } = this
    switch (first) {
      case 0xca: {
        const value = reader.f32()
        return { kind: 'number', text: floatText(value), value, note: 'float32' }
      }
      case 0xcb:
        return numberNode(reader.f64(), 'float64')
      case 0xcc:
        return numberNode(reader.u8(), 'uint8')
      case 0xcd:
        return numberNode(reader.u16(), 'uint16')
      case 0xce:
        return numberNode(reader.u32(), 'uint32')
      case 0xd0:
        return numberNode(reader.i8(), 'int8')
      case 0xd1:
        return numberNode(reader.i16(), 'int16')
      case 0xd2:
        return numberNode(reader.i32(), 'int32')
      default: {
        const high = reader.u32()
        const low = reader.u32()
        return first === 0xcf
          ? { kind: 'number', text: uint64Text(high, low), value: uint64Value(high, low), note: 'uint64' }
          : { kind: 'number', text: int64Text(high, low), value: int64Value(high, low), note: 'int64' }
      }
    }
  }

  private array(count: number, depth: number, offset: number): ValueNode {
    this.expect(count, 1, offset)
    const children: ValueNode[] = []
    for (let i = 0; i < count && !this.budget.isSpent; i += 1) children.push({ ...this.item(depth + 1), key: i })
    return container('array', children, count)
  }

  private map(count: number, depth: number, offset: number): ValueNode {
    this.expect(count, 2, offset)
    const children: ValueNode[] = []
    while (children.length < count && !this.budget.isSpent) {
      const key = this.item(depth + 1)
      // a key that was cut within leaves the reader in its middle: nothing after it can be read
      const isCut = this.budget.isSpent && key.children !== undefined
      const value: ValueNode = isCut ? { kind: 'other', text: '…', omitted: 1 } : this.item(depth + 1)
      children.push({ ...value, key: keyOf(key) })
    }
    return container('object', children, count)
  }

  /** Each object takes a byte: what cannot be there is not waited for. */
  private expect(count: number, objectsEach: number, offset: number): void {
    if (count * objectsEach <= this.reader.left) return
    fail('truncated', this.reader.end, `${count} members announced at byte ${offset}`)
  }

  private extension(length: number): ValueNode {
    const type = this.reader.i8()
    const bytes = this.reader.take(length)
    return (type === -1 ? timestamp(bytes) : undefined) ?? bytesNode(bytes, `ext ${type}`)
  }
}

function container(kind: 'array' | 'object', children: ValueNode[], count: number): ValueNode {
  return children.length < count ? { kind, children, omitted: count - children.length } : { kind, children }
}

function numberNode(value: number, note: string): ValueNode {
  return { kind: 'number', text: doubleText(value), value, note }
}

/** Extension type -1: seconds, and nanoseconds in the forms of 8 and 12 bytes. */
function timestamp(bytes: Uint8Array): ValueNode | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length === 4) return moment(0, view.getUint32(0), 0)
  if (bytes.length === 8) return moment(view.getUint32(0) & 3, view.getUint32(4), view.getUint32(0) >>> 2)
  return bytes.length === 12 ? moment(view.getInt32(4), view.getUint32(8), view.getUint32(0)) : undefined
}

function moment(high: number, low: number, nanoseconds: number): ValueNode | undefined {
  if (nanoseconds > 999_999_999) return undefined
  const seconds = int64Value(high, low)
  const exact = `${int64Text(high, low)} s${nanoseconds > 0 ? ` ${nanoseconds} ns` : ''}`
  const text = isoTime(seconds, nanoseconds)
  return { kind: 'other', text: text ?? exact, note: noteOf('timestamp', text === undefined ? undefined : exact) }
}
