import { Listeners } from '../listeners'
import type { MemoryPort } from './types'

/** A memory that a test lets run short. */
export function fakeMemory(): MemoryPort & { warn(): void } {
  const listeners = new Listeners<[]>()
  return { onWarning: (listener) => listeners.add(listener), warn: () => listeners.tell() }
}
