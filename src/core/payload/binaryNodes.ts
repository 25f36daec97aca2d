import { hexOf } from './hex'
import { decodeUtf8, decodeUtf8Strict } from './utf8'
import type { ValueNode } from './tree'

/** Bytes of a byte string that are written out; the hex view of the payload has them all. */
const hexBytes = 16_384

/** What the encoding says about a value, in the words of the format, joined. */
export function noteOf(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ')
}

export function bytesNode(bytes: Uint8Array, note = ''): ValueNode {
  const text = hexOf(bytes.subarray(0, hexBytes)) + (bytes.length > hexBytes ? ' …' : '')
  return { kind: 'bytes', text, note: noteOf(note, `${bytes.length} B`) }
}

/** Text that should be UTF-8; what is ill-formed shows as U+FFFD and is said. */
export function textNode(bytes: Uint8Array, note?: string): ValueNode {
  const text = decodeUtf8Strict(bytes)
  if (text !== undefined) return note ? { kind: 'string', text, note } : { kind: 'string', text }
  return { kind: 'string', text: decodeUtf8(bytes), note: noteOf(note, 'not UTF-8') }
}

/** A key that is no plain text or small number, as it is shown; bounded, whatever it holds. */
export function keyOf(node: ValueNode): string | number {
  if (node.kind === 'string') return node.text ?? ''
  if (node.kind === 'number' && Number.isSafeInteger(node.value)) return node.value ?? 0
  return shown(node, 3)
}

const keyCharacters = 64
const keyMembers = 4

function shown(node: ValueNode, depth: number): string {
  if (node.kind === 'bytes') return `h'${(node.text ?? '').slice(0, keyCharacters)}'`
  if (node.kind === 'string') return JSON.stringify((node.text ?? '').slice(0, keyCharacters))
  if (!node.children) return (node.text ?? node.kind).slice(0, keyCharacters)
  const members = depth === 0 ? [] : node.children.slice(0, keyMembers).map((child) => member(node, child, depth - 1))
  const rest = node.children.length > members.length || node.omitted ? ['…'] : []
  const text = [...members, ...rest].join(', ')
  return node.kind === 'array' ? `[${text}]` : `{${text}}`
}

function member(parent: ValueNode, child: ValueNode, depth: number): string {
  const value = shown(child, depth)
  return parent.kind === 'array' ? value : `${String(child.key ?? '').slice(0, keyCharacters)}: ${value}`
}
