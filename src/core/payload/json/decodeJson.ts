import { decodeLimits, type Decoded, type DecodeFailure, type DecodeLimits, type ValueNode } from '../tree'
import { invalidUtf8At } from '../utf8'
import { JsonReader } from './reader'
import type { JsonReason } from './reason'
import { placeOf } from './place'

export interface JsonFailure extends DecodeFailure {
  /** The words are the catalogue's; `detail` is the character that was found, absent at the end of the text. */
  reason: JsonReason
}

export type DecodedJson = Extract<Decoded, { ok: true }> | { ok: false; failure: JsonFailure }

/**
 * JSON as a tree. Numbers keep their spelling, keys that come twice are both there, strings have their escapes read.
 * Also taken, and marked by a `note`: NaN and Infinity (`notJson`, without a value), and one value per line (`lines`,
 * a list at the root). What is beyond the limits is checked, counted in `omitted`, and not in the tree.
 */
export function decodeJson(bytes: Uint8Array, limits: DecodeLimits = decodeLimits): DecodedJson {
  if (bytes.length > limits.maxBytes) return { ok: false, failure: failureAt(bytes, limits.maxBytes, 'tooLarge') }
  const reader = new JsonReader(bytes, true)
  const builder = new TreeBuilder(reader, limits)
  reader.next()
  let tree = builder.value(undefined, 0)
  if (reader.next() === 'error') {
    const failure = failureAt(bytes, reader.start, reader.reason)
    if (reader.reason !== 'trailingData' || !hasLineBreakBefore(bytes, reader.start)) return { ok: false, failure }
    const lines = readLines(bytes, reader, builder, tree)
    if (!lines)
      return { ok: false, failure: builder.lines > 1 ? failureAt(bytes, reader.start, reader.reason) : failure }
    tree = lines
  }
  const badAt = reader.hasWide ? invalidUtf8At(bytes) : -1
  return badAt < 0 ? { ok: true, tree } : { ok: false, failure: failureAt(bytes, badAt, 'badUtf8') }
}

/** Strictly JSON (RFC 8259), as another program would read it. @returns undefined when it is */
export function jsonFailure(bytes: Uint8Array): JsonFailure | undefined {
  const reader = new JsonReader(bytes)
  let token = reader.next()
  while (token !== 'end' && token !== 'error') token = reader.next()
  if (token === 'error') return failureAt(bytes, reader.start, reader.reason)
  const badAt = reader.hasWide ? invalidUtf8At(bytes) : -1
  return badAt < 0 ? undefined : failureAt(bytes, badAt, 'badUtf8')
}

function failureAt(bytes: Uint8Array, offset: number, reason: JsonReason = 'expectedValue'): JsonFailure {
  const isCut = offset >= bytes.length || reason === 'unclosedString'
  const code = reason === 'tooDeep' || reason === 'tooLarge' ? reason : isCut ? 'truncated' : 'invalid'
  return { code, reason, offset, ...placeOf(bytes, offset) }
}

function readLines(bytes: Uint8Array, reader: JsonReader, builder: TreeBuilder, first: ValueNode) {
  const children: ValueNode[] = [{ ...first, key: 0 }]
  builder.lines = 1
  let omitted = 0
  while (reader.token !== 'end') {
    reader.restart()
    reader.next()
    if (builder.isFull) {
      omitted += 1
      reader.skip()
    } else children.push(builder.value(children.length, 1))
    const isError = reader.next() === 'error'
    if (isError && (reader.reason !== 'trailingData' || !hasLineBreakBefore(bytes, reader.start))) return undefined
    builder.lines += 1
  }
  const root: ValueNode = { kind: 'array', note: 'lines', children }
  return omitted > 0 ? { ...root, omitted } : root
}

function hasLineBreakBefore(bytes: Uint8Array, offset: number): boolean {
  let at = offset - 1
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at -= 1
  return bytes[at] === 0x0a || bytes[at] === 0x0d
}

/** Makes nodes of the value that a reader stands on, until the limits. */
export class TreeBuilder {
  /** values that were read in full, where each has a line */
  lines = 0
  private nodes = 0

  constructor(
    private readonly reader: JsonReader,
    private readonly limits: DecodeLimits,
  ) {}

  get isFull(): boolean {
    return this.nodes >= this.limits.maxNodes
  }

  /** Recurses as deep as the limits allow. */
  value(key: string | number | undefined, depth: number): ValueNode {
    const { reader } = this
    this.nodes += 1
    const named = key === undefined ? {} : { key }
    switch (reader.token) {
      case '{':
      case '[':
        return this.container(named, depth)
      case 'string':
        return { ...named, kind: 'string', text: reader.text() }
      case 'number': {
        const text = reader.source()
        return { ...named, kind: 'number', text, value: Number(text) }
      }
      case 'nan':
        return { ...named, kind: 'number', text: reader.source(), note: 'notJson' }
      case 'true':
      case 'false':
        return { ...named, kind: 'boolean', text: reader.token }
      default:
        return { ...named, kind: 'null', text: 'null' }
    }
  }

  private container(named: { key?: string | number }, depth: number): ValueNode {
    const { reader } = this
    const isObject = reader.token === '{'
    const children: ValueNode[] = []
    let omitted = 0
    for (let index = 0; ; index += 1) {
      let token = reader.next()
      if (token === '}' || token === ']' || token === 'error') break
      const isLeftOut = this.isFull || depth >= this.limits.maxDepth
      const key = isObject ? (isLeftOut ? '' : reader.text()) : index
      if (isObject) token = reader.next()
      if (token === 'error') break
      if (isLeftOut) {
        omitted += 1
        reader.skip()
      } else children.push(this.value(key, depth + 1))
      if (reader.reason) break
    }
    const node: ValueNode = { ...named, kind: isObject ? 'object' : 'array', children }
    if (omitted > 0) node.omitted = omitted
    return node
  }
}
