import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { fakeFiles } from '@/services/files/files.fake'
import type { FilesPort } from '@/services/files/types'
import { loadOnTaro, startPhone } from './phone'

interface Rig {
  port: FilesPort
  /** the port of the app's next start */
  restart(): Promise<FilesPort>
  /** makes the next block not fit */
  fill(): void
  dispose?(): Promise<void>
}

/** A module of its own, as after a reload. */
async function h5(): Promise<FilesPort> {
  let port: FilesPort | undefined
  await jest.isolateModulesAsync(async () => {
    port = (await import('@/services/files/files.h5')).files
  })
  if (!port) throw new Error('nothing was loaded')
  return port
}

const weapp = async (wx: object) => (await loadOnTaro(wx, () => import('@/services/files/files.weapp'))).files

const give = (get: () => unknown) => Object.defineProperty(globalThis, 'indexedDB', { get, configurable: true })

function newDatabases() {
  const factory = new IDBFactory()
  give(() => factory)
}

const rigs: Record<string, () => Promise<Rig>> = {
  fake() {
    const port = fakeFiles()
    const restart = () => Promise.resolve(fakeFiles(port.records))
    return Promise.resolve({ port, restart, fill: () => void (port.isFull = true) })
  },
  async h5() {
    newDatabases()
    const add = jest.spyOn(IDBObjectStore.prototype, 'add')
    const fill = () =>
      add.mockImplementation(() => {
        throw new DOMException('no', 'QuotaExceededError')
      })
    const dispose = () => Promise.resolve(add.mockRestore())
    return { port: await h5(), restart: h5, fill, dispose }
  },
  async weapp() {
    const { host, wx, dispose } = await startPhone()
    const restart = async () => {
      await host.coldStart()
      return weapp(host.evaluate('wx') as object)
    }
    // 200 MB in all
    const fill = () => void host.files.set('http://usr/filler', Buffer.alloc(200 * 1024 * 1024))
    return { port: await weapp(wx), restart, fill, dispose }
  },
}

describe.each(Object.keys(rigs))('files: %s', (name) => {
  let rig: Rig
  beforeEach(async () => {
    rig = await rigs[name]!()
  })
  afterEach(() => rig.dispose?.())

  it('gives blocks back in order, over starts', async () => {
    const { port } = rig
    const blocks = ['{"text":"温室 🌱\\n"}', '', 'x'.repeat(300_000), '\u2028\ufeff']
    for (const block of blocks.slice(0, 3)) await port.append('a/1', block)
    await port.append('a/2', 'other')
    const next = await rig.restart()
    await next.append('a/1', blocks[3]!)
    expect(await next.read('a/1')).toEqual(blocks)
    expect(await next.read('a/2')).toEqual(['other'])
  })

  it('knows nothing of what was never written, and of what was removed', async () => {
    const { port } = rig
    expect(await port.list('')).toEqual([])
    expect(await port.read('never')).toEqual([])
    await port.remove('never')
    for (const path of ['a/1', 'a/2']) await port.append(path, 'x')
    await port.remove('a/1')
    expect(await port.read('a/1')).toEqual([])
    expect(await port.list('')).toEqual(['a/2'])
    await port.append('a/1', 'y')
    expect(await port.read('a/1')).toEqual(['y'])
    expect(await (await rig.restart()).list('')).toEqual(['a/1', 'a/2'])
  })

  it('lists paths that begin with a prefix, each once, sorted', async () => {
    for (const path of ['b/1', 'a/2', 'a/10', 'a/2', 'xa/3', 'a']) await rig.port.append(path, 'x')
    expect(await rig.port.list('a/')).toEqual(['a/10', 'a/2'])
    expect(await rig.port.list('')).toEqual(['a', 'a/10', 'a/2', 'b/1', 'xa/3'])
  })

  it('takes any path', async () => {
    const paths = ['%2F/..', 'A.b_c', 'a b?#&', '温/🌱', '_0041']
    for (const path of paths) await rig.port.append(path, path)
    expect(await rig.port.list('')).toEqual([...paths].sort())
    for (const path of paths) expect(await rig.port.read(path)).toEqual([path])
  })

  it('full, says so and keeps what it has', async () => {
    const { port } = rig
    await port.append('a', 'former')
    rig.fill()
    await expect(port.append('a', 'x'.repeat(100))).rejects.toMatchObject({ code: 'storageFull' })
    await expect(port.append('new', 'x'.repeat(100))).rejects.toMatchObject({ code: 'storageFull' })
    expect(await port.read('a')).toEqual(['former'])
  })
})

describe('the fake', () => {
  it('killed, does and answers nothing; its records may be torn', async () => {
    const port = fakeFiles()
    port.fate = ({ index }) => (index === 1 ? { tornAt: 4 } : 'done')
    await port.append('a', 'one')
    let answers = 0
    for (const call of [port.append('a', '温室'), port.append('a', 'three'), port.read('a')])
      void call.then(() => answers++)
    await new Promise((resolve) => setImmediate(resolve))
    expect(answers).toBe(0)
    expect(port.records.get('a')).toBe('one\n温\ufffd')
    const next = fakeFiles(port.records)
    expect(await next.read('a')).toEqual(['one'])
    next.tear('a', 2)
    expect(await next.read('a')).toEqual([])
  })
})

