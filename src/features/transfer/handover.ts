import type { Message } from '@/core/message/message'

let pending: { profileId: string; messages: readonly Message[] } | undefined

/** Messages for the export page that is opened next. */
export function handOver(profileId: string, messages: readonly Message[]): void {
  pending = { profileId, messages }
}

/** What was handed to the page that opens now; once. */
export function takeHandedOver(profileId: string): readonly Message[] | undefined {
  const messages = pending?.profileId === profileId ? pending.messages : undefined
  pending = undefined
  return messages
}
