import { fail } from './byteReader'

/** Lengths and distances of RFC 1951 §3.2.5: what a symbol begins at, and how many bits follow. */
const lengthBase = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const distanceBits = Array.from({ length: 30 }, (_, i) => (i < 2 ? 0 : (i >> 1) - 1))
const distanceBase = Array.from({ length: 30 }, (_, i) => (i < 4 ? i + 1 : ((2 + (i & 1)) << ((i >> 1) - 1)) + 1))
const orderOfLengths = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

/** Codes up to this length are looked up at once, longer ones bit by bit: a large table would cost more than a block. */
const quickBits = 9
const maxBits = 15
const firstOutputBytes = 4_096

interface Huffman {
  /** by the next nine bits: symbol × 16 + length, 0 for what is longer */
  quick: Uint16Array
  /** how many codes have each length */
  counts: Uint16Array
  /** in the order of their codes */
  symbols: Uint16Array
}

/** What comes out, growing as it fills: memory follows the output, never a claim. */
export class Output {
  bytes: Uint8Array
  length = 0

  constructor(private readonly maxBytes: number) {
    this.bytes = new Uint8Array(Math.min(maxBytes, firstOutputBytes))
  }

  /** Makes room. @throws DecodeError `tooLarge` @param offset in the input, for the failure */
  reserve(more: number, offset: number): void {
    const wanted = this.length + more
    if (wanted <= this.bytes.length) return
    if (wanted > this.maxBytes) fail('tooLarge', offset, `more than ${this.maxBytes} bytes`)
    const larger = new Uint8Array(Math.min(this.maxBytes, Math.max(wanted, this.bytes.length * 2)))
    larger.set(this.bytes)
    this.bytes = larger
  }
}

/** Symbols of a step, or as much other work: some milliseconds on a phone without a compiler. */
const stepWork = 16_384
/** What the code tables of a block cost, counted in symbols */
const tablesWork = 2_048

/**
 * Inflates one raw DEFLATE stream (RFC 1951), step by step.
 * @param output to which it is appended
 * @yields after each step how much has come out
 * @returns the offset behind the stream's last byte
 * @throws DecodeError, with the offset in `bytes`
 */
export function* inflateRaw(bytes: Uint8Array, from: number, output: Output): Generator<number, number> {
  const inflater = new Inflater(bytes, from, output)
  while (!inflater.step()) yield output.length
  return inflater.end
}

class Inflater {
  /** of the block that is being read */
  private codes: { literals: Huffman; distances: Huffman } | undefined
  private isLast = false
  private bits = 0
  private bitCount = 0
  private readonly start: number

  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
    private readonly output: Output,
  ) {
    this.start = output.length
  }

  /** @returns whether the stream has ended */
  step(): boolean {
    for (let work = stepWork; work > 0;) {
      if (this.codes) work -= this.block(this.codes, work)
      else if (this.isLast) return true
      else work -= this.begin()
    }
    return false
  }

  get end(): number {
    // whole bytes that were read ahead belong to what follows
    return this.at - (this.bitCount >> 3)
  }

  /** A block's header. @returns the work */
  private begin(): number {
    this.isLast = this.take(1) === 1
    const type = this.take(2)
    if (type === 0) return this.stored()
    if (type === 1) this.codes = fixedCodes()
    else if (type === 2) this.codes = this.dynamic()
    else this.invalid('block type 3')
    return type === 2 ? tablesWork : 1
  }

  private invalid(detail: string): never {
    fail('invalid', Math.min(this.at, this.bytes.length) - (this.bitCount >> 3), detail)
  }

  private take(count: number): number {
    while (this.bitCount < count) this.fill()
    const value = this.bits & ((1 << count) - 1)
    this.bits >>>= count
    this.bitCount -= count
    return value
  }

  private fill(): void {
    const byte = this.bytes[this.at]
    if (byte === undefined) fail('truncated', this.bytes.length, 'the stream has no end')
    this.bits |= byte << this.bitCount
    this.bitCount += 8
    this.at += 1
  }

  private symbol(code: Huffman): number {
    // near the end of the stream there may be fewer bits than a look-up takes
    while (this.bitCount < quickBits && this.at < this.bytes.length) this.fill()
    const found = code.quick[this.bits & ((1 << quickBits) - 1)] ?? 0
    const length = found & 15
    if (found === 0 || length > this.bitCount) return this.slowSymbol(code)
    this.bits >>>= length
    this.bitCount -= length
    return found >> 4
  }

  /** Canonical codes of one length are consecutive: walk the lengths. */
  private slowSymbol(code: Huffman): number {
    let value = 0
    let first = 0
    let index = 0
    for (let length = 1; length <= maxBits; length += 1) {
      value |= this.take(1)
      const count = code.counts[length] ?? 0
      if (value - first < count) return code.symbols[index + value - first] ?? 0
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    return this.invalid('no such code')
  }

  private stored(): number {
    // the rest of the byte is padding; whole bytes read ahead go back
    this.at -= this.bitCount >> 3
    this.bits = 0
    this.bitCount = 0
    const { bytes, at } = this
    if (at + 4 > bytes.length) fail('truncated', bytes.length, 'length of a stored block')
    const length = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
    const check = (bytes[at + 2] ?? 0) | ((bytes[at + 3] ?? 0) << 8)
    if ((length ^ 0xffff) !== check) this.invalid('length of a stored block')
    if (at + 4 + length > bytes.length) fail('truncated', bytes.length, 'stored block')
    const { output } = this
    output.reserve(length, at)
    output.bytes.set(bytes.subarray(at + 4, at + 4 + length), output.length)
    output.length += length
    this.at += 4 + length
    return 1 + (length >> 6)
  }

  private dynamic(): { literals: Huffman; distances: Huffman } {
    const literals = this.take(5) + 257
    const distances = this.take(5) + 1
    const codes = this.take(4) + 4
    if (literals > 286 || distances > 30) this.invalid('number of codes')
    const lengths = new Uint8Array(19)
    for (let i = 0; i < codes; i += 1) lengths[orderOfLengths[i] ?? 0] = this.take(3)
    const all = this.codeLengths(this.huffman(lengths), literals + distances)
    if (all[256] === 0) this.invalid('no end of block')
    return { literals: this.huffman(all.subarray(0, literals)), distances: this.huffman(all.subarray(literals)) }
  }

  private codeLengths(code: Huffman, count: number): Uint8Array {
    const lengths = new Uint8Array(count)
    for (let i = 0; i < count;) {
      const symbol = this.symbol(code)
      if (symbol < 16) {
        lengths[i++] = symbol
        continue
      }
      if (symbol === 16 && i === 0) this.invalid('nothing to repeat')
      const value = symbol === 16 ? (lengths[i - 1] ?? 0) : 0
      const times = symbol === 16 ? 3 + this.take(2) : symbol === 17 ? 3 + this.take(3) : 11 + this.take(7)
      if (i + times > count) this.invalid('too many code lengths')
      lengths.fill(value, i, i + times)
      i += times
    }
    return lengths
  }

  private huffman(lengths: Uint8Array): Huffman {
    const code = huffmanOf(lengths)
    return code ?? this.invalid('code lengths')
  }

  /** Up to its end or as far as the work goes. @returns what it took */
  private block({ literals, distances }: { literals: Huffman; distances: Huffman }, work: number): number {
    const { output } = this
    for (let left = work; left > 0; left -= 1) {
      const symbol = this.symbol(literals)
      if (symbol === 256) {
        this.codes = undefined
        return work - left + 1
      }
      if (symbol < 256) {
        if (output.length === output.bytes.length) output.reserve(1, this.at - (this.bitCount >> 3))
        output.bytes[output.length++] = symbol
      } else left -= this.copy(symbol - 257, distances) >> 3
    }
    return work
  }

  /** @returns how many bytes */
  private copy(lengthSymbol: number, distances: Huffman): number {
    const base = lengthBase[lengthSymbol]
    if (base === undefined) this.invalid('length symbol')
    const length = base + this.take(lengthBits[lengthSymbol] ?? 0)
    const symbol = this.symbol(distances)
    const far = distanceBase[symbol]
    if (far === undefined) this.invalid('distance symbol')
    const distance = far + this.take(distanceBits[symbol] ?? 0)
    const { output } = this
    if (distance > output.length - this.start) this.invalid('distance before the start')
    output.reserve(length, this.at - (this.bitCount >> 3))
    const { bytes } = output
    const end = output.length + length
    // byte by byte: the copy may overlap what it writes
    for (let to = output.length; to < end; to += 1) bytes[to] = bytes[to - distance] ?? 0
    output.length = end
    return length
  }
}

