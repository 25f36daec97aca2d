import type { Profile } from '@/core/profile/profile'
import { forgetCharts } from '../charts/chartSets'
import { forgetPublished } from '../publish/published'
import { forgetChoices } from '../schemas/choices'
import { removeOrphanPasswords } from '../connections/passwords'
import { services } from '../services'

/**
 * Removes what profiles that are gone have left: their logs, sessions and passwords, charts and schema choices. For the start of the
 * app: until then an undo may want it back. Never rejects: the next start tries again.
 * @param profiles those that there are
 */
export async function removeLeftovers(profiles: readonly Pick<Profile, 'id' | 'usesPassword'>[]): Promise<void> {
  const profileIds = profiles.map(({ id }) => id)
  const isGone = (id: string) => profileIds.indexOf(id) < 0
  await services.removeOrphanJournals(profileIds).catch(() => undefined)
  await removeOrphanPasswords(profiles).catch(() => undefined)
  await forgetCharts(isGone).catch(() => undefined)
  await forgetChoices(isGone).catch(() => undefined)
  await forgetPublished(isGone).catch(() => undefined)
}
