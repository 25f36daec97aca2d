import { ByteReader, DecodeError, fail } from './byteReader'
import { adler32, crc32 } from './checksum'
import { inflateRaw, Output } from './inflate'
import { decodeLimits, type DecodeFailure, type DecodeLimits } from './tree'

/** How bytes were compressed: gzip RFC 1952, zlib RFC 1950, deflate RFC 1951 (without a header, so never guessed). */
export type Wrapping = 'gzip' | 'zlib' | 'deflate'

export interface Unwrapped {
  /** the innermost bytes; the payload itself when nothing was wrapped or unwrapping failed */
  bytes: Uint8Array
  /** what was taken off, outermost first */
  wrappings: Wrapping[]
  /** why `bytes` are still wrapped: as `gzip` says by its first bytes, but broken, or larger than the bound */
  failure?: DecodeFailure & { wrapping: Wrapping }
}

/** A stream can hold itself (there are such quines): somewhere it must end. */
const maxWrappings = 4

/** Work in steps: who does it may do something else in between, or leave it. Yields how many bytes have come out. */
export type Steps<T> = Generator<number, T>

/** All steps at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** All of {@link unwrapSteps} at once: blocks made to be slow take seconds on a phone. */
export const unwrap = (bytes: Uint8Array, limits: DecodeLimits = decodeLimits): Unwrapped =>
  atOnce(unwrapSteps(bytes, limits))

/**
 * Takes gzip and zlib off, one in the other too. The output is bounded by `maxBytes`. Never throws.
 * zlib has a weak signature: bytes that only look like it are left alone.
 */
export function* unwrapSteps(bytes: Uint8Array, limits: DecodeLimits = decodeLimits): Steps<Unwrapped> {
  const wrappings: Wrapping[] = []
  for (;;) {
    const wrapping = wrappings.length < maxWrappings ? wrappingOf(bytes) : undefined
    if (!wrapping) return { bytes, wrappings }
    const inner = yield* inflate(bytes, wrapping, limits)
    if (!inner.ok) {
      const isSure = wrapping === 'gzip' || inner.failure.code === 'tooLarge'
      return isSure ? { bytes, wrappings, failure: { ...inner.failure, wrapping } } : { bytes, wrappings }
    }
    bytes = inner.bytes
    wrappings.push(wrapping)
  }
}

/** What the first bytes say. `deflate` has none. */
function wrappingOf(bytes: Uint8Array): 'gzip' | 'zlib' | undefined {
  const [first = 0, second = 0, third = 0] = bytes
  if (first === 0x1f && second === 0x8b && third === 8) return 'gzip'
  // CM 8, CINFO up to 7, no preset dictionary, and a header that divides by 31
  const isZlib = (first & 0x8f) === 8 && (second & 0x20) === 0 && (first * 256 + second) % 31 === 0
  return isZlib && bytes.length >= 8 ? 'zlib' : undefined
}

/** Takes one wrapping off, checksum checked. Never throws. */
export function* inflate(
  bytes: Uint8Array,
  wrapping: Wrapping,
  limits: DecodeLimits = decodeLimits,
): Steps<{ ok: true; bytes: Uint8Array } | { ok: false; failure: DecodeFailure }> {
  try {
    const output = new Output(limits.maxBytes)
    const take = { gzip: gunzip, zlib: unzlib, deflate: inflateWhole }[wrapping]
    yield* take(bytes, output)
    return { ok: true, bytes: output.bytes.slice(0, output.length) }
  } catch (error) {
    if (error instanceof DecodeError) return { ok: false, failure: error.failure }
    throw error
  }
}

function* inflateWhole(bytes: Uint8Array, output: Output): Steps<void> {
  const end = yield* inflateRaw(bytes, 0, output)
  if (end < bytes.length) fail('invalid', end, `${bytes.length - end} bytes after the stream`)
}

function* unzlib(bytes: Uint8Array, output: Output): Steps<void> {
  const reader = new ByteReader(bytes)
  const header = reader.u16()
  if ((header & 0x8f00) !== 0x0800 || header % 31 !== 0) fail('invalid', 0, 'header')
  if (header & 0x20) fail('unsupported', 1, 'preset dictionary')
  const end = yield* inflateRaw(bytes, 2, output)
  reader.offset = end
  if (reader.u32() !== (yield* adler32(output.bytes.subarray(0, output.length)))) fail('invalid', end, 'Adler-32')
  if (reader.left > 0) fail('invalid', reader.offset, `${reader.left} bytes after the stream`)
}

/** All members of a gzip file, joined (RFC 1952 §2.2). */
function* gunzip(bytes: Uint8Array, output: Output): Steps<void> {
  for (let at = 0; at === 0 || at < bytes.length;) {
    // tar and block devices pad with zeros
    if (at > 0 && bytes[at] === 0 && bytes.subarray(at).every((byte) => byte === 0)) return
    at = yield* member(bytes, at, output)
    // there may be tens of thousands that are empty
    yield output.length
  }
}

/** @returns where the next one begins */
function* member(bytes: Uint8Array, at: number, output: Output): Steps<number> {
  const reader = new ByteReader(bytes, at)
  if (reader.u16() !== 0x1f8b || reader.u8() !== 8) fail('invalid', at, 'header of a member')
  const flags = reader.u8()
  if (flags & 0xe0) fail('invalid', at + 3, 'reserved flags')
  reader.take(6)
  if (flags & 4) reader.take(reader.u8() + reader.u8() * 256)
  for (const flag of [8, 16]) if (flags & flag) while (reader.u8() !== 0);
  if (flags & 2) reader.take(2)
  const start = output.length
  const end = yield* inflateRaw(bytes, reader.offset, output)
  reader.offset = end
  const inner = output.bytes.subarray(start, output.length)
  if (swapped(reader.u32()) !== (yield* crc32(inner))) fail('invalid', end, 'CRC-32')
  if (swapped(reader.u32()) !== inner.length) fail('invalid', end + 4, 'length')
  return reader.offset
}

/** Little-endian: gzip's numbers. */
function swapped(word: number): number {
  return ((word >>> 24) | ((word >>> 8) & 0xff00) | ((word << 8) & 0xff0000) | (word << 24)) >>> 0
}
