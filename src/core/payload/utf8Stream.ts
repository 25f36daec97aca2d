import { decodeUtf8, decodeUtf8Strict, unfinishedTail } from './utf8'

const none = new Uint8Array(0)

/**
 * Decodes UTF-8 that comes in parts, cut anywhere, as a TextDecoder with `stream: true` does: what a part ends within
 * waits for the next.
 */
export class Utf8Decoder {
  private pending = none
  private isAtStart = true
  private hasFailed = false

  /**
   * @param mode `lossy`: one U+FFFD for each maximal subpart of an ill-formed sequence; `strict`: undefined from the
   * first of them on
   * @param keepsMark whether a byte order mark at the beginning is part of the text
   */
  constructor(
    private readonly mode: 'strict' | 'lossy',
    private readonly keepsMark = false,
  ) {}

  /** @returns the characters that are complete by now; undefined when strict and ill-formed */
  push(part: Uint8Array): string | undefined {
    let bytes = part
    if (this.pending.length > 0) {
      bytes = new Uint8Array(this.pending.length + part.length)
      bytes.set(this.pending)
      bytes.set(part, this.pending.length)
    }
    const end = bytes.length - unfinishedTail(bytes)
    // a copy: the part belongs to the caller, who may use its buffer again
    this.pending = end < bytes.length ? bytes.slice(end) : none
    return this.decode(bytes.subarray(0, end))
  }

  /** What is left: a sequence that never ended is ill-formed. The decoder is as new then. */
  end(): string | undefined {
    const text = this.decode(this.pending)
    this.pending = none
    this.isAtStart = true
    this.hasFailed = false
    return text
  }

  private decode(bytes: Uint8Array): string | undefined {
    if (this.hasFailed) return undefined
    if (bytes.length === 0) return ''
    const text = this.mode === 'strict' ? decodeUtf8Strict(bytes) : decodeUtf8(bytes)
    if (text === undefined) {
      this.hasFailed = true
      return undefined
    }
    const isMarked = this.isAtStart && !this.keepsMark && text.charCodeAt(0) === 0xfeff
    this.isAtStart = false
    return isMarked ? text.slice(1) : text
  }
}
