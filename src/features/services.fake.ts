import { FakeLinks } from '@/services/mqtt/link.fake'
import { fakeNetwork } from '@/services/network/network.fake'
import { systemClock, type SessionServices } from '@/services/session/config'
import { FakeSocketPort } from '@/services/socket/socket.fake'
import { fakeStorage } from '@/services/storage/storage.fake'
import { fakeVisibility } from '@/services/visibility/visibility.fake'

/** Services without an outside world, for tests of features. */
export function fakeServices(records: Record<string, unknown> = {}) {
  const links = new FakeLinks()
  return {
    links,
    socketPort: new FakeSocketPort(),
    openLink: links.open,
    visibility: fakeVisibility(),
    network: fakeNetwork(),
    storage: fakeStorage(records),
    clock: systemClock,
    random: () => 0.5,
    pausesWhenHidden: false,
    diagnose: () => Promise.resolve([]),
  } satisfies SessionServices & { links: FakeLinks }
}

export type FakeServices = ReturnType<typeof fakeServices>
