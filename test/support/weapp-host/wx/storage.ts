import { ApiFailure, asyncApi, type ApiBody } from './asyncApi'
import type { WxContext, WxFunctions } from './context'

const maxKeyBytes = 1024 * 1024
const maxTotalBytes = 10 * 1024 * 1024

/**
 * Key-value storage: 1 MB a key, 10 MB in all.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/storage.html
 * The limits are documented, the texts of the errors are as users report them.
 */
export function storageApi(context: WxContext): WxFunctions {
  const { storage, realm } = context
  // https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.setStorage.html
  const set = (key: unknown, data: unknown) => {
    const name = requireKey(key)
    // only what JSON can carry is kept
    const json = JSON.stringify(data === undefined ? '' : data)
    const sizes = [...storage].map(([other, text]) => (other === name ? 0 : entryBytes(other, text)))
    const size = entryBytes(name, json)
    if (size > maxKeyBytes) throw new ApiFailure('entry size limit reached')
    if (sizes.reduce((sum, each) => sum + each, size) > maxTotalBytes) throw new ApiFailure('quota reached')
    storage.set(name, json)
  }
  // https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.getStorageSync.html
  const get = (key: unknown) => {
    const json = storage.get(requireKey(key))
    return json === undefined ? undefined : realm.copyIn(JSON.parse(json))
  }
  // https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.getStorageInfoSync.html
  const info = () => ({
    keys: [...storage.keys()],
    currentSize: Math.ceil([...storage].reduce((sum, [key, json]) => sum + entryBytes(key, json), 0) / 1024),
    limitSize: maxTotalBytes / 1024,
  })
  const remove = (key: unknown) => void storage.delete(requireKey(key))
  const clear = () => storage.clear()
  const api = (name: string, body: ApiBody) => asyncApi(context, name, body)

  return {
    setStorageSync: (key: unknown, data: unknown) => namingErrors('setStorageSync', () => set(key, data)),
    getStorageSync: (key: unknown) => namingErrors('getStorageSync', () => get(key) ?? ''),
    removeStorageSync: (key: unknown) => namingErrors('removeStorageSync', () => remove(key)),
    clearStorageSync: clear,
    getStorageInfoSync: info,
    setStorage: api('setStorage', ({ key, data }) => set(key, data)),
    // https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.getStorage.html
    getStorage: api('getStorage', ({ key }) => {
      const data = get(key)
      if (data === undefined) throw new ApiFailure('data not found')
      return { data }
    }),
    removeStorage: api('removeStorage', ({ key }) => remove(key)),
    clearStorage: api('clearStorage', clear),
    getStorageInfo: api('getStorageInfo', info),
    // https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.batchSetStorage.html
    batchSetStorage: api('batchSetStorage', ({ kvList }) => {
      for (const { key, value } of kvList as Array<{ key: unknown; value: unknown }>) set(key, value)
    }),
  }
}

function requireKey(key: unknown): string {
  if (typeof key !== 'string') throw new ApiFailure('parameter error: parameter.key should be String')
  return key
}

const entryBytes = (key: string, json: string) => Buffer.byteLength(key) + Buffer.byteLength(json)

function namingErrors<T>(name: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw error instanceof ApiFailure ? new Error(`${name}:fail ${error.message}`) : error
  }
}
