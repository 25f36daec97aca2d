/** Numbers over time, oldest first, in a bounded room: when it is full, the oldest eighth goes. */
export class Points {
  private times: Float64Array
  private values: Float64Array
  private count = 0

  constructor(readonly capacity: number) {
    this.times = new Float64Array(Math.min(capacity, 256))
    this.values = new Float64Array(this.times.length)
  }

  get length(): number {
    return this.count
  }

  get isFull(): boolean {
    return this.count >= this.capacity
  }

  /** Epoch ms of the point at an index; NaN outside. */
  timeAt(index: number): number {
    return index >= 0 && index < this.count ? (this.times[index] ?? NaN) : NaN
  }

  valueAt(index: number): number {
    return index >= 0 && index < this.count ? (this.values[index] ?? NaN) : NaN
  }

  /** Takes its place by time, behind those of the same time: clocks are set back, too. What is no finite number is no point. */
  add(at: number, value: number): void {
    if (!Number.isFinite(at) || !Number.isFinite(value)) return
    if (this.isFull) this.drop(Math.max(1, this.capacity >> 3))
    this.grow(this.count + 1)
    const place = this.count === 0 || at >= this.timeAt(this.count - 1) ? this.count : this.indexAfter(at)
    this.times.copyWithin(place + 1, place, this.count)
    this.values.copyWithin(place + 1, place, this.count)
    this.times[place] = at
    this.values[place] = value
    this.count += 1
  }

  /**
   * Puts older points before those that are there, as many of the newest as there is room for.
   * @param older newest first, as history is read
   * @returns whether all had room
   */
  addOlder(older: readonly { at: number; value: number }[]): boolean {
    const usable = older.filter(({ at, value }) => Number.isFinite(at) && Number.isFinite(value))
    const taken = usable.slice(0, this.capacity - this.count).reverse()
    const first = this.timeAt(0)
    const isInOrder = taken.every(({ at }, i) => at <= (taken[i + 1]?.at ?? (this.count > 0 ? first : at)))
    if (isInOrder) this.prepend(taken)
    else for (const { at, value } of taken) this.add(at, value)
    return taken.length === usable.length
  }

  /** Index of the first point at or after a time. */
  indexFrom(at: number): number {
    return this.search((time) => time >= at)
  }

  /** Index of the first point after a time. */
  indexAfter(at: number): number {
    return this.search((time) => time > at)
  }

  /** Index of the point nearest in time; -1 when there is none. */
  nearest(at: number): number {
    const next = this.indexFrom(at)
    if (next === 0) return this.count === 0 ? -1 : 0
    if (next === this.count) return this.count - 1
    return this.timeAt(next) - at < at - this.timeAt(next - 1) ? next : next - 1
  }

  private search(isBeyond: (time: number) => boolean): number {
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >> 1
      if (isBeyond(this.times[middle] ?? NaN)) high = middle
      else low = middle + 1
    }
    return low
  }

  private drop(count: number): void {
    this.times.copyWithin(0, count, this.count)
    this.values.copyWithin(0, count, this.count)
    this.count -= count
  }

  private prepend(older: readonly { at: number; value: number }[]): void {
    this.grow(this.count + older.length)
    this.times.copyWithin(older.length, 0, this.count)
    this.values.copyWithin(older.length, 0, this.count)
    older.forEach(({ at, value }, i) => {
      this.times[i] = at
      this.values[i] = value
    })
    this.count += older.length
  }

  private grow(needed: number): void {
    if (needed <= this.times.length) return
    const size = Math.min(this.capacity, Math.max(needed, this.times.length * 2))
    const { times, values } = this
    this.times = new Float64Array(size)
    this.values = new Float64Array(size)
    this.times.set(times)
    this.values.set(values)
  }
}
