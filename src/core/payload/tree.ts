/** A payload as a tree of values, whatever it was encoded in: JSON, CBOR, MessagePack, protobuf. */
export interface ValueNode {
  /** name in an object, index in a list, field number or name in protobuf; absent at the root */
  key?: string | number
  kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null' | 'bytes' | 'other'
  /** Of a leaf, as it was sent: a number keeps all its digits, bytes are hex. */
  text?: string
  /** Of a number, as near as a double comes: for charts and comparisons */
  value?: number
  /** What the encoding says besides: CBOR tag, wire type, Sparkplug data type */
  note?: string
  children?: ValueNode[]
  /** children beyond the bounds, not in `children` */
  omitted?: number
}

export interface DecodeLimits {
  maxDepth: number
  /** nodes all in all */
  maxNodes: number
  /** bytes after decompression */
  maxBytes: number
}

export const decodeLimits: DecodeLimits = { maxDepth: 64, maxNodes: 50_000, maxBytes: 16_777_216 }

export interface DecodeFailure {
  code: 'invalid' | 'truncated' | 'tooDeep' | 'tooLarge' | 'unsupported'
  /** byte of the payload where it was noticed, 0-based */
  offset: number
  /** of text: 1-based */
  line?: number
  column?: number
  /** what was found or expected, in the words of the format; for the log and the second line */
  detail?: string
}

export type Decoded = { ok: true; tree: ValueNode } | { ok: false; failure: DecodeFailure }

/** Never throws, whatever the bytes are. */
export type Decode = (bytes: Uint8Array, limits?: DecodeLimits) => Decoded
