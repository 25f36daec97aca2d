import { fakeStorage } from '@/services/storage/storage.fake'
import type { StoragePort } from '@/services/storage/types'
import { loadOnTaro, startPhone } from './phone'

interface Rig {
  port: StoragePort
  /** makes the next value not fit */
  fill(): void
  dispose?(): Promise<void>
}

/** A `localStorage` as the HTML standard has it: items are its own properties. */
class LocalStorageDouble {
  getItem(key: string): string | null {
    return Object.prototype.hasOwnProperty.call(this, key) ? String(Reflect.get(this, key)) : null
  }

  setItem(key: string, value: string): void {
    Reflect.set(this, key, String(value))
  }

  removeItem(key: string): void {
    Reflect.deleteProperty(this, key)
  }
}

function give(get: () => object) {
  Object.defineProperty(globalThis, 'localStorage', { get, configurable: true })
}

const h5 = async () => (await import('@/services/storage/storage.h5')).storage
const weapp = async (wx: object) => (await loadOnTaro(wx, () => import('@/services/storage/storage.weapp'))).storage

const throwing = (name: string) => () => {
  throw new DOMException('no', name)
}

const rigs: Record<string, () => Promise<Rig>> = {
  fake() {
    const port = fakeStorage()
    return Promise.resolve({ port, fill: () => void (port.isFull = true) })
  },
  async h5() {
    const local = new LocalStorageDouble()
    give(() => local)
    const fill = () => Object.defineProperty(local, 'setItem', { value: throwing('QuotaExceededError') })
    return { port: await h5(), fill }
  },
  async weapp() {
    const { host, wx, dispose } = await startPhone()
    // 10 MB in all
    const fill = () => void host.storage.set('filler', 'x'.repeat(10 * 1024 * 1024))
    return { port: await weapp(wx), fill, dispose }
  },
}

describe.each(Object.keys(rigs))('storage: %s', (name) => {
  let rig: Rig
  beforeEach(async () => {
    rig = await rigs[name]!()
  })
  afterEach(() => rig.dispose?.())

  it.each<[string, unknown]>([
    ['an object', { text: '温室 🌱', list: [1, null, { deep: true }] }],
    ['a list', [1, 2]],
    ['a text', ''],
    ['a number', 0],
    ['false', false],
  ])('gives back %s', async (_name, value) => {
    await rig.port.set('key', value)
    expect(await rig.port.get('key')).toEqual(value)
  })

  it('knows nothing of what was never set, and of what was removed', async () => {
    const { port } = rig
    expect(await port.get('never')).toBeUndefined()
    await port.set('key', 1)
    await port.remove('key')
    await port.remove('never')
    expect(await port.get('key')).toBeUndefined()
    expect(await port.keys('')).toEqual([])
  })

  it('keeps what was set, not what becomes of it', async () => {
    const value = { list: [1] }
    await rig.port.set('key', value)
    value.list.push(2)
    expect(await rig.port.get('key')).toEqual({ list: [1] })
  })

  it('lists the keys that begin with a prefix', async () => {
    for (const key of ['a/1', 'a/2', 'b/1', 'xa/3']) await rig.port.set(key, 1)
    expect((await rig.port.keys('a/')).sort()).toEqual(['a/1', 'a/2'])
  })

  it('full, says so and keeps the former value', async () => {
    const { port } = rig
    await port.set('key', 'former')
    rig.fill()
    await expect(port.set('key', 'x'.repeat(100))).rejects.toMatchObject({ code: 'storageFull' })
    expect(await port.get('key')).toBe('former')
  })
})

describe('H5', () => {
  it('leaves the keys of other pages of the origin alone', async () => {
    const local = new LocalStorageDouble()
    give(() => local)
    local.setItem('other', '1')
    const port = await h5()
    await port.set('key', 1)
    expect(await port.keys('')).toEqual(['key'])
    expect(Object.keys(local).sort()).toEqual(['homing:key', 'other'])
  })

  it('takes torn JSON for nothing', async () => {
    const local = new LocalStorageDouble()
    give(() => local)
    local.setItem('homing:key', '{"version":1,"na')
    expect(await (await h5()).get('key')).toBeUndefined()
  })

  it('of a page from before everything was erased, takes nothing more', async () => {
    const local = new LocalStorageDouble()
    give(() => local)
    const late = await h5()
    const { epoch } = await import('@/services/epoch.h5')
    epoch.beginNext()
    await expect(late.set('profile/p', 1)).rejects.toMatchObject({ code: 'storageFailed' })
    jest.resetModules()
    await (await h5()).set('profile/q', 1)
    expect(await late.keys('profile/')).toEqual(['profile/q'])
  })

  it('forbidden, fails in words', async () => {
    give(throwing('SecurityError'))
    const port = await h5()
    for (const attempt of [port.get('key'), port.set('key', 1), port.remove('key'), port.keys('')]) {
      await expect(attempt).rejects.toMatchObject({ code: 'storageFailed', cause: { name: 'SecurityError' } })
    }
  })
})

describe('WeChat', () => {
  it('takes no value above 1 MB', async () => {
    const { wx, dispose } = await startPhone()
    const port = await weapp(wx)
    await expect(port.set('key', 'x'.repeat(1024 * 1024))).rejects.toMatchObject({ code: 'storageFull' })
    await dispose()
  })

  it('failing, is not taken for empty: a profile would seem to be gone', async () => {
    const error = (name: string) => Object.assign(new Error(), { errMsg: `${name}:fail io error` })
    const fail = (name: string) => () => Promise.reject(error(name))
    const port = await weapp({
      getStorage: fail('getStorage'),
      setStorage: fail('setStorage'),
      removeStorage: fail('removeStorage'),
      getStorageInfoSync: () => {
        throw error('getStorageInfoSync')
      },
    })
    for (const attempt of [port.get('key'), port.set('key', 1), port.remove('key'), port.keys('')]) {
      await expect(attempt).rejects.toMatchObject({ code: 'storageFailed' })
    }
  })
})
