import type { ScreenPort } from './types'

/** A screen that is on as long as anyone wants it to. @param set told of each change */
export function screenOf(
  set: (isOn: boolean) => void,
  isAvailable: () => boolean,
): ScreenPort & { readonly isWanted: boolean } {
  let wishes = 0
  return {
    isAvailable,
    get isWanted() {
      return wishes > 0
    },
    keepOn() {
      wishes += 1
      if (wishes === 1) set(true)
      let isOver = false
      return () => {
        if (isOver) return
        isOver = true
        wishes -= 1
        if (wishes === 0) set(false)
      }
    },
  }
}
