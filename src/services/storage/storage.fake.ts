import { AppError } from '@/core/errors'
import type { StoragePort } from './types'

/** Storage in memory; values pass through JSON as they do on the platforms. */
export function fakeStorage(records: Record<string, unknown> = {}): StoragePort & { isFull: boolean } {
  const values = new Map(Object.entries(records).map(([key, value]) => [key, JSON.stringify(value)]))
  const port = {
    isFull: false,
    get(key: string) {
      const text = values.get(key)
      return Promise.resolve(text === undefined ? undefined : (JSON.parse(text) as unknown))
    },
    set(key: string, value: unknown) {
      if (port.isFull) return Promise.reject(new AppError('storageFull'))
      values.set(key, JSON.stringify(value))
      return Promise.resolve()
    },
    remove(key: string) {
      values.delete(key)
      return Promise.resolve()
    },
    keys: (prefix: string) => Promise.resolve([...values.keys()].filter((key) => key.startsWith(prefix))),
  }
  return port
}
