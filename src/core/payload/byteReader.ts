import type { Decoded, DecodeFailure, DecodeLimits, ValueNode } from './tree'

/** Thrown and caught within a decoder: what {@link decodeTree} turns into a failure. */
export class DecodeError extends Error {
  constructor(readonly failure: DecodeFailure) {
    super(failure.code)
    this.name = 'DecodeError'
  }
}

export function fail(code: DecodeFailure['code'], offset: number, detail?: string): never {
  throw new DecodeError(detail === undefined ? { code, offset } : { code, offset, detail })
}

/**
 * Reads numbers in network order from a range of bytes. Every read past the end fails with the offset; nothing is
 * allocated for a length that the bytes merely claim.
 */
export class ByteReader {
  private readonly view: DataView

  constructor(
    readonly bytes: Uint8Array,
    /** of the next byte, counted from the start of `bytes` */
    public offset = 0,
    /** exclusive */
    readonly end = bytes.length,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.end - this.offset
  }

  u8(): number {
    return this.view.getUint8(this.skip(1))
  }

  u16(): number {
    return this.view.getUint16(this.skip(2))
  }

  u32(): number {
    return this.view.getUint32(this.skip(4))
  }

  i8(): number {
    return this.view.getInt8(this.skip(1))
  }

  i16(): number {
    return this.view.getInt16(this.skip(2))
  }

  i32(): number {
    return this.view.getInt32(this.skip(4))
  }

  f32(): number {
    return this.view.getFloat32(this.skip(4))
  }

  f64(): number {
    return this.view.getFloat64(this.skip(8))
  }

  /** A view of the next bytes, no copy. */
  take(length: number): Uint8Array {
    const from = this.skip(length)
    return this.bytes.subarray(from, from + length)
  }

  /** @returns the offset before the step */
  private skip(length: number): number {
    if (length > this.left) fail('truncated', this.end, `${length - this.left} bytes missing`)
    const from = this.offset
    this.offset += length
    return from
  }
}

/** Counts the nodes of one tree; when it is spent, decoders stop where they are and say what they left out. */
export class NodeBudget {
  private left: number

  constructor(private readonly limits: DecodeLimits) {
    this.left = limits.maxNodes
  }

  get isSpent(): boolean {
    return this.left <= 0
  }

  get maxDepth(): number {
    return this.limits.maxDepth
  }

  /** To be called once for each node. */
  spend(depth: number, offset: number): void {
    this.checkDepth(depth, offset)
    this.left -= 1
  }

  checkDepth(depth: number, offset: number): void {
    if (depth > this.limits.maxDepth) fail('tooDeep', offset, `depth ${this.limits.maxDepth}`)
  }
}

/** Runs a decoder with bounds; what it throws on purpose becomes a failure. */
export function decodeTree(
  bytes: Uint8Array,
  limits: DecodeLimits,
  decode: (reader: ByteReader, budget: NodeBudget) => ValueNode,
): Decoded {
  try {
    if (bytes.length > limits.maxBytes) fail('tooLarge', limits.maxBytes, `${bytes.length} bytes`)
    return { ok: true, tree: decode(new ByteReader(bytes), new NodeBudget(limits)) }
  } catch (error) {
    if (error instanceof DecodeError) return { ok: false, failure: error.failure }
    throw error
  }
}
