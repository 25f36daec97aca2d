import { decodeUtf8 } from '../utf8'
import { asciiOf, betterReason, isLetter, type JsonReason } from './reason'

/** What a reader stands on. `nan` is NaN or Infinity, which JSON does not know and some writers send. */
export type JsonToken =
  '{' | '}' | '[' | ']' | 'key' | 'string' | 'number' | 'true' | 'false' | 'null' | 'nan' | 'end' | 'error'

type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing'

/** Engines overflow their stacks somewhere; this reader has none, and a person sees nothing of so much nesting. */
const maxReaderDepth = 10_000

const quote = 0x22
const backslash = 0x5c

/**
 * Reads JSON token by token (RFC 8259), from bytes, so that every position is a byte of the payload. Commas and
 * colons are checked and passed over. Never throws and never recurses; after `end` and `error` it stays where it is.
 */
export class JsonReader {
  token: JsonToken = 'error'
  /** bytes of the token; of an error: where it was noticed */
  start = 0
  end = 0
  /** open objects and lists */
  depth = 0
  /** of a key or a string */
  hasEscape = false
  /** whether a byte beyond ASCII was passed, so that UTF-8 has to be checked */
  hasWide = false
  reason: JsonReason | undefined
  private readonly isObject: boolean[] = []
  private expected: Expected = 'value'
  /** whether a comma was passed right before */
  isAfterComma = false

