import { useConnections } from '../connections/connections'
import type { Profile } from '@/core/profile/profile'
import { useMemory } from './memory'

/** The connection that saved messages go to: the one that was chosen last, else the first that is open. */
export function useSavedTarget(): Profile | undefined {
  const profiles = useConnections((s) => s.profiles)
  const chosen = useMemory((s) => s.profileId)
  return profiles.find(({ id }) => id === chosen) ?? profiles.find((profile) => !profile.isPaused) ?? profiles[0]
}
