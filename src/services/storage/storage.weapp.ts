import Taro from '@tarojs/taro'
import { AppError } from '@/core/errors'
import type { StoragePort } from './types'

/** WeChat: wx.setStorage and its kin; 1 MB a key, 10 MB in all. */
export const storage: StoragePort = {
  async get(key) {
    try {
      const { data } = await Taro.getStorage<unknown>({ key })
      return data
    } catch (cause) {
      // "getStorage:fail data not found"
      if (/not found/i.test(textOf(cause))) return undefined
      throw new AppError('storageFailed', { cause })
    }
  },
  async set(key, value) {
    try {
      await Taro.setStorage({ key, data: value })
    } catch (cause) {
      throw storageError(cause)
    }
  },
  async remove(key) {
    try {
      await Taro.removeStorage({ key })
    } catch (cause) {
      throw new AppError('storageFailed', { cause })
    }
  },
  keys(prefix) {
    try {
      return Promise.resolve(Taro.getStorageInfoSync().keys.filter((key) => key.startsWith(prefix)))
    } catch (cause) {
      return Promise.reject(new AppError('storageFailed', { cause }))
    }
  },
}

const textOf = (cause: unknown) => String((cause as { errMsg?: string } | undefined)?.errMsg)

/** Why a value could not be stored: `storageFull` or `storageFailed`. */
export const storageError = (cause: unknown) =>
  new AppError(/exceed|limit|quota/i.test(textOf(cause)) ? 'storageFull' : 'storageFailed', { cause })
