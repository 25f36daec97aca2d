import type { Profile } from '@/core/profile/profile'
import { useConnections } from './connections'

/**
 * Why there is no profile: not read yet; the storage could not be read; its own record cannot be read and is kept; or
 * there is none of that ID, most likely because it was deleted.
 */
type Absence = 'loading' | 'failed' | 'broken' | 'missing'

/** A stored profile by the ID in a page's address, or why there is none. */
export function useProfile(id: string | undefined): Profile | Absence {
  return useConnections(({ load, profiles, broken }) => {
    const profile = profiles.find((each) => each.id === id)
    if (profile) return profile
    if (load === 'loading') return 'loading'
    if (load !== 'ready') return 'failed'
    return broken.some(({ key }) => key === `profile/${id}`) ? 'broken' : 'missing'
  })
}
