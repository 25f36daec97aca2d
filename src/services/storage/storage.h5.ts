import { AppError } from '@/core/errors'
import { epoch } from '../epoch'
import type { StoragePort } from './types'

/** Other pages of the origin have keys too. */
const PREFIX = 'homing:'

/** H5: localStorage, about 5 MB. A browser that forbids it (private mode, blocked cookies) fails in words. */
export const storage: StoragePort = {
  get(key) {
    try {
      const text = localStorage.getItem(PREFIX + key)
      return Promise.resolve(text === null ? undefined : (JSON.parse(text) as unknown))
    } catch (cause) {
      if (cause instanceof SyntaxError) return Promise.resolve(undefined)
      return Promise.reject(new AppError('storageFailed', { cause }))
    }
  },
  set(key, value) {
    // everything was erased meanwhile, and this page is about to be loaded anew: it must bring nothing back
    if (epoch.isOver()) return Promise.reject(new AppError('storageFailed', { detail: 'erased by another tab' }))
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify(value))
      return Promise.resolve()
    } catch (cause) {
      const isQuota = cause instanceof DOMException && /quota/i.test(cause.name)
      return Promise.reject(new AppError(isQuota ? 'storageFull' : 'storageFailed', { cause }))
    }
  },
  remove(key) {
    try {
      localStorage.removeItem(PREFIX + key)
      return Promise.resolve()
    } catch (cause) {
      return Promise.reject(new AppError('storageFailed', { cause }))
    }
  },
  keys(prefix) {
    try {
      const found = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX + prefix))
      return Promise.resolve(found.map((key) => key.slice(PREFIX.length)))
    } catch (cause) {
      return Promise.reject(new AppError('storageFailed', { cause }))
    }
  },
}
