/**
 * Functions to be told of something. One that leaves while they are told is told no more, one that joins is heeded the
 * next time. What one throws keeps nothing from the others.
 */
export class Listeners<Args extends unknown[]> {
  private readonly all = new Set<(...args: Args) => void>()
  /** those of `all` now, made when they are told: they are told often and change seldom */
  private listed: readonly ((...args: Args) => void)[] | undefined

  /** @returns ends the listening */
  add(listener: (...args: Args) => void): () => void {
    this.all.add(listener)
    this.listed = undefined
    return () => {
      this.all.delete(listener)
      this.listed = undefined
    }
  }

  tell(...args: Args): void {
    const listed = (this.listed ??= [...this.all])
    for (const listener of listed) {
      if (listed === this.listed || this.all.has(listener)) runGuarded(listener, ...args)
    }
  }

  clear(): void {
    this.all.clear()
    this.listed = undefined
  }
}

/** Runs a listener's code: what it throws surfaces as an uncaught error and stops nothing here. */
export function runGuarded<Args extends unknown[]>(run: (...args: Args) => void, ...args: Args): void {
  try {
    run(...args)
  } catch (error) {
    setTimeout(() => {
      throw error
    })
  }
}
