import type { ByteReader } from '../byteReader'
import { doubleText, floatText, int64Text, int64Value, uint64Text, uint64Value } from '../numberText'
import type { ValueNode } from '../tree'
import type { FieldType, ScalarType } from './schema'
import { float32Of, float64Of, littleEndian, readVarint, unZigzag, wireType, type WireType } from './wire'

interface Halves {
  high: number
  low: number
}

/** How a type is encoded when it is not packed. */
export function wireOf(type: FieldType['type']): WireType {
  switch (type) {
    case 'double':
    case 'fixed64':
    case 'sfixed64':
      return wireType.i64
    case 'float':
    case 'fixed32':
    case 'sfixed32':
      return wireType.i32
    case 'string':
    case 'bytes':
    case 'message':
      return wireType.len
    case 'group':
      return wireType.groupStart
    default:
      return wireType.varint
  }
}

/** One number of a packed field. */
export function readScalar(reader: ByteReader, wire: WireType): Halves {
  if (wire === wireType.varint) return readVarint(reader)
  const low = littleEndian(reader)
  return { low, high: wire === wireType.i64 ? littleEndian(reader) : 0 }
}

/** A number or truth value from its 64 bits, exact. */
export function scalarNode(type: ScalarType, { high, low }: Halves): ValueNode {
  const number = (text: string, value: number): ValueNode => ({ kind: 'number', text, value, note: type })
  switch (type) {
    case 'bool':
      return { kind: 'boolean', text: String((high | low) !== 0), note: type }
    case 'double':
      return number(doubleText(float64Of(high, low)), float64Of(high, low))
    case 'float':
      return number(floatText(float32Of(low)), float32Of(low))
    case 'int32':
    case 'sfixed32':
      return number(String(low | 0), low | 0)
    case 'uint32':
    case 'fixed32':
      return number(String(low), low)
    case 'sint32': {
      const value = unZigzag(0, low).low | 0
      return number(String(value), value)
    }
    case 'sint64': {
      const signed = unZigzag(high, low)
      return number(int64Text(signed.high, signed.low), int64Value(signed.high, signed.low))
    }
    case 'int64':
    case 'sfixed64':
      return number(int64Text(high, low), int64Value(high, low))
    default:
      return number(uint64Text(high, low), uint64Value(high, low))
  }
}
