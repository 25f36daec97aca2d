import { decodeUtf8, encodeUtf8 } from '../utf8'
import { JsonReader } from './reader'

/** Whether the text means to be a JSON object or array, well-formed or not. */
export function looksLikeJson(text: string): boolean {
  return /^\ufeff?\s*[[{]/.test(text)
}

/**
 * Where a text stops being JSON (RFC 8259): the engines' own messages differ.
 * @returns an index, the length when the text ends too early, undefined when it is JSON
 */
export function jsonErrorAt(text: string): number | undefined {
  const bytes = encodeUtf8(text)
  const reader = new JsonReader(bytes)
  let token = reader.next()
  while (token !== 'end' && token !== 'error') token = reader.next()
  return token === 'end' ? undefined : decodeUtf8(bytes.subarray(0, reader.start)).length
}
