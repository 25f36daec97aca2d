import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { serveFile } from '../../../../scripts/start/staticFiles'
import { PhoneBrowser } from '../../h5/browser'
import type { H5View } from '../../h5/h5View'
import { built } from '../build'
import { Journeys } from '../journeys'
import { writeIn, type Letters } from '../pictures/letters'
import { Ears } from './ears'
import { recordsOf } from './people'
import type { WorldParts, World } from './types'
import { piecesOf, timezone } from './when'

/** The app in a browser, at a server that has nothing but its files. */
export async function openH5World(parts: WorldParts): Promise<World> {
  const { language, stage, cast, startsAtMs, letters } = parts
  const server = createServer((request, response) => {
    serveFile(built('h5'), request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const browser = await PhoneBrowser.launch({ ...cast.addresses })
  const stop = async () => {
    await browser.close()
    server.close()
    server.closeAllConnections()
    await cast.stop()
  }
  try {
    const ears = new Ears()
    const prepare = (page: Page) => prepared(page, ears, { records: recordsOf(stage, language), startsAtMs }, letters)
    const { page, view } = await browser.open(home, { locale: language, timezone, prepare })
    return new H5World(parts, browser, page, view, ears, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

interface Prepared {
  records: Record<string, unknown>
  startsAtMs: number
}

function prepared(page: Page, ears: Ears, given: Prepared, letters?: Letters): void {
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => ears.take(Buffer.from(payload)))
  })
  // the server offers no connection of its own
  void page.route('**/homing.json*', (route) => route.fulfill({ status: 404 }))
  // esbuild names functions by a helper, which the page has not
  void page.addInitScript('globalThis.__name ??= (named) => named')
  void page.addInitScript(beforeTheApp, given)
  if (letters) void page.addInitScript(writeIn, letters)
}

/** In the page: what is stored, once, and a clock that can be moved on. */
function beforeTheApp({ records, startsAtMs }: Prepared): void {
  // a page between two has nothing stored
  if (location.protocol === 'about:') return
  const kept = sessionStorage.getItem('screens-clock')
  const realNow = Date.now.bind(Date)
  let offsetMs = kept === null ? startsAtMs - realNow() : Number(kept)
  if (kept === null) {
    for (const [key, value] of Object.entries(records)) localStorage.setItem(`homing:${key}`, JSON.stringify(value))
  }
  const skip = async (ms: number) => {
    await committed()
    offsetMs += ms
    sessionStorage.setItem('screens-clock', String(offsetMs))
  }
  // writers wait for each other: what the app has begun is done then
  const committed = async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === 'homing')) return
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open('homing')
      opening.onerror = () => reject(new Error('no database'))
      opening.onsuccess = () => {
        const transaction = opening.result.transaction('blocks', 'readwrite')
        transaction.oncomplete = () => {
          opening.result.close()
          resolve()
        }
      }
    })
  }
  const withhold = () => {
    let isGiven = false
    Object.assign(window, {
      giveOut: () => {
        isGiven = true
        sessionStorage.removeItem('screens-withheld')
      },
    })
    const opening = indexedDB.open('homing')
    opening.onsuccess = () => {
      const store = opening.result.transaction('blocks', 'readwrite').objectStore('blocks')
      const goOn = () => {
        if (isGiven) return opening.result.close()
        store.count().onsuccess = goOn
      }
      goOn()
    }
  }
  // whoever writes is waited for by all others
  if (sessionStorage.getItem('screens-withheld') === 'files') withhold()
  const percent = sessionStorage.getItem('screens-text')
  // before what is deferred is run, and after there is a document
  if (percent !== null) {
    document.addEventListener('readystatechange', () => (document.documentElement.style.fontSize = percent))
  }
  sessionStorage.setItem('screens-clock', String(offsetMs))
  const now = () => realNow() + offsetMs
  const moved = new Proxy(Date, {
    construct: (real, args: unknown[], target: typeof Date) =>
      Reflect.construct(real, args.length === 0 ? [now()] : args, target) as Date,
  })
  moved.now = now
  Object.assign(window, { Date: moved, skipClock: skip })
}

/** In the page: marks the page in front and goes. @returns its mark; none where the same tab stays in front */
function leaveFor({ hash, visit }: { hash: string; visit: string }): string {
  const path = (text: string) => text.split('?')[0]
  const isTab = /^#\/pages\/(connections|saved|settings)\//.test(hash)
  const isSame = isTab && path(location.hash) === path(hash)
  document.querySelector<HTMLElement>('.taro_page:not(.taro_page_shade)')?.setAttribute('data-left', visit)
  location.hash = hash
  return isSame ? '' : visit
}

/** In the page. */
function frontIsNot(mark: string): boolean {
  const front = document.querySelector<HTMLElement>('.taro_page:not(.taro_page_shade)')
  return front !== null && front.dataset.left !== mark
}

class H5World implements World {
  readonly platform = 'h5'
  readonly language
  readonly stage
  readonly cast
  readonly journeys
  private visits = 0

  constructor(
    parts: WorldParts,
    private readonly browser: PhoneBrowser,
    private readonly page: Page,
    readonly view: H5View,
    private readonly ears: Ears,
    readonly dispose: () => Promise<void>,
  ) {
    this.language = parts.language
    this.stage = parts.stage
    this.cast = parts.cast
    this.journeys = new Journeys(view, parts.language)
  }

  get t() {
    return this.journeys.t
  }

  get errors() {
    return this.browser.errors
  }

  heard(text: string): Promise<void> {
    return this.ears.heard(text)
  }

  /** By its hash, without loading the app anew; the number makes it another page even where it is the one in front. */
  async visit(address: string): Promise<void> {
    this.visits += 1
    const hash = `#/${address}${address.includes('?') ? '&' : '?'}visit=${this.visits}`
    const left = await this.page.evaluate(leaveFor, { hash, visit: String(this.visits) })
    const isLeft = () => this.page.evaluate(frontIsNot, left)
    await this.view.until(async (text) => text.trim() !== '' && (left === '' || (await isLeft())))
  }

  async setTheme(theme: 'light' | 'dark'): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme })
  }

  async skip(ms: number): Promise<void> {
    for (const pieceMs of piecesOf(ms)) await this.page.evaluate(`skipClock(${pieceMs})`)
  }

  async settle(): Promise<void> {
    await this.view.text()
    await this.page.evaluate(async () => {
      const ending = document.getAnimations().filter((each) => each.effect?.getTiming().iterations !== Infinity)
      await Promise.allSettled(ending.map(({ finished }) => finished))
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    })
  }

  picture(): Promise<Buffer> {
    return this.page.screenshot({ animations: 'disabled' })
  }

  async offer(button: string, name: string, text: string): Promise<void> {
    const asked = this.page.waitForEvent('filechooser')
    await this.view.tap({ text: button })
    await (await asked).setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) })
  }

  async setTextScale(scale: number): Promise<void> {
    await this.page.evaluate((percent) => sessionStorage.setItem('screens-text', percent), `${scale * 100}%`)
    await this.restart()
  }

  async restart(): Promise<void> {
    await this.startAt('')
  }

  async restartWithout(what: 'records' | 'files', address: string): Promise<() => Promise<void>> {
    if (what === 'records') throw new Error('localStorage is never late')
    await this.page.evaluate(() => sessionStorage.setItem('screens-withheld', 'files'))
    await this.startAt(`#/${address}`)
    return () => this.page.evaluate('giveOut()')
  }

  private async startAt(hash: string): Promise<void> {
    const home = this.page.url().replace(/#.*/, '')
    await this.page.goto('about:blank')
    await this.page.goto(home + hash)
  }
}
