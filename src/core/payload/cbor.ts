import { keyOf, noteOf, textNode } from './binaryNodes'
import { ByteReader, decodeTree, DecodeError, fail, type NodeBudget } from './byteReader'
import { tagged, taggedBytes } from './cborTags'
import { doubleText, floatText, halfValue, uint64Text, uint64Value } from './numberText'
import { decodeLimits, type Decode, type ValueNode } from './tree'

/** The first byte of an item and its argument (RFC 8949 §3). */
interface Head {
  offset: number
  major: number
  info: number
  /** the argument in 32-bit halves */
  high: number
  low: number
  /** the argument as a double: exact for every length that can be true */
  count: number
}

const indefinite = 31

/**
 * CBOR, RFC 8949: exactly one item. Items that are well-formed but not valid (duplicate keys, text that is not UTF-8)
 * are shown with a note.
 */
export const decodeCbor: Decode = (bytes, limits = decodeLimits) =>
  decodeTree(bytes, limits, (reader, budget) => {
    const tree = new CborDecoder(reader, budget).item(0)
    if (reader.left > 0 && !budget.isSpent) fail('invalid', reader.offset, `${reader.left} bytes after the item`)
    return tree
  })

class CborDecoder {
  constructor(
    private readonly reader: ByteReader,
    private readonly budget: NodeBudget,
  ) {}

  item(depth: number): ValueNode {
    const tags: string[] = []
    let head = this.head()
    for (; head.major === 6; head = this.head()) {
      if (head.info === indefinite) fail('invalid', head.offset, 'tag without a number')
      tags.push(uint64Text(head.high, head.low))
      this.budget.checkDepth(depth + tags.length, head.offset)
    }
    this.budget.spend(depth, head.offset)
    const inner = this.untagged(head, depth + tags.length, tags[tags.length - 1])
    return tags.reduceRight((node, tag) => tagged(tag, node), inner)
  }

  private untagged(head: Head, depth: number, tag: string | undefined): ValueNode {
    switch (head.major) {
      case 0:
        return { kind: 'number', text: uint64Text(head.high, head.low), value: head.count, note: 'uint' }
      case 1:
        return {
          kind: 'number',
          text: `-${uint64Text(head.high, head.low, 1)}`,
          value: -1 - head.count,
          note: 'negint',
        }
      case 2:
        return this.byteString(head, depth, tag)
      case 3:
        return textNode(this.string(head), head.info === indefinite ? 'indefinite' : undefined)
      case 4:
        return this.array(head, depth)
      case 5:
        return this.map(head, depth)
      default:
        return simpleNode(this.reader, head)
    }
  }

  private head(): Head {
    const { reader } = this
    const offset = reader.offset
    const initial = reader.u8()
    const info = initial & 31
    const head: Head = { offset, major: initial >> 5, info, high: 0, low: info, count: 0 }
    if (info === 24) head.low = reader.u8()
    else if (info === 25) head.low = reader.u16()
    else if (info === 26) head.low = reader.u32()
    else if (info === 27) {
      head.high = reader.u32()
      head.low = reader.u32()
    } else if (info > 27 && info < indefinite) fail('invalid', offset, `initial byte 0x${initial.toString(16)}`)
    head.count = uint64Value(head.high, head.low)
    if (info === indefinite && head.major < 2) fail('invalid', offset, 'integer without a value')
    return head
  }

  private byteString(head: Head, depth: number, tag: string | undefined): ValueNode {
    const bytes = this.string(head)
    const embedded = tag === '24' ? this.embedded(bytes, depth) : undefined
    return embedded ?? taggedBytes(tag, bytes, head.info === indefinite ? 'indefinite' : '')
  }

  /** Tag 24 holds an item in its bytes; when it does not, they are shown as bytes. */
  private embedded(bytes: Uint8Array, depth: number): ValueNode | undefined {
    if (this.budget.isSpent) return undefined
    try {
      const reader = new ByteReader(bytes)
      const node = new CborDecoder(reader, this.budget).item(depth + 1)
      return reader.left === 0 || this.budget.isSpent ? node : undefined
    } catch (error) {
      if (error instanceof DecodeError) return undefined
      throw error
    }
  }

