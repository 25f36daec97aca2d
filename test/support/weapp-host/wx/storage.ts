import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { ApiFailure, asyncApi, type ApiBody } from './asyncApi'
import type { WxContext, WxFunctions } from './context'

const maxKeyBytes = 1024 * 1024
const maxTotalBytes = 10 * 1024 * 1024
/** Documented: what is encrypted grows by 1.4, so that 0.7 MB fit a key and 7.1 MB all of them */
const encryptedSince = '2.21.3'

/**
 * Key-value storage: 1 MB a key, 10 MB in all.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/storage.html
 * The limits are documented, the texts of the errors are as users report them.
 */
export function storageApi(context: WxContext): WxFunctions {
  const { storage, realm, device, system } = context
  /** an older base library overlooks what it does not know */
  const isEncrypted = (encrypt: unknown) => encrypt === true && isAtLeast(device.SDKVersion, encryptedSince)
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
    setStorage: api('setStorage', ({ key, data, encrypt }) =>
      set(key, isEncrypted(encrypt) ? seal(JSON.stringify(data === undefined ? '' : data)) : data),
    ),
    // https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.getStorage.html
    getStorage: api('getStorage', async ({ key, encrypt }) => {
      if (system.withheld?.what === 'records') await system.withheld.until
      const data = get(key)
      if (data === undefined) throw new ApiFailure('data not found')
      return { data: isEncrypted(encrypt) ? realm.copyIn(open(data)) : data }
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

/** Of the phone, and the same after every start */
const deviceKey = scryptSync('a phone', 'wx.setStorage', 16)

/** AES-128, as documented; its form on the disk is not, and neither is what a reader gets who does not say `encrypt`. */
function seal(json: string): string {
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-128-cbc', deviceKey, iv)
  return Buffer.concat([iv, cipher.update(json, 'utf8'), cipher.final()]).toString('base64')
}

function open(sealed: unknown): unknown {
  try {
    if (typeof sealed !== 'string') throw new Error('no text')
    const bytes = Buffer.from(sealed, 'base64')
    const decipher = createDecipheriv('aes-128-cbc', deviceKey, bytes.subarray(0, 16))
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8'))
  } catch {
    throw new ApiFailure('decrypt failed')
  }
}

function isAtLeast(version: string, least: string): boolean {
  return version.localeCompare(least, 'en', { numeric: true }) >= 0
}

const entryBytes = (key: string, json: string) => Buffer.byteLength(key) + Buffer.byteLength(json)

function namingErrors<T>(name: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw error instanceof ApiFailure ? new Error(`${name}:fail ${error.message}`) : error
  }
}
