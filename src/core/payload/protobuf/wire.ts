import { ByteReader, fail } from '../byteReader'

/** Wire types of protobuf (protobuf.dev/programming-guides/encoding). */
export const wireType = { varint: 0, i64: 1, len: 2, groupStart: 3, groupEnd: 4, i32: 5 } as const
export type WireType = (typeof wireType)[keyof typeof wireType]

/** One field as it stands in the bytes. */
export interface WireField {
  number: number
  wire: WireType
  /** of the tag, in the payload */
  offset: number
  /** the value in 32-bit halves, unsigned; for `len` and a group: 0 */
  high: number
  low: number
  /** range of the content of `len` and of a group, without its end tag */
  from: number
  to: number
}

/** A varint of up to ten bytes, in 32-bit halves; bits beyond 64 are dropped, as every implementation does. */
export function readVarint(reader: ByteReader): { high: number; low: number } {
  const offset = reader.offset
  let low = 0
  let high = 0
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = reader.u8()
    const bits = byte & 0x7f
    if (shift < 28) low |= bits << shift
    else if (shift === 28) {
      low |= bits << 28
      high = bits >> 4
    } else if (shift < 63) high |= bits << (shift - 32)
    else high |= (bits & 1) << 31
    if (byte < 0x80) return { high: high >>> 0, low: low >>> 0 }
  }
  return fail('invalid', offset, 'varint of more than ten bytes')
}

const maxGroupDepth = 64

/**
 * Reads the next field, its content skipped.
 * @param depth how many more groups may be open in it
 * @throws DecodeError
 */
export function readField(reader: ByteReader, depth = maxGroupDepth): WireField {
  const field = readTag(reader)
  switch (field.wire) {
    case wireType.varint:
      Object.assign(field, readVarint(reader))
      break
    case wireType.i64:
      field.low = littleEndian(reader)
      field.high = littleEndian(reader)
      break
    case wireType.i32:
      field.low = littleEndian(reader)
      break
    case wireType.len: {
      const { high, low } = readVarint(reader)
      field.from = reader.offset
      reader.take(high === 0 ? low : Infinity)
      field.to = reader.offset
      break
    }
    case wireType.groupStart:
      field.from = reader.offset
      field.to = skipGroup(reader, field, depth)
      break
    case wireType.groupEnd:
      fail('invalid', field.offset, `end of group ${field.number} without its start`)
  }
  return field
}

function readTag(reader: ByteReader): WireField {
  const offset = reader.offset
  const { high, low } = readVarint(reader)
  const number = low >>> 3
  const wire = low & 7
  if (high !== 0 || number === 0) fail('invalid', offset, 'field number')
  if (wire > 5) fail('invalid', offset, `wire type ${wire} of field ${number}`)
  return { number, wire: wire as WireType, offset, high: 0, low: 0, from: 0, to: 0 }
}

/** @returns where the end tag begins */
function skipGroup(reader: ByteReader, start: WireField, depth: number): number {
  if (depth <= 0) fail('tooDeep', start.offset, `group ${start.number}`)
  for (;;) {
    const at = reader.offset
    const { number, wire } = readTag(reader)
    if (wire !== wireType.groupEnd) {
      reader.offset = at
      readField(reader, depth - 1)
      continue
    }
    if (number !== start.number) fail('invalid', at, `end of group ${number} in group ${start.number}`)
    return at
  }
}

export function littleEndian(reader: ByteReader): number {
  const word = reader.u32()
  return ((word >>> 24) | ((word >>> 8) & 0xff00) | ((word << 8) & 0xff0000) | (word << 24)) >>> 0
}

/** All fields of a message, for messages whose shape is known; their count is bounded by the bytes. */
export function readFields(bytes: Uint8Array, from = 0, to = bytes.length): WireField[] {
  const reader = new ByteReader(bytes, from, to)
  const fields: WireField[] = []
  while (reader.left > 0) fields.push(readField(reader))
  return fields
}

/** Whether the range is a message from its first byte to its last. Throws nothing: it is asked of every unknown field. */
export function isMessage(bytes: Uint8Array, from: number, to: number): boolean {
  const groups: number[] = []
  let at = from
  /** @returns -1 when there is none */
  const varint = (): number => {
    let value = 0
    for (let scale = 1; scale < 2 ** 70 && at < to; scale *= 128) {
      const byte = bytes[at++] ?? 0
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
    return -1
  }
  while (at < to) {
    const tag = varint()
    if (tag < 8 || tag > 0xffff_ffff) return false
    const number = tag >>> 3
    const wire = tag & 7
    if (wire === wireType.i64) at += 8
    else if (wire === wireType.i32) at += 4
    else if (wire === wireType.groupStart && groups.length < maxGroupDepth) groups.push(number)
    else if (wire === wireType.groupEnd && groups[groups.length - 1] === number) groups.pop()
    else if (wire === wireType.varint || wire === wireType.len) {
      const value = varint()
      if (value < 0) return false
      if (wire === wireType.len) at += value
    } else return false
  }
  return at === to && groups.length === 0
}

const scratch = new DataView(new ArrayBuffer(8))

export function float32Of(low: number): number {
  scratch.setUint32(0, low)
  return scratch.getFloat32(0)
}

export function float64Of(high: number, low: number): number {
  scratch.setUint32(0, high)
  scratch.setUint32(4, low)
  return scratch.getFloat64(0)
}

/** ZigZag: 0, -1, 1, -2 … as 0, 1, 2, 3 …; both halves, two's complement. */
export function unZigzag(high: number, low: number): { high: number; low: number } {
  const sign = -(low & 1)
  return { high: ((high >>> 1) ^ sign) >>> 0, low: (((low >>> 1) | (high << 31)) ^ sign) >>> 0 }
}