  /** @param isLenient takes NaN, Infinity and a byte order mark at the beginning */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly isLenient = false,
  ) {
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
      if (isLenient) this.end = 3
      else this.reason = 'byteOrderMark'
    }
  }

  next(): JsonToken {
    if (this.reason) return this.token
    for (;;) {
      const at = this.skipBlanks()
      const byte = at < this.bytes.length ? (this.bytes[at] ?? 0) : -1
      switch (this.expected) {
        case 'colon':
          if (byte !== 0x3a) return this.fail('expectedColon', at)
          this.pass(at, 'value')
          break
        case 'commaOrEnd':
          if (byte === 0x2c) {
            this.pass(at, this.isObject[this.depth - 1] ? 'key' : 'value')
            this.isAfterComma = true
            break
          }
          return byte === 0x7d || byte === 0x5d ? this.close(byte, at) : this.fail('expectedComma', at)
        case 'keyOrEnd':
          if (byte === 0x7d) return this.close(byte, at)
          return byte === quote ? this.string('key', at) : this.fail('expectedKey', at)
        case 'key':
          return byte === quote ? this.string('key', at) : this.fail('expectedKey', at)
        case 'valueOrEnd':
          return byte === 0x5d ? this.close(byte, at) : this.value(byte, at)
        case 'value':
          return this.value(byte, at)
        case 'nothing':
          return byte < 0 ? this.set('end', at, at) : this.fail('trailingData', at)
      }
    }
  }

  /** Passes over the value it stands on; stands on its last token then, or on an error. */
  skip(): void {
    if (this.token !== '{' && this.token !== '[') return
    const outside = this.depth - 1
    while (this.depth > outside && !this.reason) this.next()
  }

  /** After `trailingData`: reads on as if a new text began there. */
  restart(): void {
    this.reason = undefined
    this.expected = 'value'
    this.end = this.start
  }

  /** The characters of the key or the string it stands on. */
  text(): string {
    if (this.hasEscape) return String(JSON.parse(decodeUtf8(this.bytes.subarray(this.start, this.end))))
    return decodeUtf8(this.bytes.subarray(this.start + 1, this.end - 1))
  }

  /** What was sent for the token. */
  source(): string {
    return decodeUtf8(this.bytes.subarray(this.start, this.end))
  }

  /** Whether the key it stands on is this one, without reading it where that can be avoided. */
  isKey(key: string): boolean {
    if (this.hasEscape) return this.text() === key
    const length = this.end - this.start - 2
    for (let i = 0; i < length; i += 1) {
      const byte = this.bytes[this.start + 1 + i] ?? 0
      if (byte >= 0x80) return this.text() === key
      if (byte !== key.charCodeAt(i)) return false
    }
    return length === key.length
  }

  private skipBlanks(): number {
    let at = this.end
    for (let byte = this.bytes[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;) {
      at += 1
      byte = this.bytes[at]
    }
    return at
  }

  private pass(at: number, expected: Expected): void {
    this.end = at + 1
    this.expected = expected
  }

  private set(token: JsonToken, start: number, end: number): JsonToken {
    this.token = token
    this.start = start
    this.end = end
    this.isAfterComma = false
    return token
  }

  private fail(reason: JsonReason, at: number): JsonToken {
    this.reason = betterReason(reason, this.bytes, at, this)
    return this.set('error', at, at)
  }

  private close(byte: number, at: number): JsonToken {
    if ((byte === 0x7d) !== this.isObject[this.depth - 1]) return this.fail('mismatched', at)
    this.isObject.pop()
    this.depth -= 1
    this.expected = this.depth === 0 ? 'nothing' : 'commaOrEnd'
    return this.set(byte === 0x7d ? '}' : ']', at, at + 1)
  }

  private value(byte: number, at: number): JsonToken {
    if (byte === quote) return this.string('string', at)
    if (byte === 0x7b || byte === 0x5b) {
      if (this.depth >= maxReaderDepth) return this.fail('tooDeep', at)
      this.isObject.push(byte === 0x7b)
      this.depth += 1
      this.expected = byte === 0x7b ? 'keyOrEnd' : 'valueOrEnd'
      return this.set(byte === 0x7b ? '{' : '[', at, at + 1)
    }
    if (byte === 0x74) return this.word('true', at)
    if (byte === 0x66) return this.word('false', at)
    if (byte === 0x6e) return this.word('null', at)
    if (isDigit(byte)) return this.number(at)
    if (byte === 0x2d && isDigit(this.bytes[at + 1])) return this.number(at)
    if (this.isLenient) {
      const name = /^(?:NaN|-?Infinity)(?![\w.$])/.exec(asciiOf(this.bytes, at, at + 10))
      if (name) return this.settled('nan', at, at + name[0].length)
    }
    if (byte === 0x2d && !isLetter(this.bytes[at + 1])) return this.fail('badNumber', at + 1)
    return this.fail(byte < 0 && this.depth === 0 ? 'empty' : 'expectedValue', at)
  }

  private word(word: 'true' | 'false' | 'null', at: number): JsonToken {
    for (let i = 1; i < word.length; i += 1) {
      if (this.bytes[at + i] !== word.charCodeAt(i)) return this.fail('expectedValue', at)
    }
    return this.settled(word, at, at + word.length)
  }

  /** From a digit or a minus with a digit behind it. */
  private number(from: number): JsonToken {
    const { bytes } = this
    let at = bytes[from] === 0x2d ? from + 1 : from
    const isZero = bytes[at] === 0x30
    at += 1
    if (isZero && isDigit(bytes[at])) return this.fail('badNumber', at)
    while (isDigit(bytes[at])) at += 1
    if (bytes[at] === 0x2e) {
      at += 1
      if (!isDigit(bytes[at])) return this.fail('badNumber', at)
      while (isDigit(bytes[at])) at += 1
    }
    if (bytes[at] === 0x65 || bytes[at] === 0x45) {
      at += bytes[at + 1] === 0x2b || bytes[at + 1] === 0x2d ? 2 : 1
      if (!isDigit(bytes[at])) return this.fail('badNumber', at)
      while (isDigit(bytes[at])) at += 1
    }
    return this.settled('number', from, at)
  }

  private string(token: 'key' | 'string', from: number): JsonToken {
    const { bytes } = this
    this.hasEscape = false
    for (let at = from + 1; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0
      if (byte === quote) {
        if (token === 'string') return this.settled(token, from, at + 1)
        this.expected = 'colon'
        return this.set(token, from, at + 1)
      }
      if (byte < 0x20) return this.fail('controlInString', at)
      if (byte >= 0x80) this.hasWide = true
      if (byte === backslash) {
        const length = escapeLength(bytes, at)
        if (length === 0) return this.fail('badEscape', at)
        this.hasEscape = true
        at += length - 1
      }
    }
    this.reason = 'unclosedString'
    return this.set('error', from, from)
  }

  private settled(token: JsonToken, start: number, end: number): JsonToken {
    this.expected = this.depth === 0 ? 'nothing' : 'commaOrEnd'
    return this.set(token, start, end)
  }
}

/** 0 for what is no escape; an escape that the end cuts off counts as whole, the string is unclosed then. */
function escapeLength(bytes: Uint8Array, at: number): number {
  const kind = bytes[at + 1]
  if (kind === undefined) return 1
  if (kind !== 0x75) return '"\\/bfnrt'.indexOf(String.fromCharCode(kind)) >= 0 ? 2 : 0
  for (let i = 2; i < 6; i += 1) {
    const digit = bytes[at + i]
    if (digit === undefined) return i
    if (!isHexDigit(digit)) return 0
  }
  return 6
}

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39
const isHexDigit = (byte: number) => isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66)
