import { hexOf } from '../payload/hex'
import { decodeUtf8Strict } from '../payload/utf8'
import type { Message } from './message'

/** Characters that the clipboard is given. */
const maxCharacters = 1_000_000

/** A payload for the clipboard: text as it is, other bytes as hex. */
export function copiedPayload(payload: Uint8Array): string {
  const text = decodeUtf8Strict(payload) ?? hexOf(payload.subarray(0, Math.ceil(maxCharacters / 3)))
  return text.slice(0, maxCharacters)
}

/** Topics and payloads for the clipboard, an empty line between messages. */
export function copiedMessages(messages: readonly Pick<Message, 'topic' | 'payload'>[]): string {
  let all = ''
  for (const { topic, payload } of messages) {
    if (all.length > maxCharacters) break
    all += `${all === '' ? '' : '\n\n'}${topic}\n${copiedPayload(payload)}`
  }
  return all.slice(0, maxCharacters)
}
