import { loadConnections } from './connections/connections'
import { runFeeds } from './messages/feed'
import { runSessions } from './sessions/sessions'
import { services } from './services'
import { loadSettings } from './settings/settings'

/**
 * Starts what runs as long as the app does: stored settings and profiles, their sessions and what these bring.
 * @param language gives the language once the settings are read, for the words of an offered profile
 */
export async function startApp(language: () => 'zh-CN' | 'en'): Promise<void> {
  const settled = services.tabs.settle()
  await loadSettings()
  await loadConnections(language())
  await settled
  runFeeds()
  runSessions()
}
