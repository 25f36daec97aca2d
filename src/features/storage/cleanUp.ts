import { clearFeed } from '../messages/feed'
import { services } from '../services'

/**
 * Deletes the messages of connections for good, but for those that are kept. What their sessions need stays: messages not
 * sent yet, and what is subscribed.
 * @throws AppError `storageFailed`
 */
export async function cleanUp(profileIds: readonly string[]): Promise<void> {
  for (const profileId of profileIds) {
    clearFeed(profileId)
    await services.history.erase(profileId)
  }
}
