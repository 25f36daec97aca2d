import { createHistory } from '@/services/history/history'
import { openJournal } from '@/services/journal/journal'
import type { Journal, OpenJournal } from '@/services/journal/types'
import { openLink } from '@/services/mqtt/link'
import type { Clock, SessionServices } from '@/services/session/config'
import { createSocketPlaces } from '@/services/session/places'
import type { SocketPort } from '@/services/socket/types'
import type { NetworkPort } from '@/services/network/types'
import type { VisibilityPort } from '@/services/visibility/types'
import type { SeededRandom } from '../support/weapp-host/random'
import type { SocketDeath } from '../support/weapp-host'
import { SlowDisk } from './slowDisk'

/** A phone or a browser tab: what happens to the apps on it, and what outlives them. */
export interface Device {
  readonly kind: 'weapp' | 'h5'
  /** What the session of this run of the app works with. */
  services(events: KeptEvents): SessionServices
  /** The app goes out of sight. @param death how the system takes its sockets away, where it does */
  hide(death: SocketDeath, isHalfOpen: boolean): void
  /** @param awayMs how long it was away, by its own clock; jumped over */
  show(awayMs: number): Promise<void>
  network(isOnline: boolean, type: string): void
  /** The process ends in the middle of whatever it does: no timer, no event and no storage operation comes after it. */
  kill(): Promise<void>
  /** A new process on the same storage. */
  start(): Promise<void>
  dispose(): Promise<void>
}

/** What one run of the app has of its device. */
export interface Life {
  visibility: VisibilityPort
  network: NetworkPort
  clock: Clock
}

/** What a session needs besides its platform, the same on every device. */
export class Belongings {
  private readonly disk: SlowDisk

  constructor(private readonly random: SeededRandom) {
    this.disk = new SlowDisk(random)
  }

  /** @param maxSockets at once */
  services(socketPort: SocketPort, maxSockets: number, life: Life, events: KeptEvents): SessionServices {
    const { random, disk } = this
    disk.mount()
    const history = createHistory(disk.files, () => life.clock.now())
    return {
      ...life,
      socketPort,
      pausesWhenHidden: maxSockets < Infinity,
      places: createSocketPlaces(maxSockets),
      openLink,
      openJournal: telling(
        openJournal(disk.files, life.clock, () => 0, history),
        events,
      ),
      random: () => random.below(0x1_0000_0000) / 0x1_0000_0000,
      diagnose: () => Promise.resolve([]),
    }
  }

  /** The device's clock is about to be put forward, or has been. */
  hurry(isHurried: boolean): void {
    this.disk.hurry(isHurried)
  }

  /** The process is gone, and with it what it was about to write. */
  kill(): void {
    this.disk.unmount()
  }
}

/** Told of what a process has brought to the disk. */
export interface KeptEvents {
  kept(messageId: number): void
}

/** A journal that tells which messages of ours it has committed. */
const telling =
  (open: OpenJournal, events: KeptEvents): OpenJournal =>
  (name, failed) => {
    const journal = open(name, failed)
    return {
      ...bound(journal),
      set(key, value) {
        journal.set(key, value)
        const [kind, id] = key.split('/')
        if (kind === 'out') journal.whenCommitted(() => events.kept(Number(id)))
      },
    }
  }

const bound = (journal: Journal): Journal => ({
  loaded: journal.loaded,
  set: (key, value) => journal.set(key, value),
  delete: (key) => journal.delete(key),
  add: (entry) => journal.add(entry),
  whenCommitted: (done) => journal.whenCommitted(done),
  retry: () => journal.retry(),
  goOnInMemory: () => journal.goOnInMemory(),
  isStored: journal.isStored,
  close: () => journal.close(),
})