/** @returns undefined when the lengths make no code: too many, or too few but for a single one */
function huffmanOf(lengths: Uint8Array): Huffman | undefined {
  const counts = new Uint16Array(maxBits + 1)
  let total = 0
  for (let symbol = 0; symbol < lengths.length; symbol += 1) {
    const length = lengths[symbol] ?? 0
    if (length === 0) continue
    counts[length] = (counts[length] ?? 0) + 1
    total += 1
  }
  let space = 1
  const next = new Uint16Array(maxBits + 2)
  const index = new Uint16Array(maxBits + 2)
  for (let length = 1; length <= maxBits; length += 1) {
    const count = counts[length] ?? 0
    space = space * 2 - count
    if (space < 0) return undefined
    next[length + 1] = ((next[length] ?? 0) + count) << 1
    index[length + 1] = (index[length] ?? 0) + count
  }
  if (space > 0 && !(total === 0 || (total === 1 && counts[1] === 1))) return undefined
  const code: Huffman = { quick: new Uint16Array(1 << quickBits), counts, symbols: new Uint16Array(total) }
  for (let symbol = 0; symbol < lengths.length; symbol += 1) {
    const length = lengths[symbol] ?? 0
    if (length === 0) continue
    const at = index[length] ?? 0
    code.symbols[at] = symbol
    index[length] = at + 1
    const value = next[length] ?? 0
    next[length] = value + 1
    if (length <= quickBits) lookUp(code.quick, value, length, symbol)
  }
  return code
}

/** Codes come with their first bit lowest: every index that ends in the reversed code is the symbol. */
function lookUp(quick: Uint16Array, value: number, length: number, symbol: number): void {
  let reversed = 0
  for (let i = 0; i < length; i += 1) reversed |= ((value >> i) & 1) << (length - 1 - i)
  for (let i = reversed; i < quick.length; i += 1 << length) quick[i] = symbol * 16 + length
}

let fixed: { literals: Huffman; distances: Huffman } | undefined

/** The codes of RFC 1951 §3.2.6, made when first needed. */
function fixedCodes(): { literals: Huffman; distances: Huffman } {
  if (fixed) return fixed
  const lengths = new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280)
  const literals = huffmanOf(lengths)
  const distances = huffmanOf(new Uint8Array(32).fill(5))
  if (!literals || !distances) fail('invalid', 0, 'fixed codes')
  fixed = { literals, distances }
  return fixed
}
