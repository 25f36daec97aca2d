import { recordOf } from '@/core/profile/profile'
import { services } from '../services'
import { useConnections } from './connections'

/** Profiles that a test sets are stored as well: what has no record was deleted in another tab. */
export function storeWhatIsSet(): void {
  useConnections.subscribe(({ profiles }) => {
    // where the test's storage is full, what it had stays
    for (const profile of profiles)
      services.storage.set(`profile/${profile.id}`, recordOf(profile)).catch(() => undefined)
  })
}
