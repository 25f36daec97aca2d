/**
 * Functions to be told of something. One that leaves while they are told is told no more, one that joins is heeded the
 * next time. What one throws keeps nothing from the others.
 */
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
    for (const listener of [...this.all]) {
      if (this.all.has(listener)) runGuarded(() => listener(...args))
    }
  }

  clear(): void {
    this.all.clear()
  }
}

/** Runs a listener's code: what it throws surfaces as an uncaught error and stops nothing here. */
export function runGuarded(run: () => void): void {
  try {
    run()
  } catch (error) {
    setTimeout(() => {
      throw error
    })
  }
}
