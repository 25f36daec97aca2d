import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { IDBFactory } from 'fake-indexeddb'
import type { AppError } from '@/core/errors'
import type { VaultPort } from '@/services/vault/types'
import { fakeVault } from '@/services/vault/vault.fake'
import { BrowserVault, type VaultWorld } from '@/services/vault/vault.h5'
import { loadOnTaro, startPhone } from './phone'

const secret = '口令 🌱 p@ss\u0000"\\'

/** A `Storage` as browsers have it: items are its own properties. */
class StorageDouble {
  isForbidden = false
  getItem(key: string): string | null {
    if (this.isForbidden) throw new DOMException('no', 'SecurityError')
    return Object.prototype.hasOwnProperty.call(this, key) ? String(Reflect.get(this, key)) : null
  }
  setItem(key: string, value: string): void {
    if (this.isForbidden) throw new DOMException('no', 'QuotaExceededError')
    Reflect.set(this, key, value)
  }
  removeItem(key: string): void {
    Reflect.deleteProperty(this, key)
  }
}
const asStorage = (double: StorageDouble) => double as unknown as Storage

/** A browser, its tabs and what it keeps on the disk. */
class BrowserDouble {
  readonly local = new StorageDouble()
  lack: ReturnType<VaultWorld['lack']>
  private readonly channels: BroadcastChannel[] = []

  constructor() {
    const factory = new IDBFactory()
    Object.defineProperty(globalThis, 'indexedDB', { get: () => factory, configurable: true })
  }

  /** Everything is erased: pages that are loaded from now on are of the next epoch. */
  epoch = ''

  tab(session = new StorageDouble()): BrowserVault {
    const ofPage = this.epoch
    return new BrowserVault({
      session: () => asStorage(session),
      local: () => asStorage(this.local),
      openChannel: () => {
        const channel = new BroadcastChannel('homing/vault')
        this.channels.push(channel)
        return channel
      },
      lack: () => this.lack,
      loadKept: async () => (await import('@/services/vault/kept.h5')).keptPasswords,
      epoch: { ofPage, isOver: () => this.epoch !== ofPage },
    })
  }

  close(): void {
    for (const channel of this.channels) channel.close()
  }
}

const weapp = async (wx: object): Promise<VaultPort> =>
  (await loadOnTaro(wx, () => import('@/services/vault/vault.weapp'))).vault

interface Rig {
  port: VaultPort
  /** the port of the app's next start: whoever was asked to keep does */
  restart(): Promise<VaultPort>
  /** everything that is on the disk */
  disk(): Promise<string>
  dispose(): Promise<void> | void
}

const rigs: Record<string, () => Promise<Rig>> = {
  fake() {
    const port = fakeVault()
    return Promise.resolve({
      port,
      restart: () => Promise.resolve(fakeVault(port.kept)),
      disk: () => Promise.resolve(''),
      dispose: () => undefined,
    })
  },
  h5() {
    const browser = new BrowserDouble()
    return Promise.resolve({
      port: browser.tab(),
      restart: () => Promise.resolve(browser.tab()),
      disk: async () => JSON.stringify(browser.local) + (await databaseText()),
      dispose: () => browser.close(),
    })
  },
  async weapp() {
    const { host, wx, dispose } = await startPhone()
    const restart = async () => {
      await host.coldStart()
      return weapp(host.evaluate('wx') as object)
    }
    return {
      port: await weapp(wx),
      restart,
      disk: () => Promise.resolve(JSON.stringify([...host.storage]) + JSON.stringify([...host.files])),
      dispose,
    }
  },
}

/** All records, bytes as characters. */
async function databaseText(): Promise<string> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('homing-vault')
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(new Error('cannot be opened'))
  })
  const all = (store: string) =>
    new Promise<unknown[]>((resolve) => {
      const request = database.transaction(store).objectStore(store).getAll()
      request.onsuccess = () => resolve(request.result as unknown[])
    })
  const entries = (await all('entries')) as { data: ArrayBuffer }[]
  const text = entries.map(({ data }) => Buffer.from(data).toString('latin1')).join()
  database.close()
  return text
}

describe.each(Object.keys(rigs))('vault: %s', (name) => {
  let rig: Rig
  beforeEach(async () => {
    rig = await rigs[name]!()
  })
  afterEach(() => rig.dispose())

  it.each([true, false])('gives back what was set, kept: %s', async (isKept) => {
    const { port } = rig
    await port.set('a', secret, isKept)
    await port.set('b', 'other', isKept)
    await port.set('a', `${secret}2`, isKept)
    expect(await port.get('a')).toBe(`${secret}2`)
    expect((await port.ids()).sort()).toEqual(['a', 'b'])
  })

  it('knows nothing of what was never set or is removed', async () => {
    const { port } = rig
    await port.set('a', secret, true)
    await port.remove('a')
    await port.remove('never')
    expect(await port.get('a')).toBeUndefined()
    expect(await port.ids()).toEqual([])
  })

  it('is empty once it is cleared, and takes new ones', async () => {
    const { port } = rig
    await port.set('a', secret, true)
    await port.set('b', secret, false)
    await port.clear()
    expect(await port.ids()).toEqual([])
    expect(await port.get('a')).toBeUndefined()
    await port.set('a', 'new', true)
    expect(await (await rig.restart()).get('a')).toBe('new')
  })

  it('has after a restart what was to be kept, and not as plain text on the disk', async () => {
    await rig.port.set('a', secret, true)
    const disk = await rig.disk()
    for (const part of [secret, '口令', 'p@ss', Buffer.from(secret).toString('latin1')])
      expect(disk).not.toContain(part)
    expect(await (await rig.restart()).get('a')).toBe(secret)
  })
})

