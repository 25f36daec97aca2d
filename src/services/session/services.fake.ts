import { memoryJournal } from '../journal/memoryJournal'
import { FakeLinks } from '../mqtt/link.fake'
import { fakeNetwork } from '../network/network.fake'
import { FakeSocketPort } from '../socket/socket.fake'
import { fakeVisibility } from '../visibility/visibility.fake'
import { systemClock, type SessionServices } from './config'
import { createSocketPlaces } from './places'

/** A session's outside world without one: a test plays the links, and packet IDs begin at 1. */
export function fakeSessionServices() {
  const links = new FakeLinks()
  return {
    links,
    socketPort: new FakeSocketPort(),
    places: createSocketPlaces(Infinity),
    openLink: links.open,
    visibility: fakeVisibility(),
    network: fakeNetwork(),
    openJournal: memoryJournal,
    clock: systemClock,
    random: () => 0,
    pausesWhenHidden: true,
    diagnose: () => Promise.resolve([]),
  } satisfies SessionServices & { links: FakeLinks }
}
