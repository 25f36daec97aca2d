/** Structures of binary formats, looked at without decoding: first bytes and at most so many steps. */
const maxSteps = 64

/** How far the bytes are what a format asks for. */
export interface Likeness {
  /** items or fields that were passed */
  steps: number
  /** whether the payload ends exactly where its structure does; false too when the steps were used up */
  isWhole: boolean
  /** whether the whole is a map, a list, or text longer than its own head: chance alone makes numbers */
  isStructure: boolean
}

/** RFC 1952 and RFC 1950: magic numbers, the method, and the check of the header. */
export function compressionOf(bytes: Uint8Array): 'gzip' | 'zlib' | undefined {
  const [first = 0, second = 0, third = 0] = bytes
  if (bytes.length >= 18 && first === 0x1f && second === 0x8b && third === 0x08) return 'gzip'
  // the window is 32 KB wherever zlib is written; the check alone lets one in 31 pass
  const isZlib = bytes.length >= 8 && first === 0x78 && (first * 256 + second) % 31 === 0 && (second & 0x20) === 0
  return isZlib ? 'zlib' : undefined
}

/** CBOR, RFC 8949: one item that takes up the whole payload. @returns undefined when it is none */
export function cborLikeness(bytes: Uint8Array): Likeness | undefined {
  const isStructure = (((bytes[0] ?? 0) >> 5) & 7) >= 4 && bytes.length > 1
  return walk(bytes, isStructure, cborItem)
}

/** MessagePack: one object that takes up the whole payload. @returns undefined when it is none */
export function messagePackLikeness(bytes: Uint8Array): Likeness | undefined {
  const first = bytes[0] ?? 0
  const isStructure = (first >= 0x80 && first <= 0x9f) || (first >= 0xdc && first <= 0xdf)
  return walk(bytes, isStructure && bytes.length > 1, messagePackItem)
}

/** Protobuf: fields with plausible numbers until the end. @returns undefined when it is none */
export function protobufLikeness(bytes: Uint8Array): Likeness | undefined {
  let at = 0
  let steps = 0
  let hasLength = false
  while (at < bytes.length && steps < maxSteps) {
    const key = varint(bytes, at)
    if (!key || key.value < 8 || key.value >> 3 > maxFieldNumber) return undefined
    const wire = key.value & 7
    const end = fieldEnd(bytes, key.end, wire)
    if (end === undefined || end > bytes.length) return undefined
    hasLength = hasLength || wire === 2
    at = end
    steps += 1
  }
  return steps === 0 ? undefined : { steps, isWhole: at === bytes.length, isStructure: hasLength || steps > 2 }
}

/** Of fields that people number; the format would allow 2^29 − 1. */
const maxFieldNumber = 10_000

function fieldEnd(bytes: Uint8Array, at: number, wire: number): number | undefined {
  if (wire === 0) return varint(bytes, at)?.end
  if (wire === 1) return at + 8
  if (wire === 5) return at + 4
  const length = wire === 2 ? varint(bytes, at) : undefined
  return length && length.end + length.value
}

function varint(bytes: Uint8Array, from: number): { value: number; end: number } | undefined {
  let value = 0
  for (let i = 0; i < 10; i += 1) {
    const byte = bytes[from + i]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * Math.pow(2, 7 * i)
    if (byte < 0x80) return { value, end: from + i + 1 }
  }
  return undefined
}

/** An item: where it ends without its children, and how many items follow it as its children. */
interface Item {
  end: number
  children: number
}

function walk(
  bytes: Uint8Array,
  isStructure: boolean,
  itemAt: (bytes: Uint8Array, at: number) => Item | 'break' | undefined,
): Likeness | undefined {
  let at = 0
  let steps = 0
  /** items still to come in each open list or map; Infinity until a break */
  const open: number[] = [1]
  while (open.length > 0 && steps < maxSteps) {
    const item = itemAt(bytes, at)
    if (!item) return undefined
    steps += 1
    const left = open[open.length - 1] ?? 0
    if (item === 'break') {
      if (left !== Infinity) return undefined
      open.pop()
      at += 1
    } else {
      if (item.end > bytes.length || (item.children !== Infinity && item.children > bytes.length - item.end))
        return undefined
      open[open.length - 1] = left - 1
      if (item.children > 0) open.push(item.children)
      at = item.end
    }
    while (open[open.length - 1] === 0) open.pop()
  }
  const isDone = open.length === 0
  return isDone && at !== bytes.length ? undefined : { steps, isWhole: isDone, isStructure }
}

function cborItem(bytes: Uint8Array, at: number): Item | 'break' | undefined {
  const head = bytes[at]
  if (head === undefined) return undefined
  if (head === 0xff) return 'break'
  const major = head >> 5
  const info = head & 0x1f
  if (info > 27 && info !== 31) return undefined
  const extra = info < 24 || info === 31 ? 0 : 1 << (info - 24)
  const end = at + 1 + extra
  if (end > bytes.length) return undefined
  const value = info < 24 ? info : uint(bytes, at + 1, extra)
  if (info === 31) return major >= 2 && major <= 5 ? { end, children: Infinity } : undefined
  switch (major) {
    case 2:
    case 3:
      return { end: end + value, children: 0 }
    case 4:
      return { end, children: value }
    case 5:
      return { end, children: value * 2 }
    case 6:
      return { end, children: 1 }
    default:
      return { end, children: 0 }
  }
}

function messagePackItem(bytes: Uint8Array, at: number): Item | undefined {
  const head = bytes[at]
  if (head === undefined || head === 0xc1) return undefined
  const leaf = (length: number): Item => ({ end: at + 1 + length, children: 0 })
  if (head < 0x80 || head >= 0xe0) return leaf(0)
  if (head < 0x90) return { end: at + 1, children: (head & 0x0f) * 2 }
  if (head < 0xa0) return { end: at + 1, children: head & 0x0f }
  if (head < 0xc0) return leaf(head & 0x1f)
  const fixed = fixedLengths[head - 0xc0] ?? 0
  if (fixed >= 0) return leaf(fixed)
  const width = -fixed
  const value = uint(bytes, at + 1, width)
  if (head >= 0xdc) return { end: at + 1 + width, children: head >= 0xde ? value * 2 : value }
  // an extension has its type before its data
  return leaf(width + (head >= 0xc7 && head <= 0xc9 ? 1 : 0) + value)
}

/** Of the heads 0xc0 to 0xdf: bytes that follow; negative: so many bytes say how many follow. */
const fixedLengths = [
  ...[0, 0, 0, 0, -1, -2, -4, -1, -2, -4, 4, 8, 1, 2, 4, 8],
  ...[1, 2, 4, 8, 2, 3, 5, 9, 17, -1, -2, -4, -2, -4, -2, -4],
]

function uint(bytes: Uint8Array, at: number, length: number): number {
  let value = 0
  for (let i = 0; i < length; i += 1) value = value * 256 + (bytes[at + i] ?? 0)
  return value
}
