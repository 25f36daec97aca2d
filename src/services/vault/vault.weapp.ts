import Taro from '@tarojs/taro'
import { storage, storageError } from '../storage/storage.weapp'
import type { VaultPort } from './types'

const PREFIX = 'vault/'
/** An older base library would take `encrypt` for nothing, and store what it is given. */
const encryptsSince = [2, 21, 3]

function encrypts(): boolean {
  const version = (Taro.getAppBaseInfo().SDKVersion ?? '').split('.').map(Number)
  const differs = encryptsSince.findIndex((least, i) => (version[i] ?? 0) !== least)
  return differs < 0 || (version[differs] ?? 0) > (encryptsSince[differs] ?? 0)
}

const memory = new Map<string, string>()

/**
 * WeChat: encrypted storage. Both ways have to say so, and it is asynchronous only.
 * https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.setStorage.html
 */
export const vault: VaultPort = {
  reach: () => (encrypts() ? { kind: 'kept' } : { kind: 'session', why: 'oldWeChat' }),
  async get(id) {
    if (!encrypts()) return memory.get(id)
    try {
      const { data } = await Taro.getStorage<unknown>(encrypted({ key: PREFIX + id }))
      return typeof data === 'string' && data !== '' ? data : undefined
    } catch {
      return undefined
    }
  },
  async set(id, password) {
    if (!encrypts()) return void memory.set(id, password)
    try {
      await Taro.setStorage(encrypted({ key: PREFIX + id, data: password }))
    } catch (cause) {
      throw storageError(cause)
    }
  },
  async remove(id) {
    memory.delete(id)
    await storage.remove(PREFIX + id)
  },
  async clear() {
    for (const id of await vault.ids()) await vault.remove(id)
  },
  async ids() {
    const stored = await storage.keys(PREFIX)
    return [...memory.keys(), ...stored.map((key) => key.slice(PREFIX.length))]
  },
  // WeChat runs a mini-program once
  onChange: () => () => undefined,
}

/** Missing from Taro's types */
const encrypted = <T extends object>(options: T): T & { encrypt: true } => ({ ...options, encrypt: true })
