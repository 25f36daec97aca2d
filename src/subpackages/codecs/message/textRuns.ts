import { characterBoundary, decodeUtf8, sequenceAt } from '@/core/payload/utf8'

/** A part of a text as it is shown: characters, bytes that are no UTF-8 in hex, or control characters by their signs. */
export interface TextRun {
  kind: 'text' | 'invalid' | 'control'
  text: string
}

/** Bytes on a page: more would stall `setData`. */
export const pageBytes = 4_096
/** Marked parts on a page: bytes that are no text at all would be nothing but marks. */
const maxRuns = 200

/** A page of a text. @param index from 0 */
export function textPage(bytes: Uint8Array, index: number): TextRun[] {
  const from = characterBoundary(bytes, index * pageBytes)
  const runs = runsOf(bytes.subarray(from, characterBoundary(bytes, (index + 1) * pageBytes)))
  if (runs.length <= maxRuns) return runs
  return [{ kind: 'text', text: runs.map(({ kind, text }) => (kind === 'invalid' ? `‹${text}›` : text)).join('') }]
}

function runsOf(bytes: Uint8Array): TextRun[] {
  const runs: TextRun[] = []
  let start = 0
  const add = (kind: TextRun['kind'], text: string) => {
    const last = runs[runs.length - 1]
    if (last?.kind === kind) last.text += kind === 'invalid' ? ` ${text}` : text
    else runs.push({ kind, text })
  }
  const flush = (end: number) => {
    if (end > start) add('text', decodeUtf8(bytes.subarray(start, end)))
  }
  for (let at = 0; at < bytes.length;) {
    const sequence = sequenceAt(bytes, at)
    const length = sequence < 0 ? -sequence : sequence & 7
    const code = sequence >> 3
    if (sequence < 0 || isControl(code)) {
      flush(at)
      if (sequence < 0) for (let i = at; i < at + length; i += 1) add('invalid', hexByte(bytes[i] ?? 0))
      else add('control', controlSign(code))
      start = at + length
    }
    at += length
  }
  flush(bytes.length)
  return runs
}

const isControl = (code: number) => (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) || code === 0x7f
/** Unicode's pictures of control characters, U+2400 and on. */
const controlSign = (code: number) => String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code)
const hexByte = (byte: number) => (byte < 16 ? '0' : '') + byte.toString(16)
