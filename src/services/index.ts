import { diagnose } from './diagnosis/diagnose'
import { memoryJournal } from './journal/memoryJournal'
import { openLink } from './mqtt/link'
import { network } from './network/network'
import { platform } from './platform'
import { systemClock, type SessionServices } from './session/config'
import { createSocketPlaces } from './session/places'
import { socketPort } from './socket/socket'
import { storage } from './storage/storage'
import { tabs } from './tabs/tabs'
import type { TabsPort } from './tabs/types'
import { visibility } from './visibility/visibility'

export { createSession } from './session/session'
export type { SessionConfig, SessionServices, SessionWill } from './session/config'
export type { Delivery, Handover, Session, Subscription } from './session/types'

/** The services of the running platform. */
export function createServices(): SessionServices & { tabs: TabsPort } {
  const places = createSocketPlaces(platform.maxSockets)
  return {
    socketPort,
    places,
    openLink,
    visibility,
    network,
    storage,
    openJournal: memoryJournal,
    clock: systemClock,
    random: Math.random,
    pausesWhenHidden: platform.pausesWhenHidden,
    diagnose: (url, isAnswering, isWanted) => diagnose({ socketPort, places }, url, isAnswering, isWanted),
    tabs,
  }
}
