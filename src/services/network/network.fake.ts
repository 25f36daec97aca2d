import type { NetworkPort, NetworkStatus } from './types'

/** A network that a test sets. */
export function fakeNetwork(): NetworkPort & { set(status: NetworkStatus): void } {
  let status: NetworkStatus = { isOnline: true, type: 'wifi' }
  const listeners = new Set<(status: NetworkStatus) => void>()
  return {
    current: () => status,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set(next) {
      status = next
      for (const listener of [...listeners]) listener(next)
    },
  }
}
