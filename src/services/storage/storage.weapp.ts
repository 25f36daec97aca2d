import Taro from '@tarojs/taro'
import { AppError } from '@/core/errors'
import type { StoragePort } from './types'

/** WeChat: wx.setStorage and its kin; 1 MB a key, 10 MB in all. */
export const storage: StoragePort = {
  async get(key) {
    try {
      const { data } = await Taro.getStorage<unknown>({ key })
      return data
    } catch {
      // "getStorage:fail data not found"
      return undefined
    }
  },
  async set(key, value) {
    try {
      await Taro.setStorage({ key, data: value })
    } catch (cause) {
      throw new AppError(isQuota(cause) ? 'storageFull' : 'storageFailed', { cause })
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
    return Promise.resolve(Taro.getStorageInfoSync().keys.filter((key) => key.startsWith(prefix)))
  },
}

const isQuota = (cause: unknown) =>
  /exceed|limit|quota/i.test(String((cause as { errMsg?: string } | undefined)?.errMsg))