  /** The bytes of a string of major type 2 or 3, its chunks joined. */
  private string(head: Head): Uint8Array {
    if (head.info !== indefinite) return this.reader.take(head.count)
    // twice: to know the length first, so that a million small chunks are no million objects
    const from = this.reader.offset
    let length = 0
    this.chunks(head, (bytes) => (length += bytes.length))
    const whole = new Uint8Array(length)
    this.reader.offset = from
    length = 0
    this.chunks(head, (bytes) => {
      whole.set(bytes, length)
      length += bytes.length
    })
    return whole
  }

  private chunks(head: Head, each: (bytes: Uint8Array) => void): void {
    for (let chunk = this.head(); !isBreak(chunk); chunk = this.head()) {
      if (chunk.major !== head.major || chunk.info === indefinite) fail('invalid', chunk.offset, 'chunk of a string')
      each(this.reader.take(chunk.count))
    }
  }

  private array(head: Head, depth: number): ValueNode {
    const children: ValueNode[] = []
    const omitted = this.members(head, 1, () => {
      const child = this.item(depth + 1)
      children.push({ ...child, key: children.length })
    })
    return container('array', children, omitted, head)
  }

  private map(head: Head, depth: number): ValueNode {
    const children: ValueNode[] = []
    const omitted = this.members(head, 2, () => {
      const key = this.item(depth + 1)
      // a key that was cut within leaves the reader in its middle: nothing after it can be read
      const isCut = this.budget.isSpent && key.children !== undefined
      children.push(entry(key, isCut ? { kind: 'other', text: '…', omitted: 1 } : this.item(depth + 1)))
    })
    return container('object', children, omitted, head)
  }

  /**
   * Reads members until the count, the break, or the end of the budget.
   * @returns how many were left out; of an indefinite length at least one, for nobody counted them
   */
  private members(head: Head, itemsEach: number, read: () => void): number {
    const count = head.info === indefinite ? Infinity : head.count
    // each item takes a byte: what cannot be there is not waited for
    if (count !== Infinity && count * itemsEach > this.reader.left) {
      fail('truncated', this.reader.end, `${uint64Text(head.high, head.low)} members announced at byte ${head.offset}`)
    }
    for (let i = 0; i < count; i += 1) {
      if (this.budget.isSpent) return count === Infinity ? 1 : count - i
      if (count === Infinity && this.isAtBreak()) return 0
      read()
    }
    return 0
  }

  private isAtBreak(): boolean {
    const { reader } = this
    if (reader.left === 0) fail('truncated', reader.end, 'break expected')
    if (reader.bytes[reader.offset] !== 0xff) return false
    reader.u8()
    return true
  }
}

const isBreak = (head: Head) => head.major === 7 && head.info === indefinite

function container(kind: 'array' | 'object', children: ValueNode[], omitted: number, head: Head): ValueNode {
  const node: ValueNode = { kind, children }
  if (omitted > 0) node.omitted = omitted
  if (head.info === indefinite) node.note = 'indefinite'
  return node
}

/** A member of a map: a key that is no text says what it is. */
function entry(key: ValueNode, value: ValueNode): ValueNode {
  const keyNote = key.note === undefined || key.kind === 'number' ? undefined : `key ${key.note}`
  const note = noteOf(value.note, keyNote)
  return { ...value, ...(note === '' ? {} : { note }), key: keyOf(key) }
}

function simpleNode(reader: ByteReader, head: Head): ValueNode {
  const { info, low, high } = head
  if (info === 25) return float(halfValue(low), 'float16')
  if (info === 26 || info === 27) {
    reader.offset -= info === 26 ? 4 : 8
    return info === 26 ? float(reader.f32(), 'float32') : float(reader.f64(), 'float64')
  }
  if (info === indefinite) fail('invalid', head.offset, 'break without a container')
  if (info === 24 && low < 32) fail('invalid', head.offset, `simple value ${low} in two bytes`)
  if (low === 20 || low === 21) return { kind: 'boolean', text: String(low === 21) }
  if (low === 22) return { kind: 'null', text: 'null' }
  return low === 23
    ? { kind: 'other', text: 'undefined' }
    : { kind: 'other', text: `simple(${uint64Text(high, low)})`, note: 'simple' }
}

function float(value: number, note: 'float16' | 'float32' | 'float64'): ValueNode {
  return { kind: 'number', text: note === 'float32' ? floatText(value) : doubleText(value), value, note }
}
