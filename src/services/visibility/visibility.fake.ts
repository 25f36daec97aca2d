import type { VisibilityPort } from './types'

/** A visibility that a test sets. */
export function fakeVisibility(initial = true): VisibilityPort & { set(isVisible: boolean): void } {
  let isVisible = initial
  const listeners = new Set<(isVisible: boolean) => void>()
  return {
    isVisible: () => isVisible,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set(next) {
      isVisible = next
      for (const listener of [...listeners]) listener(next)
    },
  }
}
