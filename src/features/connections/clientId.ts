import type { Profile } from '@/core/profile/profile'
import { services } from '../services'
import { newClientId } from './connections'

/** Where a client's status goes unless its person wants it elsewhere. */
export const statusTopic = (clientId: string) => `status/${clientId}`

/**
 * The profile as another client of its broker: what the broker keeps for the old ID stays there. A status topic that
 * was named after the old ID follows.
 */
export function withNewClientId(profile: Profile): Profile {
  const clientId = newClientId()
  const { will } = profile
  return {
    ...profile,
    clientId,
    will: will?.topic === statusTopic(profile.clientId) ? { ...will, topic: statusTopic(clientId) } : will,
  }
}

/** The ID that this tab connects under: of several tabs with one profile each needs its own. */
export function clientIdOfTab({ clientId }: Profile): string {
  const role = services.tabs.current()
  return role.isOwner ? clientId : `${clientId}-${role.suffix}`
}
