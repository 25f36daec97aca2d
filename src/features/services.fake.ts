import { memoryJournal } from '@/services/journal/memoryJournal'
import type { AppServices } from '@/services'
import { FakeLinks } from '@/services/mqtt/link.fake'
import { fakeNetwork } from '@/services/network/network.fake'
import { systemClock } from '@/services/session/config'
import { createSocketPlaces } from '@/services/session/places'
import { FakeSocketPort } from '@/services/socket/socket.fake'
import { fakeStorage } from '@/services/storage/storage.fake'
import { fakeTabs } from '@/services/tabs/tabs.fake'
import { fakeVisibility } from '@/services/visibility/visibility.fake'

/** Services without an outside world, for tests of features. */
export function fakeServices(records: Record<string, unknown> = {}) {
  const links = new FakeLinks()
  return {
    links,
    socketPort: new FakeSocketPort(),
    places: createSocketPlaces(Infinity),
    openLink: links.open,
    visibility: fakeVisibility(),
    network: fakeNetwork(),
    storage: fakeStorage(records),
    openJournal: memoryJournal,
    clock: systemClock,
    random: () => 0,
    pausesWhenHidden: false,
    diagnose: () => Promise.resolve([]),
    tabs: fakeTabs(),
    removeOrphanJournals: () => Promise.resolve(),
  } satisfies AppServices & { links: FakeLinks }
}

export type FakeServices = ReturnType<typeof fakeServices>
