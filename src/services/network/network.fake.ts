import { Listeners } from '../listeners'
import type { NetworkPort, NetworkStatus } from './types'

/** A network that a test sets. */
export function fakeNetwork(): NetworkPort & { set(status: NetworkStatus): void } {
  let status: NetworkStatus = { isOnline: true, type: 'wifi' }
  const listeners = new Listeners<[status: NetworkStatus]>()
  return {
    current: () => status,
    onChange: (listener) => listeners.add(listener),
    set(next) {
      status = next
      listeners.tell(next)
    },
  }
}
