import type { TimelineEntry } from '@/core/message/message'
import { createHistory } from '@/services/history/history'
import { openJournal } from '@/services/journal/journal'
import type { OpenJournal } from '@/services/journal/types'
import { openLink } from '@/services/mqtt/link'
import type { OpenLink } from '@/services/mqtt/types'
import { fakeNetwork } from '@/services/network/network.fake'
import type { SessionConfig } from '@/services/session/config'
import { createSocketPlaces } from '@/services/session/places'
import { createSession } from '@/services/session/session'
import type { Session } from '@/services/session/types'
import type { SocketPort } from '@/services/socket/types'
import { fakeVisibility } from '@/services/visibility/visibility.fake'
import type { VirtualTime } from '../virtualTime'
import { AppProcess, type Death } from './appProcess'
import { MemoryDisk, type Fate } from './memoryDisk'

/** What a test may take the place of. */
export interface PhoneParts {
  config?: Partial<SessionConfig>
  wrapJournal?(open: OpenJournal): OpenJournal
  openLink?: OpenLink
  /** wants what is wanted, before the session is started */
  prepare?(session: Session): void
  pausesWhenHidden?: boolean
  /** how long a write takes */
  writeMs?: number
  /** what is kept of all that was received and sent; absent: all of it */
  historyBytes?: number
}

/** One run of the app on a {@link Phone}. */
export interface Run {
  process: AppProcess
  session: Session
  /** what listeners were told while the process lived, oldest first */
  entries: TimelineEntry[]
  /** what the session found of earlier runs, once it is read */
  restored: readonly TimelineEntry[] | undefined
}

/**
 * A phone with one session on it: its disk and network outlive the app, which may be hidden, frozen and killed
 * at will. Sockets are those of a model broker's network.
 */
export class Phone {
  readonly disk: MemoryDisk
  readonly runs: Run[] = []
  private run: Run | undefined
  private setVisible: (isVisible: boolean) => void = () => undefined
  private setNetwork: ReturnType<typeof fakeNetwork>['set'] = () => undefined
  private networkStatus = { isOnline: true, type: 'wifi' }

  constructor(
    private readonly time: VirtualTime,
    private readonly sockets: SocketPort,
    private readonly parts: PhoneParts = {},
  ) {
    this.disk = new MemoryDisk(time.worldClock, parts.writeMs)
  }

  /** @throws Error while no app runs */
  get app(): Run {
    if (!this.run) throw new Error('no app runs')
    return this.run
  }

  get session(): Session {
    return this.app.session
  }

  get status(): string {
    const { status } = this.session
    return 'reason' in status ? `${status.name} ${status.reason.code}` : status.name
  }

  /** A cold start, in front. @param death what the process will die over */
  start(death?: Death): Run {
    const process = new AppProcess(this.time, this.disk, death)
    const visibility = fakeVisibility()
    const network = fakeNetwork()
    network.set(this.networkStatus)
    this.setVisible = (isVisible) => visibility.set(isVisible)
    this.setNetwork = (status) => network.set(status)
    const { config, wrapJournal, openLink: open = openLink, prepare, pausesWhenHidden = true } = this.parts
    const { historyBytes = Infinity } = this.parts
    const history = createHistory(process.files, () => process.clock.now(), { totalBytes: historyBytes })
    const journal = openJournal(process.files, process.clock, () => 0, history)
    const session = createSession(
      { ...sessionConfig, ...config },
      {
        socketPort: process.socketPort(this.sockets),
        openLink: open,
        visibility,
        network,
        places: createSocketPlaces(5),
        openJournal: wrapJournal?.(journal) ?? journal,
        clock: process.clock,
        // packet identifiers begin at 1
        random: () => 0,
        pausesWhenHidden,
        diagnose: () => Promise.resolve([]),
      },
    )
    const run: Run = { process, session, entries: [], restored: undefined }
    session.onEntry(process.whileAlive((entry) => run.entries.push(entry)))
    void session.restored.then(process.whileAlive((restored) => (run.restored = restored)))
    this.run = run
    this.runs.push(run)
    prepare?.(session)
    session.start()
    return run
  }

  /** The person looks away. The system tells the app. */
  hide(): void {
    if (!this.app.process.isDead) this.setVisible(false)
  }

  show(): void {
    if (!this.app.process.isDead) this.setVisible(true)
  }

  /** @param late what sockets report late: before the show, after it, or never */
  thaw(late: 'before' | 'after' | 'never'): void {
    const { process } = this.app
    if (late !== 'after') process.thaw(late === 'before' ? 'told' : 'lost')
    this.show()
    if (late === 'after') process.thaw('told')
  }

  setNet(status: { isOnline: boolean; type: string }): void {
    this.networkStatus = status
    if (this.run && !this.run.process.isDead) this.setNetwork(status)
  }

  kill(pendingWrites?: Fate): void {
    this.app.process.kill(pendingWrites)
  }

  /** Long lives: runs that are over need not be remembered. */
  forgetOldRuns(): void {
    this.runs.splice(0, this.runs.length - 1)
  }

  /** Until the session has this status, `online` or `waiting peerSilent`. */
  async reaches(status: string, atMostMs?: number): Promise<void> {
    await this.time.until(() => this.status === status, status, atMostMs)
  }
}

const sessionConfig: SessionConfig = {
  profileId: 'phone',
  url: 'ws://model/mqtt',
  protocolVersion: 5,
  clientId: 'phone',
  username: '',
  password: '',
  keepSession: true,
  sessionExpirySeconds: 86_400,
  keepAliveSeconds: 60,
  unknownRule: 'ask',
  isDurable: true,
}
