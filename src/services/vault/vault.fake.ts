import { AppError } from '@/core/errors'
import type { VaultReach } from '@/core/profile/vaultReach'
import { Listeners } from '../listeners'
import type { VaultPort } from './types'

/** A vault in memory. `session` and `kept` are what it holds: a restart is a new one of the same `kept`. */
export function fakeVault(kept = new Map<string, string>(), reach: VaultReach = { kind: 'choice' }) {
  const session = new Map<string, string>()
  const listeners = new Listeners<[id: string, password: string | undefined]>()
  const isKeeping = (isKept: boolean) => reach.kind === 'kept' || (reach.kind === 'choice' && isKept)
  const port = {
    ...{ session, kept, isFull: false },
    reach: () => reach,
    get: (id: string) => Promise.resolve(session.get(id) ?? kept.get(id)),
    set(id: string, password: string, isKept: boolean) {
      if (port.isFull) return Promise.reject(new AppError('storageFull'))
      session.delete(id)
      kept.delete(id)
      ;(isKeeping(isKept) ? kept : session).set(id, password)
      return Promise.resolve()
    },
    remove(id: string) {
      session.delete(id)
      kept.delete(id)
      return Promise.resolve()
    },
    clear() {
      session.clear()
      kept.clear()
      return Promise.resolve()
    },
    ids: () => Promise.resolve([...new Set([...session.keys(), ...kept.keys()])]),
    onChange: (listener: (id: string, password: string | undefined) => void) => listeners.add(listener),
    /** another tab says so */
    tell: (id: string, password: string | undefined) => listeners.tell(id, password),
  }
  return port satisfies VaultPort
}
