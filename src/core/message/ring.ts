/** A list that keeps the newest items, within a number and a weight. */
export class Ring<T> {
  private readonly slots: (T | undefined)[] = []
  private head = 0
  private count = 0
  private weight = 0

  /**
   * @param capacity how many items at most
   * @param maxWeight what they may weigh together; the newest stays, whatever it weighs
   * @param weigh the weight of an item, which must not change while it is here
   */
  constructor(
    readonly capacity: number,
    private readonly maxWeight = Infinity,
    private readonly weigh: (item: T) => number = () => 0,
  ) {}

  get length(): number {
    return this.count
  }

  /** Adds an item; the oldest go where there is no room. */
  push(item: T): void {
    if (this.count === this.capacity) this.shift()
    this.slots[(this.head + this.count) % this.capacity] = item
    this.count += 1
    this.weight += this.weigh(item)
    while (this.weight > this.maxWeight && this.count > 1) this.shift()
  }

  /** Puts `item` in the place of the newest item that `isSame` accepts. @returns whether there was one */
  replace(item: T, isSame: (other: T) => boolean): boolean {
    for (let i = this.count - 1; i >= 0; i -= 1) {
      const slot = (this.head + i) % this.capacity
      const other = this.slots[slot]
      if (other !== undefined && isSame(other)) {
        this.slots[slot] = item
        this.weight += this.weigh(item) - this.weigh(other)
        return true
      }
    }
    return false
  }

  /** A new array, oldest first. */
  toArray(): T[] {
    const end = this.head + this.count
    const kept = this.slots.slice(this.head, end).concat(this.slots.slice(0, Math.max(0, end - this.capacity)))
    return kept.filter((item): item is T => item !== undefined)
  }

  private shift(): void {
    const oldest = this.slots[this.head]
    if (oldest === undefined) return
    this.weight -= this.weigh(oldest)
    // or the slot would keep it alive until it is filled again
    this.slots[this.head] = undefined
    this.head = (this.head + 1) % this.capacity
    this.count -= 1
  }
}