describe('H5', () => {
  let browser: BrowserDouble
  beforeEach(() => (browser = new BrowserDouble()))
  afterEach(() => browser.close())

  /** What a tab hears, from when it has asked the others. */
  function listening(tab: BrowserVault) {
    const heard: [string, string | undefined][] = []
    let news: () => void = () => undefined
    tab.onChange((id, password) => {
      heard.push([id, password])
      news()
    })
    const until = async (count: number) => {
      while (heard.length < count) await new Promise<void>((resolve) => (news = resolve))
      return heard
    }
    return { heard, until }
  }

  it('forgets with the tab what was not to be kept, and not when the page is loaded again', async () => {
    const session = new StorageDouble()
    await browser.tab(session).set('a', secret, false)
    expect(await browser.tab(session).get('a')).toBe(secret)
    expect(await browser.tab().get('a')).toBeUndefined()
    expect(JSON.stringify(browser.local)).not.toContain('p@ss')
  })

  it('keeps no longer what is not to be kept any more', async () => {
    const tab = browser.tab()
    await tab.set('a', secret, true)
    await tab.set('a', secret, false)
    expect(await tab.get('a')).toBe(secret)
    expect(await browser.tab().get('a')).toBeUndefined()
  })

  it('has memory where the browser forbids sessionStorage', async () => {
    const session = new StorageDouble()
    session.isForbidden = true
    const tab = browser.tab(session)
    await tab.set('a', secret, false)
    expect(await tab.get('a')).toBe(secret)
    expect(await tab.ids()).toEqual(['a'])
    await tab.remove('a')
    expect(await tab.get('a')).toBeUndefined()
  })

  it.each(['insecureContext', 'noStorage'] as const)(
    'says why it cannot keep (%s), and lasts the session',
    async (why) => {
      browser.lack = why
      const tab = browser.tab()
      expect(tab.reach()).toEqual({ kind: 'session', why })
      await tab.set('a', secret, true)
      expect(await tab.get('a')).toBe(secret)
      expect(await browser.tab().get('a')).toBeUndefined()
    },
  )

  it('loads nothing that seals before something is kept', async () => {
    const tab = browser.tab()
    const load = jest.spyOn(tab['world'], 'loadKept')
    await tab.set('a', secret, false)
    await tab.get('other')
    await tab.ids()
    await tab.remove('a')
    expect(load).not.toHaveBeenCalled()
  })

  it('says when it could not keep, and the former one holds', async () => {
    const tab = browser.tab()
    await tab.set('a', 'former', true)
    const put = jest.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no', 'QuotaExceededError')
    })
    await expect(tab.set('a', secret, true)).rejects.toMatchObject({ code: 'storageFull' })
    put.mockRestore()
    expect(await tab.get('a')).toBe('former')
  })

  it('seals each time anew, with a key that no script can read, and for one connection only', async () => {
    const { keptPasswords: kept } = await import('@/services/vault/kept.h5')
    const { openDB } = await import('idb')
    await kept.set('a', secret)
    const database = await openDB('homing-vault')
    const first = (await database.get('entries', 'a')) as { iv: Uint8Array }
    await kept.set('a', secret)
    const second = (await database.get('entries', 'a')) as { iv: Uint8Array }
    expect(Buffer.from(first.iv).equals(Buffer.from(second.iv))).toBe(false)
    const key = (await database.get('keys', 'passwords')) as CryptoKey
    expect(key.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
    await database.put('entries', second, 'b')
    database.close()
    await expect(kept.get('b')).rejects.toThrow()
    expect(await browserReads('b')).toBeUndefined()
  })

  /** As the app does */
  async function browserReads(id: string) {
    browser.local.setItem('homing-vault', '1')
    return browser.tab().get(id)
  }

  it('takes what is torn, or sealed with a key that is lost, for nothing, and takes a new one', async () => {
    const tab = browser.tab()
    const { openDB } = await import('idb')
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), fc.boolean(), async (bytes, isKeyLost) => {
        await tab.set('a', secret, true)
        const database = await openDB('homing-vault')
        if (isKeyLost) await database.delete('keys', 'passwords')
        else await database.put('entries', { iv: bytes.slice(0, 12), data: bytes.buffer }, 'a')
        database.close()
        expect(await tab.get('a')).toBeUndefined()
        await tab.set('a', 'typed again', true)
        expect(await tab.get('a')).toBe('typed again')
      }),
      { numRuns: 20 },
    )
  })

  it('tells a new tab what the open ones have', async () => {
    const first = browser.tab()
    await first.set('a', secret, false)
    first.onChange(() => undefined)
    const second = browser.tab()
    const { until } = listening(second)
    expect(await until(1)).toEqual([['a', secret]])
    expect(await second.get('a')).toBe(secret)
  })

  it('tells the other tabs what is set, kept and removed', async () => {
    const [first, second] = [browser.tab(), browser.tab()]
    first.onChange(() => undefined)
    const { until } = listening(second)
    await first.set('a', secret, false)
    await until(1)
    expect(await second.get('a')).toBe(secret)
    await first.set('a', 'kept now', true)
    await until(2)
    expect(await second.get('a')).toBe('kept now')
    await first.remove('a')
    expect(await until(3)).toEqual([
      ['a', secret],
      ['a', 'kept now'],
      ['a', undefined],
    ])
    expect(await second.get('a')).toBeUndefined()
  })

  it('a tab that slept while everything was erased tells nobody, stores nothing, and forgets when it is loaded again', async () => {
    const session = new StorageDouble()
    const late = browser.tab(session)
    await late.set('a', secret, false)
    late.onChange(() => undefined)
    browser.epoch = 'next'
    const fresh = browser.tab()
    const { until } = listening(fresh)
    const other = browser.tab()
    await other.set('b', 'new', false)
    other.onChange(() => undefined)
    other['post']({ kind: 'set', id: 'b', password: 'new' })
    expect(await until(1)).toEqual([['b', 'new']])
    await expect(late.set('a', secret, true)).rejects.toMatchObject({ code: 'storageFailed' })
    expect(await fresh.ids()).toEqual(['b'])
    const again = browser.tab(session)
    expect([await again.ids(), await again.get('a')]).toEqual([[], undefined])
    await again.set('a', 'typed again', false)
    expect(await browser.tab(session).get('a')).toBe('typed again')
  })

  it('a database that never answers keeps nobody waiting', async () => {
    const tab = browser.tab()
    await tab.set('a', secret, true)
    const hang = jest.spyOn(indexedDB, 'open').mockImplementation(() => new IDBOpenDBRequest())
    jest.useFakeTimers()
    const ends = (work: Promise<unknown>) => work.then(String, (error: AppError) => error.code)
    const ended = Promise.all([tab.clear(), tab.ids(), tab.set('b', secret, true), tab.remove('b')].map(ends))
    const asked = tab.get('a')
    await jest.advanceTimersByTimeAsync(30_000)
    expect(await ended).toEqual(['storageFailed', 'storageFailed', 'storageFailed', 'storageFailed'])
    expect(await asked).toBeUndefined()
    jest.useRealTimers()
    hang.mockRestore()
    expect(await tab.get('a')).toBe(secret)
  })

  it('two tabs that keep their first ones at once have one key', async () => {
    const [first, second] = [browser.tab(), browser.tab()]
    await Promise.all([first.set('a', 'one', true), second.set('b', 'two', true)])
    expect(await browser.tab().get('a')).toBe('one')
    expect(await browser.tab().get('b')).toBe('two')
  })
})

