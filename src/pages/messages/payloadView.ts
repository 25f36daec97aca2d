import { hexDump, hexOf } from '@/core/payload/hex'
import { looksLikeJson, prettyJson } from '@/core/payload/json/check'
import { characterBoundary, decodeUtf8, decodeUtf8Strict } from '@/core/payload/utf8'

export type PayloadView = 'json' | 'text' | 'hex'

/** Bytes, or characters of written-out JSON, on one page of a message: more would stall `setData`. */
const pageSize = 4_096
/** JSON that is written out; larger payloads are shown as text or bytes. */
const jsonLimit = 262_144

/** A payload with the views that make sense of it, best first. */
export interface OpenedPayload {
  views: PayloadView[]
  pagesOf: (view: PayloadView) => number
  page: (view: PayloadView, index: number) => string
  /** The whole for the clipboard: its text, or its bytes in hex */
  whole: () => string
}

export function openPayload(bytes: Uint8Array): OpenedPayload {
  const text = decodeUtf8Strict(bytes)
  const json = text !== undefined && bytes.length <= jsonLimit && looksLikeJson(text) ? prettyJson(text) : undefined
  const pages = (length: number) => Math.max(1, Math.ceil(length / pageSize))
  return {
    views: json !== undefined ? ['json', 'text', 'hex'] : text !== undefined ? ['text', 'hex'] : ['hex', 'text'],
    pagesOf: (view) => pages(view === 'json' ? (json ?? '').length : bytes.length),
    page: (view, index) => {
      const from = index * pageSize
      if (view === 'json') return (json ?? '').slice(from, from + pageSize)
      if (view === 'hex') return hexDump(bytes, from, from + pageSize)
      return decodeUtf8(bytes.subarray(characterBoundary(bytes, from), characterBoundary(bytes, from + pageSize)))
    },
    whole: () => text ?? hexOf(bytes),
  }
}
