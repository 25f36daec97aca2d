import { Listeners } from '../listeners'
import type { TabRole, TabsPort } from './types'

/** A tab whose role a test sets. */
export function fakeTabs(initial: TabRole = { isOwner: true }): TabsPort & { set(role: TabRole): void } {
  let role = initial
  const listeners = new Listeners<[role: TabRole]>()
  return {
    settle: () => Promise.resolve(),
    current: () => role,
    onChange: (listener) => listeners.add(listener),
    set(next) {
      role = next
      listeners.tell(next)
    },
  }
}
