import { diagnose } from './diagnosis/diagnose'
import { documents } from './documents/documents'
import type { DocumentsPort } from './documents/types'
import { files } from './files/files'
import { historyBudgetLimits } from './history/budget'
import { createHistory } from './history/history'
import type { History } from './history/types'
import { openJournal } from './journal/journal'
import { removeOrphans } from './journal/removeJournal'
import { memory } from './memory/memory'
import type { MemoryPort } from './memory/types'
import { openLink } from './mqtt/openLink'
import { network } from './network/network'
import { platform } from './platform'
import { systemClock, type SessionServices } from './session/config'
import { restart } from './restart/restart'
import type { RestartPort } from './restart/types'
import { screen } from './screen/screen'
import type { ScreenPort } from './screen/types'
import { createSocketPlaces } from './session/places'
import { socketPort } from './socket/socket'
import { storage } from './storage/storage'
import type { StoragePort } from './storage/types'
import { tabs } from './tabs/tabs'
import type { TabsPort } from './tabs/types'
import type { VaultPort } from './vault/types'
import { vault } from './vault/vault'
import { visibility } from './visibility/visibility'

export { createSession } from './session/session'
export type { SessionConfig, SessionServices, SessionWill } from './session/config'
export type { Delivery, Handover, Session, Subscription } from './session/types'

export interface AppServices extends SessionServices {
  storage: StoragePort
  tabs: TabsPort
  /** the passwords of connections */
  vault: VaultPort
  restart: RestartPort
  documents: DocumentsPort
  memory: MemoryPort
  screen: ScreenPort
  /** the message log of all connections */
  history: History
  /** Removes what sessions of profiles that are gone have stored. @throws AppError `storageFailed` */
  removeOrphanJournals(profileIds: readonly string[]): Promise<void>
  /**
   * Removes all files: before any session has opened one. @throws AppError `storageFailed`
   * @param isWanted asked before each
   */
  removeFiles(isWanted: () => boolean): Promise<void>
}

/** The services of the running platform. */
export function createServices(): AppServices {
  const places = createSocketPlaces(platform.maxSockets)
  // until it is read what the person has chosen, nothing goes that they may want to keep
  const history = createHistory(files, () => systemClock.now(), { totalBytes: historyBudgetLimits.maxBytes })
  return {
    socketPort,
    places,
    openLink,
    visibility,
    network,
    storage,
    openJournal: openJournal(files, systemClock, Math.random, history),
    clock: systemClock,
    random: Math.random,
    pausesWhenHidden: platform.pausesWhenHidden,
    diagnose: (url, isAnswering, isWanted) => diagnose({ socketPort, places }, url, isAnswering, isWanted),
    tabs,
    vault,
    restart,
    documents,
    memory,
    screen,
    history,
    removeOrphanJournals: (profileIds) => removeOrphans(files, profileIds),
    async removeFiles(isWanted) {
      for (const path of await files.list('')) if (isWanted()) await files.remove(path)
    },
  }
}
