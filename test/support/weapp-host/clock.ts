import type { SeededRandom } from './random'

type TimerKind =
  /** belongs to the app: stands still while the realm is frozen */
  | 'realm'
  /** belongs to the system around the app: fires in a frozen realm too */
  | 'system'

interface Timer {
  readonly id: number
  readonly kind: TimerKind
  readonly run: () => void
  /** 0 for a timer that fires once */
  readonly intervalMs: number
  dueMs: number
  handle: NodeJS.Timeout | undefined
}

/**
 * The clock of one realm: real time plus an offset that the test moves. Sockets are real, so time cannot stand still by
 * itself; but absences of minutes are jumped over in no time, and a frozen realm fires no timer until it thaws.
 */
export class RealmClock {
  private lastId = 0
  private readonly timers = new Map<number, Timer>()
  private held: Array<() => void> = []
  private frozen = false
  private stopped = false

  constructor(
    private readonly random: SeededRandom,
    /** what a timer throws is the app's error and must not end the host */
    private readonly onError: (error: unknown) => void,
    /** how far ahead of real time it begins, ms */
    private offsetMs = 0,
  ) {}

  get isFrozen(): boolean {
    return this.frozen
  }

  /** Milliseconds since 1970 as the realm sees them */
  now(): number {
    return Date.now() + this.offsetMs
  }

  setTimeout(run: () => void, delayMs = 0, kind: TimerKind = 'realm'): number {
    return this.add(run, delayMs, 0, kind)
  }

  setInterval(run: () => void, periodMs = 0): number {
    return this.add(run, periodMs, Math.max(1, periodMs), 'realm')
  }

  clear(id: number | undefined): void {
    const timer = id === undefined ? undefined : this.timers.get(id)
    if (!timer) return
    clearTimeout(timer.handle)
    this.timers.delete(timer.id)
  }

  /** Runs now, or when the realm thaws. What is posted keeps its order. */
  post(deliver: () => void): void {
    if (this.stopped) return
    if (this.frozen) this.held.push(deliver)
    else this.guard(deliver)
  }

  /** Moves the realm's time on, firing what comes due on the way at its own time. Real input is taken in between. */
  async advance(byMs: number): Promise<void> {
    const targetMs = this.now() + byMs
    for (;;) {
      const next = this.nextDue(targetMs)
      if (!next) break
      this.offsetMs += Math.max(0, next.dueMs - this.now())
      this.fire(next)
      await macrotask()
    }
    this.offsetMs += Math.max(0, targetMs - this.now())
    this.rearm()
  }

  freeze(): void {
    this.frozen = true
  }

  /**
   * Lets the realm run again: overdue timers and held deliveries come in an order chosen by the seed (deliveries among
   * themselves keep theirs), `also` before or after all of them.
   */
  async thaw(also?: () => void): Promise<void> {
    const overdue = [...this.timers.values()].filter((timer) => timer.kind === 'realm' && timer.dueMs <= this.now())
    // from here on the loop below decides when they fire
    for (const timer of overdue) clearTimeout(timer.handle)
    const tasks = this.merge(
      this.random.shuffle(overdue).map((timer) => () => this.fire(timer)),
      this.held.map((deliver) => () => this.guard(deliver)),
    )
    if (also) tasks.splice(this.random.chance() ? 0 : tasks.length, 0, () => this.guard(also))
    this.held = []
    this.frozen = false
    for (const task of tasks) {
      task()
      await macrotask()
    }
    this.rearm()
  }

  /** Ends every timer for good. */
  stop(): void {
    this.stopped = true
    this.held = []
    for (const id of [...this.timers.keys()]) this.clear(id)
  }

  private add(run: () => void, delayMs: number, intervalMs: number, kind: TimerKind): number {
    const id = ++this.lastId
    if (this.stopped) return id
    const wait = Number.isFinite(delayMs) ? Math.max(0, delayMs) : 0
    const timer: Timer = { id, kind, run, intervalMs, dueMs: this.now() + wait, handle: undefined }
    this.timers.set(id, timer)
    this.arm(timer)
    return id
  }

  private arm(timer: Timer): void {
    clearTimeout(timer.handle)
    const waitMs = Math.min(Math.max(0, timer.dueMs - this.now()), 0x7fffffff)
    timer.handle = setTimeout(() => {
      if (timer.dueMs > this.now()) this.arm(timer)
      else this.fire(timer)
    }, waitMs)
  }

  private rearm(): void {
    for (const timer of this.timers.values()) this.arm(timer)
  }

  private canFire(timer: Timer): boolean {
    return this.timers.has(timer.id) && !(this.frozen && timer.kind === 'realm')
  }

  private fire(timer: Timer): void {
    if (!this.canFire(timer)) return
    if (timer.intervalMs > 0) {
      timer.dueMs = Math.max(timer.dueMs + timer.intervalMs, this.now())
      this.arm(timer)
    } else this.clear(timer.id)
    this.guard(timer.run)
  }

  private nextDue(untilMs: number): Timer | undefined {
    let next: Timer | undefined
    for (const timer of this.timers.values()) {
      if (timer.dueMs > untilMs || !this.canFire(timer)) continue
      if (!next || timer.dueMs < next.dueMs) next = timer
    }
    return next
  }

  private merge(left: Array<() => void>, right: Array<() => void>): Array<() => void> {
    const merged: Array<() => void> = []
    const queues = [left.slice(), right.slice()] as const
    while (queues[0].length + queues[1].length > 0) {
      const queue = queues[0].length === 0 ? queues[1] : queues[1].length === 0 ? queues[0] : this.random.pick(queues)
      const task = queue.shift()
      if (task) merged.push(task)
    }
    return merged
  }

  private guard(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.onError(error)
    }
  }
}

/** Resolves after promises and ready input have been handled. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