describe('H5', () => {
  afterEach(() => newDatabases())

  it('forbidden, fails in words', async () => {
    give(() => {
      throw new DOMException('no', 'SecurityError')
    })
    const port = await h5()
    for (const attempt of [port.append('a', 'x'), port.read('a'), port.list(''), port.remove('a')]) {
      await expect(attempt).rejects.toMatchObject({ code: 'storageFailed', cause: { name: 'SecurityError' } })
    }
    newDatabases()
    await port.append('a', 'x')
    expect(await port.read('a')).toEqual(['x'])
  })

  it('fails in words while the database does not answer, and asks it again', async () => {
    newDatabases()
    const hang = jest.spyOn(indexedDB, 'open').mockImplementation(() => new IDBOpenDBRequest())
    const port = await h5()
    jest.useFakeTimers()
    const ended = Promise.all(
      [port.read('a'), port.append('a', 'x')].map((work) => work.catch((error: unknown) => error)),
    )
    await jest.advanceTimersByTimeAsync(30_000)
    for (const error of await ended) expect(error).toMatchObject({ code: 'storageFailed' })
    jest.useRealTimers()
    hang.mockRestore()
    await port.append('a', 'y')
    expect(await port.read('a')).toEqual(['y'])
  })

  it('opens the database again when the system has closed it', async () => {
    newDatabases()
    const open = jest.spyOn(IDBFactory.prototype, 'open')
    const port = await h5()
    await port.append('a', 'x')
    const request = open.mock.results[0]?.value as IDBOpenDBRequest
    request.result.close()
    await port.append('a', 'y')
    expect(await port.read('a')).toEqual(['x', 'y'])
    expect(open).toHaveBeenCalledTimes(2)
    open.mockRestore()
  })

  it('lets a later version in another tab have the database', async () => {
    newDatabases()
    const port = await h5()
    await port.append('a', 'x')
    await new Promise((resolve, reject) => {
      const request = indexedDB.open('homing', 2)
      request.onsuccess = resolve
      request.onblocked = reject
    })
    await expect(port.append('a', 'y')).rejects.toMatchObject({ code: 'storageFailed' })
  })

  it('never writes over a block, nor fails, where another tab has written meanwhile', async () => {
    newDatabases()
    const [one, two] = [await h5(), await h5()]
    await one.append('a', '1')
    await two.append('a', '2')
    await one.append('a', '3')
    await Promise.all([one.append('a', '4'), two.append('a', '5')])
    await two.remove('a')
    await Promise.all([two.append('a', '6'), one.append('a', '7')])
    expect((await one.read('a')).sort()).toEqual(['6', '7'])
    for (let i = 0; i < 10; i += 1) await Promise.all([one.append('b', `one ${i}`), two.append('b', `two ${i}`)])
    expect(await two.read('b')).toHaveLength(20)
  })
})

describe('WeChat', () => {
  it('leaves out a torn block, wherever it is cut', async () => {
    const { host, wx, dispose } = await startPhone()
    const port = await weapp(wx)
    await port.append('a', 'one')
    await port.append('a', '温🌱')
    const file = [...host.files.keys()].find((path) => path.endsWith('/a'))!
    const bytes = host.files.get(file)!
    for (let length = bytes.length - 1; length >= 0; length -= 1) {
      host.files.set(file, bytes.subarray(0, length))
      expect(await port.read('a')).toEqual(length >= 4 ? ['one'] : [])
    }
    await dispose()
  })

  it('knows a whole block whose line feed alone is damaged, by the mark at its end', async () => {
    const { host, wx, dispose } = await startPhone()
    const port = await weapp(wx)
    await port.append('a', 'one\u0004')
    await port.append('a', '温\u0004')
    const file = [...host.files.keys()].find((path) => path.endsWith('/a'))!
    const bytes = host.files.get(file)!
    for (let bit = 0; bit < 8; bit += 1) {
      const flipped = Buffer.from(bytes)
      flipped[bytes.length - 1]! ^= 1 << bit
      host.files.set(file, flipped)
      expect(await port.read('a')).toEqual(['one\u0004', '温\u0004'])
    }
    host.files.set(file, bytes.subarray(0, bytes.length - 1))
    expect(await port.read('a')).toEqual(['one\u0004'])
    await dispose()
  })

  it('killed before a call takes effect, has nothing of it', async () => {
    const { host, wx, dispose } = await startPhone()
    const port = await weapp(wx)
    await port.append('a', 'one')
    void port.append('a', 'two')
    await host.coldStart()
    expect(await (await weapp(host.evaluate('wx') as object)).read('a')).toEqual(['one'])
    await dispose()
  })

  it('frozen, answers when it thaws', async () => {
    const { host, wx, dispose } = await startPhone()
    const port = await weapp(wx)
    let isDone = false
    const appended = port.append('a', 'one').then(() => (isDone = true))
    host.freeze()
    await host.advance(60_000)
    expect(isDone).toBe(false)
    await host.thaw()
    await appended
    expect(await port.read('a')).toEqual(['one'])
    await dispose()
  })

  it('failing, is not taken for empty: what was promised would seem to be gone', async () => {
    const fail = ({ fail: tell }: { fail(error: object): void }) => tell({ errMsg: 'x:fail Input/output error' })
    const manager = { appendFile: fail, readFile: fail, readdir: fail, unlink: fail, mkdir: fail, writeFile: fail }
    const port = await weapp({ getFileSystemManager: () => manager, env: { USER_DATA_PATH: 'wxfile://usr' } })
    for (const attempt of [port.append('a', 'x'), port.read('a'), port.list(''), port.remove('a')]) {
      await expect(attempt).rejects.toMatchObject({ code: 'storageFailed' })
    }
  })
})
