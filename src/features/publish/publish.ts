import { AppError } from '@/core/errors'
import type { SentMessage } from '@/core/message/message'
import { encodeUtf8 } from '@/core/payload/utf8'
import type { Profile } from '@/core/profile/profile'
import type { Delivery } from '@/services'
import { changeProfile } from '../connections/connections'
import { sessionOf } from '../sessions/sessions'

export interface TextMessage {
  topic: string
  /** sent as UTF-8 */
  payload: string
  qos: 0 | 1 | 2
  retain: boolean
}

/** Publishes, or queues while not online. @throws AppError `invalidTopic`, `payloadTooLarge`, `outboxFull` */
export function publishText(profileId: string, { topic, payload, qos, retain }: TextMessage): Delivery {
  return sessionFor(profileId).publish(topic, encodeUtf8(payload), { qos, retain })
}

/** Publishes the same again as a new message. @throws AppError as {@link publishText} */
export function resend(profileId: string, { topic, payload, qos, retain }: SentMessage): Delivery {
  return sessionFor(profileId).publish(topic, payload, { qos, retain })
}

/** Withdraws a message that still waits. @returns whether it did */
export function cancelQueued(profileId: string, messageId: number): boolean {
  return sessionOf(profileId)?.cancel(messageId) ?? false
}

/** Keeps what stands in the publish bar. A draft that cannot be stored is not worth an alarm. */
export function saveDraft(profileId: string, draft: Profile['draft']): void {
  void changeProfile(profileId, (profile) => ({ ...profile, draft })).catch(() => undefined)
}

function sessionFor(profileId: string) {
  const session = sessionOf(profileId)
  if (!session) throw new AppError('noSession')
  return session
}
