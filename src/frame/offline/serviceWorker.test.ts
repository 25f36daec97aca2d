type Listener = (event: object) => void

const scope = 'https://host/app/'

/** The caches of an origin, which all of its workers share. */
class Caches {
  readonly all = new Map<string, Map<string, Response>>()
  keys = () => Promise.resolve([...this.all.keys()])
  has = (name: string) => Promise.resolve(this.all.has(name))
  delete = (name: string) => Promise.resolve(this.all.delete(name))
  open(name: string) {
    const held = this.all.get(name) ?? new Map<string, Response>()
    this.all.set(name, held)
    return Promise.resolve({
      match: (url: string) => Promise.resolve(held.get(url)?.clone()),
      put: (url: string, response: Response) => Promise.resolve(void held.set(url, response)),
    })
  }
}

const caches = new Caches()
/** one, whose state all its workers see */
const registration: { scope: string; installing: object | null; waiting: object | null } = {
  ...{ scope, installing: null, waiting: null },
}
let tabs: object[] = []
/** lets the files come that are being fetched */
let arrive: () => void = () => undefined

/** A worker of a build, as the browser would run it. */
async function load(version: string) {
  const listeners = new Map<string, Listener>()
  const self = {
    registration,
    clients: { claim: () => Promise.resolve(), matchAll: () => Promise.resolve(tabs) },
    skipWaiting: () => Promise.resolve(),
    addEventListener: (type: string, listener: Listener) => void listeners.set(type, listener),
  }
  const world = {
    ...{ self, caches, location: { hostname: 'host' }, BUILD: { version, files: ['./', 'app.js'] } },
    fetch: (url: string) =>
      new Promise<Response>((resolve) => {
        const before = arrive
        arrive = () => {
          before()
          resolve(new Response(url))
        }
      }),
  }
  for (const [name, value] of Object.entries(world))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  jest.resetModules()
  await import('./serviceWorker.h5')
  return async (type: string, more: object = {}) => {
    const work: Promise<unknown>[] = []
    const event = {
      ...more,
      waitUntil: (each: Promise<unknown>) => work.push(each),
      respondWith: (each: Promise<unknown>) => work.push(each),
    }
    listeners.get(type)?.(event)
    return Promise.all(work)
  }
}
const open = { request: { method: 'GET', mode: 'navigate', url: scope } }
const turn = () => new Promise((resolve) => setImmediate(resolve))

async function install(fire: Awaited<ReturnType<typeof load>>): Promise<void> {
  const installed = fire('install')
  await turn()
  arrive()
  await installed
}

beforeEach(() => {
  caches.all.clear()
  tabs = []
  Object.assign(registration, { installing: null, waiting: null })
})
const kept = () => [...caches.all.keys()].map((name) => name.split(' ').pop())

it('a page that is opened while the next build is being kept, or waits, takes nothing from it', async () => {
  const one = await load('one')
  await install(one)
  await one('activate')
  const two = await load('two')
  registration.installing = {}
  const installed = two('install')
  await turn()
  await one('fetch', open)
  expect(kept()).toEqual(['one', 'two'])
  arrive()
  await installed
  Object.assign(registration, { installing: null, waiting: {} })
  await one('fetch', open)
  expect(kept()).toEqual(['one', 'two'])
})

it('earlier builds go when no tab may show one', async () => {
  const one = await load('one')
  await install(one)
  const two = await load('two')
  await install(two)
  tabs = [{}, {}]
  await two('activate')
  expect(kept()).toEqual(['one', 'two'])
  tabs = []
  await two('fetch', open)
  expect(kept()).toEqual(['two'])
})

it('a build whose cache was deleted meanwhile is not taken for kept', async () => {
  const one = await load('one')
  const installed = one('install')
  await turn()
  caches.all.clear()
  arrive()
  await expect(installed).rejects.toThrow()
})

it.each([scope, `${scope}app.js`])(
  '%s comes from the network where the browser cannot read what is kept',
  async (url) => {
    const fire = await load('one')
    await install(fire)
    const { keys } = caches
    tabs = [{}]
    caches.keys = () => Promise.reject(new Error('the disk cannot be read'))
    try {
      const mode = url === scope ? 'navigate' : 'no-cors'
      const answered = fire('fetch', { request: { method: 'GET', mode, url } })
      await turn()
      arrive()
      const [response] = (await answered) as Response[]
      expect(response?.ok).toBe(true)
    } finally {
      caches.keys = keys
    }
  },
)

export {}
