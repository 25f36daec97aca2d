import type { Clock } from '@/services/session/config'

interface Timer {
  dueAt: number
  run: () => void
  owner: Owner
  /** ms, of an interval */
  everyMs?: number
  handle: number
}

/** `bare`: set by the globals, as MQTT.js does */
type Owner = 'app' | 'bare' | 'world'

const FAKED = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const

/** Lets every promise that is ready go on, and what becomes ready by that. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

/**
 * Hours in milliseconds: one time for the session's clock, for the model broker, and for every bare `setTimeout` and
 * `Date.now` (MQTT.js has some). Microtasks and `setImmediate` stay real. The timers of the app (its clock's and the bare
 * ones) can be frozen; those of the world around it go on.
 */
export class VirtualTime {
  /** For the session. */
  readonly appClock: Clock = this.clockOf('app')
  /** For brokers, networks and people. */
  readonly worldClock: Clock = this.clockOf('world')
  /** by due time, first set first */
  private readonly timers: Timer[] = []
  /** the system has frozen the app: its timers wait, and come due late on thaw */
  isAppFrozen = false
  private lastHandle = 0
  private restore: (() => void) | undefined

  constructor(private current = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return this.current
  }

  /** Timers that are set now. */
  get timerCount(): Record<Owner, number> {
    const count = { app: 0, bare: 0, world: 0 }
    for (const { owner } of this.timers) count[owner] += 1
    return count
  }

  /** Governs the globals of this realm until {@link uninstall}. */
  install(): this {
    if (this.restore) return this
    const saved = FAKED.map((name) => [name, globalThis[name]] as const)
    const realNow = Date.now
    this.restore = () => {
      Object.assign(globalThis, Object.fromEntries(saved))
      Date.now = realNow
    }
    const set =
      (isInterval: boolean) =>
      (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
        this.add(() => run(...args), ms ?? 0, 'bare', isInterval)
    const clear = (handle?: unknown) => this.remove(handle)
    Object.assign(globalThis, {
      setTimeout: set(false),
      setInterval: set(true),
      clearTimeout: clear,
      clearInterval: clear,
    })
    Date.now = () => this.current
    return this
  }

  uninstall(): void {
    this.restore?.()
    this.restore = undefined
  }

  /** The app's process is gone, and the bare timers of its libraries with it. */
  dropBareTimers(): void {
    const others = this.timers.filter((timer) => timer.owner !== 'bare')
    this.timers.splice(0, this.timers.length, ...others)
  }

  /** Runs what comes due, in order, and lets promises settle before, between and after. */
  async advance(ms: number): Promise<void> {
    const until = this.current + ms
    await settle()
    for (let next = this.next(); next && next.dueAt <= until; next = this.next()) {
      this.timers.splice(this.timers.indexOf(next), 1)
      this.current = Math.max(this.current, next.dueAt)
      if (next.everyMs !== undefined) this.insert({ ...next, dueAt: this.current + next.everyMs })
      next.run()
      await settle()
    }
    this.current = until
  }

  /**
   * Advances until something is so, timer by timer.
   * @throws Error when it is not within `atMostMs`
   */
  async until(isSo: () => boolean, what: string, atMostMs = 120_000): Promise<void> {
    const end = this.current + atMostMs
    await settle()
    while (!isSo()) {
      const next = this.next()
      if (!next || next.dueAt > end) throw new Error(`not within ${atMostMs} ms: ${what}`)
      await this.advance(Math.max(0, next.dueAt - this.current))
    }
  }

  private next(): Timer | undefined {
    return this.isAppFrozen ? this.timers.find((timer) => timer.owner === 'world') : this.timers[0]
  }

  private clockOf(owner: Owner): Clock {
    return {
      now: () => this.current,
      setTimer: (run, delayMs) => {
        const handle = this.add(run, delayMs, owner, false)
        return () => this.remove(handle)
      },
    }
  }

  private add(run: () => void, ms: number, owner: Owner, isInterval: boolean): number {
    const delayMs = Math.max(isInterval ? 1 : 0, Number.isFinite(ms) ? ms : 0)
    this.lastHandle += 1
    const everyMs = isInterval ? delayMs : undefined
    this.insert({ dueAt: this.current + delayMs, run, owner, everyMs, handle: this.lastHandle })
    return this.lastHandle
  }

  private insert(timer: Timer): void {
    let at = this.timers.length
    while (at > 0 && (this.timers[at - 1] as Timer).dueAt > timer.dueAt) at -= 1
    this.timers.splice(at, 0, timer)
  }

  private remove(handle: unknown): void {
    const at = this.timers.findIndex((timer) => timer.handle === handle)
    if (at >= 0) this.timers.splice(at, 1)
  }
}
