/** Who asks for a place: one object per session, so that the one that ends frees nothing of the one that follows it. */
export interface PlaceHolder {
  readonly profileId: string
}

/**
 * The sockets an app may have open at once (WeChat: 5). First asked, first served; one that found none keeps its turn
 * until it releases it.
 */
export interface SocketPlaces {
  /**
   * @param whenFree called once it is this one's turn, to ask again
   * @returns whether the holder has a place now
   */
  take(holder: PlaceHolder, whenFree: () => void): boolean
  /**
   * For a socket that nobody waits for: never queues, and leaves a place free for the session on whose account it is.
   * @returns whether the holder has a place now
   */
  takeSpare(holder: PlaceHolder): boolean
  /** Gives up the place, or the turn. */
  release(holder: PlaceHolder): void
  /** The profiles that hold the places, in the order they took them, each once. */
  holders(): string[]
}

/** @param limit sockets at once; Infinity where the platform sets none */
export function createSocketPlaces(limit: number): SocketPlaces {
  const held = new Set<PlaceHolder>()
  const line = new Map<PlaceHolder, () => void>()
  const isTurnOf = (holder: PlaceHolder) => {
    const ahead = [...line.keys()].indexOf(holder)
    return (ahead < 0 ? line.size : ahead) < limit - held.size
  }
  return {
    take(holder, whenFree) {
      if (!held.has(holder) && !isTurnOf(holder)) {
        line.set(holder, whenFree)
        return false
      }
      line.delete(holder)
      held.add(holder)
      return true
    },
    takeSpare(holder) {
      const isSpare = held.size + line.size + 2 <= limit
      if (isSpare) held.add(holder)
      return isSpare
    },
    release(holder) {
      line.delete(holder)
      held.delete(holder)
      for (const [next, whenFree] of [...line]) {
        // an earlier one may have taken the place, or left the line
        if (line.has(next) && isTurnOf(next)) whenFree()
      }
    },
    holders: () => [...new Set([...held].map(({ profileId }) => profileId))],
  }
}
