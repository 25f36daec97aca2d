import { loadConnections, useConnections } from './connections/connections'
import { followVault } from './connections/vault'
import { runEventLog } from './log/recorder'
import { runMemoryWarnings } from './memory'
import { runFeeds } from './messages/feed'
import { runSessions } from './sessions/sessions'
import { services } from './services'
import { loadSettings } from './settings/settings'
import { loadHistoryBudget } from './storage/budget'
import { removeLeftovers } from './storage/leftovers'
import { runTopics } from './topics/topics'
import { finishWipe } from './wipe'

/**
 * Starts what runs as long as the app does: stored settings and profiles, their sessions and what these bring.
 * @param language gives the language once the settings are read, for the words of an offered profile
 */
export async function startApp(language: () => 'zh-CN' | 'en'): Promise<void> {
  services.restart.follow()
  await finishWipe()
  const settled = services.tabs.settle()
  await loadSettings()
  await loadConnections(language())
  await settled
  removeOrphans()
  followVault()
  runFeeds()
  runTopics()
  runEventLog()
  runMemoryWarnings()
  runSessions()
  // the newest messages are read first
  void loadHistoryBudget()
}

/** What a forgotten profile has left: an undo had until now to want it back. A second tab does not know what the first does. */
function removeOrphans(): void {
  const { load, broken } = useConnections.getState()
  // a profile that cannot be read now may be one that a later version can
  if (load !== 'ready' || broken.length > 0 || !services.tabs.current().isOwner) return
  void removeLeftovers(() => useConnections.getState().profiles)
}
