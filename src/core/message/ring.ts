/** A list that keeps the newest so many items. */
export class Ring<T> {
  private readonly slots: T[] = []
  private head = 0

  constructor(readonly capacity: number) {}

  get length(): number {
    return this.slots.length
  }

  /** Adds an item. @returns the item that had to go, once full */
  push(item: T): T | undefined {
    if (this.slots.length < this.capacity) {
      this.slots.push(item)
      return undefined
    }
    const dropped = this.slots[this.head]
    this.slots[this.head] = item
    this.head = (this.head + 1) % this.capacity
    return dropped
  }

  /** Puts `item` in the place of the newest item that `isSame` accepts. @returns whether there was one */
  replace(item: T, isSame: (other: T) => boolean): boolean {
    for (let i = this.length - 1; i >= 0; i -= 1) {
      const slot = (this.head + i) % this.capacity
      const other = this.slots[slot]
      if (other !== undefined && isSame(other)) {
        this.slots[slot] = item
        return true
      }
    }
    return false
  }

  /** A new array, oldest first. */
  toArray(): T[] {
    return this.slots.slice(this.head).concat(this.slots.slice(0, this.head))
  }

  clear(): void {
    this.slots.length = 0
    this.head = 0
  }
}
