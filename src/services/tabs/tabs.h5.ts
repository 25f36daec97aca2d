import { customAlphabet } from 'nanoid/non-secure'
import { guarded } from '../guarded'
import { Listeners } from '../listeners'
import type { TabRole, TabsPort } from './types'

/** An owner that is awake answers within a few ms. */
const ANSWER_MS = 150
const NAME = 'homing/tabs'

/** `asked` by a tab that starts, at epoch ms; `owned` by the owner, since epoch ms. */
interface TabMessage {
  kind: 'asked' | 'owned'
  tab: string
  at: number
}

/** What of the browser a tab needs. */
export interface TabWorld {
  /** unique among the tabs */
  tab: string
  /** undefined where the browser has none (Safari before 15.4): every tab is an owner then */
  openChannel(): Pick<BroadcastChannel, 'postMessage' | 'onmessage'> | undefined
  now(): number
  after(delayMs: number, run: () => void): void
  /** the owner's tab as stored: the one fact that can be read at once on waking up */
  readMark(): string | undefined
  writeMark(tab: string | undefined): void
  onWake(listener: () => void): void
  onLeave(listener: () => void): void
}

/**
 * Who starts asks, and owns the IDs if no owner answers. Of tabs that ask at the same time the first goes first. Of two
 * owners the older one slept while the younger asked, and yields. Locks would do this better, but an H5 page at a LAN
 * address is no secure context and has none.
 */
export class Tabs implements TabsPort {
  private role: TabRole = { isOwner: true }
  private state: 'new' | 'asking' | 'settled' = 'new'
  /** when it asked, or since when it owns: epoch ms */
  private at = 0
  private channel: ReturnType<TabWorld['openChannel']>
  private settling: Promise<void> | undefined
  private settled: () => void = () => undefined
  private readonly listeners = new Listeners<[role: TabRole]>()

  constructor(private readonly world: TabWorld) {}

  current(): TabRole {
    return this.role
  }

  onChange(listener: (role: TabRole) => void): () => void {
    return this.listeners.add(listener)
  }

  settle(): Promise<void> {
    this.settling ??= new Promise((resolve) => {
      this.settled = resolve
      this.begin()
    })
    return this.settling
  }

  private begin(): void {
    const { world } = this
    this.channel = world.openChannel()
    if (!this.channel) return this.settled()
    this.channel.onmessage = ({ data }: { data: TabMessage }) => this.heard(data)
    world.onWake(() => this.woke())
    world.onLeave(() => {
      if (world.readMark() === world.tab) world.writeMark(undefined)
    })
    this.state = 'asking'
    this.ask()
  }

  private ask(): void {
    const { world } = this
    this.at = world.now()
    this.post('asked')
    world.after(ANSWER_MS, () => {
      if (this.state !== 'asking') return
      // one that was itself busy or asleep has not heard the answer
      if (world.now() - this.at > 2 * ANSWER_MS) this.ask()
      else this.own()
    })
  }

  private heard({ kind, tab, at }: TabMessage): void {
    const isBefore = this.at < at || (this.at === at && this.world.tab < tab)
    switch (kind) {
      case 'asked':
        if (this.state === 'asking' && !isBefore) return this.follow()
        // the other may not have been there yet when this one asked
        if (this.state === 'asking') return this.post('asked')
        return this.role.isOwner ? this.post('owned') : undefined
      case 'owned':
        if (this.state === 'asking') return this.follow()
        if (!this.role.isOwner) return
        return isBefore ? this.follow() : this.post('owned')
      default:
        kind satisfies never
    }
  }

  /** Read, not asked: the sessions would connect before an answer came. */
  private woke(): void {
    if (this.state !== 'settled' || !this.role.isOwner) return
    const mark = this.world.readMark()
    if (mark === undefined) this.own()
    else if (mark !== this.world.tab) this.follow()
  }

  private own(): void {
    this.at = this.world.now()
    this.world.writeMark(this.world.tab)
    this.post('owned')
    this.become({ isOwner: true })
  }

  private follow(): void {
    this.become({ isOwner: false, suffix: this.world.tab })
  }

  private become(role: TabRole): void {
    const isNews = this.state === 'settled' && role.isOwner !== this.role.isOwner
    this.state = 'settled'
    this.role = role
    this.settled()
    if (isNews) this.listeners.tell(role)
  }

  private post(kind: TabMessage['kind']): void {
    const message: TabMessage = { kind, tab: this.world.tab, at: this.at }
    this.channel?.postMessage(message)
  }
}

/** Storage may be forbidden: then a sleeper learns of another owner a little later, from the channel. */
/** H5: BroadcastChannel, and localStorage for what has to be known at once. */
export const tabs: TabsPort = new Tabs({
  tab: customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 6)(),
  // undefined, or forbidden with the storages, as Firefox does
  openChannel: () => guarded(() => new BroadcastChannel(NAME)),
  now: () => Date.now(),
  after: (delayMs, run) => void setTimeout(run, delayMs),
  readMark: () => guarded(() => localStorage.getItem(NAME)) ?? undefined,
  writeMark: (tab) =>
    void guarded(() => (tab === undefined ? localStorage.removeItem(NAME) : localStorage.setItem(NAME, tab))),
  onWake(listener) {
    // `resume` is Chromium's; elsewhere one of the other two comes first
    document.addEventListener('resume', listener)
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && listener())
    window.addEventListener('pageshow', listener)
  },
  onLeave: (listener) => window.addEventListener('pagehide', listener),
})
