/** Functions to be told of something. One that joins or leaves while they are told is heeded the next time. */
export class Listeners<Args extends unknown[]> {
  private readonly all = new Set<(...args: Args) => void>()

  /** @returns ends the listening */
  add(listener: (...args: Args) => void): () => void {
    this.all.add(listener)
    return () => {
      this.all.delete(listener)
    }
  }

  tell(...args: Args): void {
    for (const listener of [...this.all]) listener(...args)
  }

  clear(): void {
    this.all.clear()
  }
}
