import { forgetCharts } from '../charts/chartSets'
import { forgetChoices } from '../schemas/choices'
import { services } from '../services'

/**
 * Removes what profiles that are gone have left: their logs and sessions, charts and schema choices. For the start of the
 * app: until then an undo may want it back. Never rejects: the next start tries again.
 * @param profileIds those that there are
 */
export async function removeLeftovers(profileIds: readonly string[]): Promise<void> {
  const isGone = (id: string) => profileIds.indexOf(id) < 0
  await services.removeOrphanJournals(profileIds).catch(() => undefined)
  await forgetCharts(isGone).catch(() => undefined)
  await forgetChoices(isGone).catch(() => undefined)
}
