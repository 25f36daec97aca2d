import { services } from './services'

const FLUSH_MS = 100
const BUSY_FLUSH_MS = 250
/** messages a second */
const BUSY_RATE = 20
const TICK_MS = 1_000

/** When screens are told of what came: at most ten times a second, four when busy, never while hidden. */
export class Flusher {
  private soon: (() => void) | undefined
  private later: (() => void) | undefined

  /** @param rate messages a second, as screens know it */
  constructor(
    private readonly flush: () => void,
    private readonly rate: () => number,
  ) {}

  /** Something came. */
  schedule(): void {
    if (this.soon || !services.visibility.isVisible()) return
    const isBusy = this.rate() > BUSY_RATE
    this.soon = services.clock.setTimer(() => this.run(), isBusy ? BUSY_FLUSH_MS : FLUSH_MS)
  }

  /** Something changes by itself: in a second, unless something comes before. */
  tick(): void {
    this.later ??= services.clock.setTimer(() => this.run(), TICK_MS)
  }

  /** At once, unless hidden. */
  run(): void {
    this.stop()
    if (services.visibility.isVisible()) this.flush()
  }

  stop(): void {
    this.soon?.()
    this.later?.()
    this.soon = this.later = undefined
  }
}