describe('WeChat', () => {
  it('before 2.21.3 stores no password at all, and says so', async () => {
    const { host, dispose } = await startPhone({ SDKVersion: '2.21.2' })
    const port = await weapp(host.evaluate('wx') as object)
    expect(port.reach()).toEqual({ kind: 'session', why: 'oldWeChat' })
    await port.set('a', secret, true)
    expect(await port.get('a')).toBe(secret)
    expect(host.storage.size).toBe(0)
    expect(await port.ids()).toEqual(['a'])
    await port.remove('a')
    expect(await port.get('a')).toBeUndefined()
    await dispose()
  })

  it.each([
    ['2.21.3', 'kept'],
    ['2.21.10', 'kept'],
    ['3.0.0', 'kept'],
    ['2.9.9', 'session'],
    ['', 'session'],
  ])('%s: %s', async (SDKVersion, kind) => {
    const port = await weapp({ getAppBaseInfo: () => ({ SDKVersion }) })
    expect(port.reach().kind).toBe(kind)
  })

  it('takes what it cannot decrypt for nothing', async () => {
    const { host, wx, dispose } = await startPhone()
    const port = await weapp(wx)
    host.storage.set('vault/a', JSON.stringify('in the open'))
    expect(await port.get('a')).toBeUndefined()
    await port.set('a', secret, true)
    const sealed = JSON.parse(host.storage.get('vault/a')!) as string
    host.storage.set('vault/a', JSON.stringify(sealed.slice(0, -8)))
    expect(await port.get('a')).toBeUndefined()
    await dispose()
  })
})
