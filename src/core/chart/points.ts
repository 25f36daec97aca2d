/** Numbers over time, oldest first, in a bounded room: when it is full, the oldest eighth goes. */
export class Points {
  private timeArray: Float64Array
  private valueArray: Float64Array
  private count = 0

  constructor(readonly capacity: number) {
    this.timeArray = new Float64Array(Math.min(capacity, 256))
    this.valueArray = new Float64Array(this.timeArray.length)
  }

  get length(): number {
    return this.count
  }

  get isFull(): boolean {
    return this.count >= this.capacity
  }

  /** For loops over all of them, which would feel a call for each: only the first `length` mean anything. */
  get raw(): { readonly times: Float64Array; readonly values: Float64Array } {
    return { times: this.timeArray, values: this.valueArray }
  }

  /** Epoch ms of the point at an index; NaN outside. */
  timeAt(index: number): number {
    return index >= 0 && index < this.count ? (this.timeArray[index] ?? NaN) : NaN
  }

  valueAt(index: number): number {
    return index >= 0 && index < this.count ? (this.valueArray[index] ?? NaN) : NaN
  }

  /** Takes its place by time, behind those of the same time: clocks are set back, too. What is no finite number is no point. */
  add(at: number, value: number): void {
    if (!Number.isFinite(at) || !Number.isFinite(value)) return
    if (this.isFull) this.drop(Math.max(1, this.capacity >> 3))
    this.grow(this.count + 1)
    const place = this.count === 0 || at >= this.timeAt(this.count - 1) ? this.count : this.indexAfter(at)
    this.timeArray.copyWithin(place + 1, place, this.count)
    this.valueArray.copyWithin(place + 1, place, this.count)
    this.timeArray[place] = at
    this.valueArray[place] = value
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
      if (isBeyond(this.timeArray[middle] ?? NaN)) high = middle
      else low = middle + 1
    }
    return low
  }

  private drop(count: number): void {
    this.timeArray.copyWithin(0, count, this.count)
    this.valueArray.copyWithin(0, count, this.count)
    this.count -= count
  }

  private prepend(older: readonly { at: number; value: number }[]): void {
    this.grow(this.count + older.length)
    this.timeArray.copyWithin(older.length, 0, this.count)
    this.valueArray.copyWithin(older.length, 0, this.count)
    older.forEach(({ at, value }, i) => {
      this.timeArray[i] = at
      this.valueArray[i] = value
    })
    this.count += older.length
  }

  private grow(needed: number): void {
    if (needed <= this.timeArray.length) return
    const size = Math.min(this.capacity, Math.max(needed, this.timeArray.length * 2))
    const { times, values } = this.raw
    this.timeArray = new Float64Array(size)
    this.valueArray = new Float64Array(size)
    this.timeArray.set(times)
    this.valueArray.set(values)
  }
}
