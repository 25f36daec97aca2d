import type { SentMessage } from '@/core/message/message'
import { decodeUtf8Strict } from '@/core/payload/utf8'
import type { Handling } from './handled'

/** What a person can do with a message of theirs. */
export type DeliveryAction = 'resend' | 'edit' | 'cancel' | 'letBe'

/** What can be done about a message, best first; nothing while it is on its way or was acknowledged. */
export function deliveryActions({ status, payload }: SentMessage, handling: Handling | undefined): DeliveryAction[] {
  // bytes that are no text would not survive the publish bar
  const edit: DeliveryAction[] = decodeUtf8Strict(payload) === undefined ? [] : ['edit']
  switch (status.name) {
    case 'queued':
      return [...edit, 'cancel']
    case 'refused':
    case 'expired':
    case 'cancelled':
      return ['resend', ...edit]
    case 'unknown':
      return handling ? ['resend', ...edit] : ['resend', ...edit, 'letBe']
    case 'sending':
    case 'acknowledged':
      return []
  }
}

/** Whether the list itself asks what to do: not of what the person withdrew, nor when it was done already. */
export function isAsking({ status }: SentMessage, handling: Handling | undefined): boolean {
  const isOpen = status.name === 'refused' || status.name === 'unknown' || status.name === 'expired'
  return isOpen && handling === undefined
}
