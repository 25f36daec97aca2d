/** Seconds of a mean, and the one that is still running */
const windowSeconds = 5
const slots = windowSeconds + 1

/** Events per second of many things, each known by a small number: 28 bytes a thing. */
export class RateTable {
  private counts = new Uint32Array(0)
  private seconds = new Uint32Array(0)

  /** @param second epoch second; what is older than the newest of this thing by more than the window is not counted */
  add(id: number, second: number): void {
    if (id >= this.seconds.length) this.grow(id + 1)
    const newest = this.seconds[id] ?? 0
    if (second > newest) {
      this.forget(id, newest, second)
      this.seconds[id] = second
    } else if (second <= newest - slots) return
    const slot = id * slots + (second % slots)
    this.counts[slot] = (this.counts[slot] ?? 0) + 1
  }

  /** The mean of the last five whole seconds. @param second epoch second of now */
  perSecond(id: number, second: number): number {
    const newest = this.seconds[id]
    if (newest === undefined) return 0
    let sum = 0
    const from = Math.max(second - windowSeconds, newest - windowSeconds)
    for (let s = from; s < second && s <= newest; s += 1) sum += this.counts[id * slots + (s % slots)] ?? 0
    return sum / windowSeconds
  }

  /** Slots of the seconds between are of another round. */
  private forget(id: number, newest: number, second: number): void {
    for (let s = Math.max(newest + 1, second - windowSeconds); s <= second; s += 1)
      this.counts[id * slots + (s % slots)] = 0
  }

  private grow(least: number): void {
    const capacity = Math.max(64, least, this.seconds.length * 2)
    const counts = new Uint32Array(capacity * slots)
    counts.set(this.counts)
    const seconds = new Uint32Array(capacity)
    seconds.set(this.seconds)
    this.counts = counts
    this.seconds = seconds
  }
}
