import { bytesNode, noteOf } from './binaryNodes'
import { decimalOf, isoTime } from './numberText'
import type { ValueNode } from './tree'

/** Tags as IANA lists them, those that say something to a reader. */
const names: Record<string, string> = {
  0: 'date-time',
  1: 'epoch',
  2: 'bignum',
  3: 'negative bignum',
  4: 'decimal',
  5: 'bigfloat',
  21: 'base64url',
  22: 'base64',
  23: 'base16',
  24: 'embedded CBOR',
  30: 'rational',
  32: 'URI',
  33: 'base64url',
  34: 'base64',
  35: 'regexp',
  36: 'MIME',
  37: 'UUID',
  100: 'days since 1970',
  258: 'set',
  1004: 'date',
  55799: 'CBOR',
}

/** Bignums above this length stay bytes: decimal text of them takes quadratic time. */
const maxBignumBytes = 128

/** What a tag says about the item in it (RFC 8949 §3.4). */
export function tagged(tag: string, node: ValueNode): ValueNode {
  const name = names[tag]
  const note = noteOf(name === undefined ? `tag ${tag}` : `tag ${tag} ${name}`, meaning(tag, node))
  const named = { ...node, note: noteOf(note, node.note) }
  return tag === '4' || tag === '5' ? fractionOf(tag, named) : named
}

function meaning(tag: string, node: ValueNode): string | undefined {
  if (node.value === undefined) return undefined
  if (tag === '1') return isoTime(node.value)
  return tag === '100' ? isoTime(node.value * 86_400)?.slice(0, 10) : undefined
}

/** [exponent, mantissa] as a number: exact in tens, as near as a double comes in twos. */
function fractionOf(tag: string, node: ValueNode): ValueNode {
  const [exponent, mantissa] = node.children ?? []
  const power = exponent?.value
  if (node.children?.length !== 2 || exponent?.kind !== 'number' || mantissa?.kind !== 'number') return node
  if (power === undefined || mantissa.value === undefined) return node
  const text = tag === '4' ? decimalPoint(mantissa.text ?? '', power) : `${mantissa.text ?? ''}*2^${power}`
  const value = tag === '4' ? Number(`${mantissa.text ?? ''}e${power}`) : mantissa.value * 2 ** power
  return { kind: 'number', text, value, note: node.note ?? '' }
}

/** Moves the decimal point while that keeps the text short. */
function decimalPoint(mantissa: string, power: number): string {
  if (power >= 0 || power < -24) return power === 0 ? mantissa : `${mantissa}e${power}`
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.slice(sign.length).padStart(1 - power, '0')
  return `${sign}${digits.slice(0, power)}.${digits.slice(power)}`
}

/** A byte string as its innermost tag wants it read: an exact number, a UUID, else bytes. */
export function taggedBytes(tag: string | undefined, bytes: Uint8Array, note: string): ValueNode {
  if ((tag === '2' || tag === '3') && bytes.length <= maxBignumBytes) {
    const text = tag === '2' ? decimalOf(bytes) : `-${decimalOf(bytes, 1)}`
    return { kind: 'number', text, value: Number(text), note }
  }
  const node = bytesNode(bytes, note)
  return tag === '37' && bytes.length === 16 ? { ...node, note: noteOf(uuid(node.text ?? ''), node.note) } : node
}

function uuid(hex: string): string {
  return hex.replace(/ /g, '').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
