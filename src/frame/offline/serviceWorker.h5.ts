/** What the build writes before this file: config/installPlugin.ts. */
declare const BUILD: { version: string; files: string[] }

interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}

interface WorkerFetchEvent extends WorkerEvent {
  request: Request
  respondWith(response: Promise<Response>): void
}

interface WorkerScope {
  registration: { scope: string; installing: object | null; waiting: object | null }
  clients: { claim(): Promise<void>; matchAll(options: object): Promise<readonly unknown[]> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: WorkerEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: WorkerFetchEvent) => void): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

const worker = self as unknown as WorkerScope
const { scope } = worker.registration
/** Other apps, and this one under another path, may share the origin and its caches. */
const prefix = `homing ${scope} `
const ownCache = prefix + BUILD.version
const absolute = (file: string) => new URL(file, scope).href
const files = BUILD.files.map(absolute)
const hasHashInName = (url: string) => /\.[0-9a-f]{8}\.(js|css)$/.test(url)
/** A developer's own server: what was built a moment ago is what is to be seen. */
const isLoopback = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname)

async function ownCaches(): Promise<string[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix))
  // this build first: a tab of an earlier one finds its own files after them
  return names.sort((a, b) => Number(b === ownCache) - Number(a === ownCache))
}

async function findKept(url: string): Promise<Response | undefined> {
  try {
    for (const name of await ownCaches()) {
      const response = await (await caches.open(name)).match(url)
      if (response) return response
    }
  } catch {
    // a disk that fails must not keep the app from who has a network
  }
  return undefined
}

/** An answer that came by a redirect opens no page: the same without that mark. */
async function plain(response: Response): Promise<Response> {
  if (!response.redirected) return response
  const { status, statusText, headers } = response
  return new Response(await response.blob(), { status, statusText, headers })
}

/** All of the build or nothing of it. What has not changed since an earlier build is taken from there. */
async function keepBuild(): Promise<void> {
  const cache = await caches.open(ownCache)
  const keep = async (url: string) => {
    const known = hasHashInName(url) ? await findKept(url) : undefined
    const response = known ?? (await fetch(url, { cache: 'reload', credentials: 'same-origin' }))
    if (!response.ok) throw new Error(`${response.status} ${url}`)
    await cache.put(url, await plain(response))
  }
  try {
    await Promise.all(files.map(keep))
    // a cache that was deleted meanwhile takes what it is given all the same
    if (!(await caches.has(ownCache))) throw new Error('the cache is gone')
  } catch (error) {
    await caches.delete(ownCache)
    throw error
  }
}

/** Earlier builds go once no tab may still show one; a later one, which is being kept or waits, is none of them. */
async function removeOld(tabsThatMayStay: number): Promise<void> {
  // eslint-disable-next-line no-restricted-syntax -- the clients' own, not the string's
  const tabs = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (tabs.length > tabsThatMayStay) return
  const old = (await ownCaches()).filter((name) => name !== ownCache)
  // asked last: whoever comes now is not among them yet
  if (worker.registration.installing || worker.registration.waiting) return
  await Promise.all(old.map((name) => caches.delete(name)))
}

async function openPage(request: Request): Promise<Response> {
  const kept = () => findKept(absolute('./'))
  if (!isLoopback) return (await kept()) ?? fetch(request)
  try {
    return await fetch(request)
  } catch (error) {
    const page = await kept()
    if (page) return page
    throw error
  }
}

const isPage = ({ pathname }: URL) => {
  const own = new URL(scope).pathname
  return pathname === own || pathname === `${own}index.html`
}

worker.addEventListener('install', (event) => event.waitUntil(keepBuild()))

worker.addEventListener('activate', (event) => {
  // the tab that asked for it is about to be loaded anew
  event.waitUntil(removeOld(1).then(() => worker.clients.claim()))
})

worker.addEventListener('message', ({ data }) => {
  if (data === 'activate') void worker.skipWaiting()
})

// what is not answered here goes to the network as if there were no worker
worker.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return
  const url = new URL(request.url)
  if (request.mode === 'navigate') {
    if (!isPage(url)) return
    event.respondWith(openPage(request))
    event.waitUntil(removeOld(0))
  } else if (files.includes(request.url) || hasHashInName(request.url)) {
    event.respondWith(findKept(request.url).then((response) => response ?? fetch(request)))
  }
})

export {}
