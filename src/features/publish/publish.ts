import type { Profile } from '@/core/profile/profile'
import { changeInPassing } from '../connections/connections'
import { services } from '../services'
import { sessionOf } from '../sessions/sessions'

/** Withdraws a message that still waits. @returns whether it did */
export function cancelQueued(profileId: string, messageId: number): boolean {
  return sessionOf(profileId)?.cancel(messageId) ?? false
}

/** Keeps what stands in the publish bar. A draft that cannot be stored is not worth an alarm. */
export function saveDraft(profileId: string, draft: Profile['draft']): void {
  void changeInPassing(profileId, () => ({ draft })).catch(() => undefined)
}

/** @returns ends the listening */
export function onAppHidden(listener: () => void): () => void {
  return services.visibility.onChange((isVisible) => {
    if (!isVisible) listener()
  })
}
