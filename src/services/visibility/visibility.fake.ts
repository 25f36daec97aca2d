import { Listeners } from '../listeners'
import type { VisibilityPort } from './types'

/** A visibility that a test sets. */
export function fakeVisibility(initial = true): VisibilityPort & { set(isVisible: boolean): void } {
  let isVisible = initial
  const listeners = new Listeners<[isVisible: boolean]>()
  return {
    isVisible: () => isVisible,
    onChange: (listener) => listeners.add(listener),
    set(next) {
      isVisible = next
      listeners.tell(next)
    },
  }
}
