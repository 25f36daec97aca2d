import type { Profile } from '@/core/profile/profile'
import { forgetCharts } from '../charts/chartSets'
import { forgetPublished } from '../publish/published'
import { forgetChoices } from '../schemas/choices'
import { removeOrphanPasswords } from '../connections/passwords'
import { services } from '../services'

/**
 * Removes what profiles that are gone have left: their logs, sessions and passwords, charts and schema choices. For the start of the
 * app: until then an undo may want it back. Never rejects: the next start tries again.
 * @param profilesNow those that there are: more may be saved meanwhile
 */
export async function removeLeftovers(
  profilesNow: () => readonly Pick<Profile, 'id' | 'usesPassword'>[],
): Promise<void> {
  const isGone = (id: string) => !profilesNow().some((profile) => profile.id === id)
  await services.removeOrphanJournals(profilesNow().map(({ id }) => id)).catch(() => undefined)
  await removeOrphanPasswords(profilesNow).catch(() => undefined)
  await forgetCharts(isGone).catch(() => undefined)
  await forgetChoices(isGone).catch(() => undefined)
  await forgetPublished(isGone).catch(() => undefined)
}
