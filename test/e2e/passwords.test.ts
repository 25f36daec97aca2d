import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { startDemo } from '../../scripts/start/startDemo'
import { built } from '../support/app/build'
import type { AppView } from '../support/app/appView'
import { Journeys } from '../support/app/journeys'
import { phoneWith } from '../support/app/storedProfile'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'
import { PhoneBrowser } from '../support/h5/browser'
import { H5View } from '../support/h5/h5View'
import { startLanProxy } from '../support/h5/lanProxy'
import { chromiumPath, describeWith } from '../support/requirements'
import { startWeapp, type WeappHost } from '../support/weapp-host'

const login = { username: 'alice', password: 'open-sesame-42' }
let broker: Broker

beforeAll(async () => {
  broker = await startBroker({ login })
})
afterAll(() => broker?.stop())

/** From the list: the connection asks for its password, in words and with one field. */
async function enterPassword(view: AppView): Promise<void> {
  const journeys = new Journeys(view, 'zh-CN')
  const { t } = journeys
  await journeys.sees(t('state.password'))
  await view.tap(t('state.enter'))
  await journeys.sees(t('reason.passwordMissing.next'))
  await view.input({ label: t('vault.passwordOf', { name: login.username }) }, login.password)
  await view.until(async () => (await view.count({ className: 'is-disabled' })) < 2)
  await view.tap({ text: t('vault.connect'), className: 'btn-target' })
  await journeys.isOnline()
}

async function toSettings(view: AppView): Promise<Journeys> {
  const journeys = new Journeys(view, 'zh-CN')
  await view.tap({ text: journeys.t('tab.settings'), className: 'tab' })
  await journeys.sees(journeys.t('settings.privacy'))
  return journeys
}

async function confirmInSettings(journeys: Journeys, row: 'settings.passwords' | 'settings.wipe'): Promise<void> {
  const { view, t } = journeys
  const confirm = t(row === 'settings.wipe' ? 'settings.wipe.confirm' : 'settings.passwords.confirm')
  await view.tap({ text: t(row), className: 'li-title' })
  await journeys.sees(t('common.cancel'))
  await view.tap({ text: confirm, className: 'btn-target' })
}

describe('in WeChat', () => {
  /** What the phone's storage says to whoever reads it, and what the app has logged. */
  const readable = (phone: WeappHost) =>
    [...phone.storage].join() +
    [...phone.files].map(([name, bytes]) => name + Buffer.from(bytes).toString('utf8')).join() +
    phone.logs.map(({ text }) => text).join()

  const start = () =>
    startWeapp({
      directory: built('weapp'),
      storage: phoneWith({ id: 'pump', url: broker.wsUrl, ...login, protocolVersion: broker.kind === 'aedes' ? 4 : 5 }),
    })

  it('the password of an older version moves, is nowhere in the open, and outlives the app', async () => {
    const phone = await start()
    try {
      expect(readable(phone)).toContain(login.password)
      const journeys = new Journeys(phone.view, 'zh-CN')
      await journeys.isOnline()
      expect(readable(phone)).not.toContain(login.password)
      await phone.coldStart()
      await journeys.isOnline()
      expect(readable(phone)).not.toContain(login.password)
      expect(phone.errors).toEqual([])
    } finally {
      await phone.dispose()
    }
  })

  it('cleared, it is asked for once; everything erased, the app is as on the first day', async () => {
    const phone = await start()
    const { view } = phone
    try {
      const journeys = new Journeys(view, 'zh-CN')
      const { t } = journeys
      await journeys.isOnline()
      await confirmInSettings(await toSettings(view), 'settings.passwords')
      await journeys.sees(t('settings.passwords.cleared'))
      expect([...phone.storage.keys()].filter((key) => key.startsWith('vault/'))).toEqual([])
      await view.tap({ text: t('tab.connections'), className: 'tab' })
      await enterPassword(view)
      const { length } = phone.sockets
      await journeys.back()
      await confirmInSettings(await toSettings(view), 'settings.wipe')
      await journeys.sees(t('connections.empty.title'))
      expect([...phone.storage.keys()].filter((key) => key.startsWith('profile') || key.startsWith('vault'))).toEqual(
        [],
      )
      expect([...phone.files.keys()].filter((name) => !name.endsWith('/'))).toEqual([])
      expect(phone.sockets).toHaveLength(length)
      expect(phone.errors).toEqual([])
    } finally {
      await phone.dispose()
    }
  })
})

describeWith({ chromium: true }, 'in a browser', () => {
  let demo: Awaited<ReturnType<typeof startDemo>>
  let browser: PhoneBrowser
  beforeAll(async () => {
    const options = { port: 0, host: '127.0.0.1', devices: false, print: () => undefined }
    demo = await startDemo({ ...options, distDir: built('h5') })
    browser = await PhoneBrowser.launch()
  })
  afterEach(async () => {
    await browser.closePages()
    expect(browser.errors.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  const add = (view: AppView) =>
    new Journeys(view, 'zh-CN').addConnection({ name: '泵房', address: `${broker.wsUrl}/mqtt`, ...login })

  /** Everything of the origin that is kept, as text. */
  const kept = (page: Page) =>
    page.evaluate(async () => {
      const texts = [JSON.stringify(localStorage)]
      for (const { name } of await indexedDB.databases()) {
        const database = await new Promise<IDBDatabase>((resolve) => {
          const request = indexedDB.open(name ?? '')
          request.onsuccess = () => resolve(request.result)
        })
        for (const store of database.objectStoreNames) {
          const all = await new Promise<unknown[]>((resolve) => {
            const request = database.transaction(store).objectStore(store).getAll()
            request.onsuccess = () => resolve(request.result)
          })
          for (const each of all) {
            const data = (each as { data?: unknown } | null)?.data
            texts.push(data instanceof ArrayBuffer ? new TextDecoder('latin1').decode(data) : JSON.stringify(each))
          }
        }
        database.close()
      }
      return texts
    })

  it('a password is forgotten with the last tab, without a try at connecting; until then the tabs share it', async () => {
    const { page, view } = await browser.open(demo.url)
    await add(view)
    await new Journeys(view, 'zh-CN').isOnline()
    expect((await kept(page)).join()).not.toContain(login.password)
    await page.reload()
    await new Journeys(view, 'zh-CN').isOnline()

    const second = await page.context().newPage()
    await second.goto(demo.url)
    const list = new H5View(second)
    await list.tap('泵房')
    await new Journeys(list, 'zh-CN').isOnline()
    await page.close()
    await second.close()

    const third = await view['page'].context().newPage()
    let sockets = 0
    third.on('websocket', (socket) => {
      if (socket.url().startsWith(broker.wsUrl)) sockets += 1
    })
    await third.goto(demo.url)
    const last = new H5View(third)
    await new Journeys(last, 'zh-CN').sees(new Journeys(last, 'zh-CN').t('state.password'))
    expect(sockets).toBe(0)
    await enterPassword(last)
    expect(sockets).toBe(1)
  })

  it('one that is to be kept outlives the browser, and stands nowhere on its disk', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'homing-browser-'))
    const launch = async () => {
      const context = await chromium.launchPersistentContext(folder, {
        ...{
          executablePath: chromiumPath(),
          args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
        },
        ...{ viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true, locale: 'zh-CN' },
      })
      const page = await context.newPage()
      await page.goto(demo.url)
      return { context, page, view: new H5View(page) }
    }
    try {
      const first = await launch()
      const journeys = new Journeys(first.view, 'zh-CN')
      const { t } = journeys
      await journeys.sees(t('tab.settings'))
      await first.view.tap({ label: t('connections.add') })
      await journeys.sees(t('add.new.note'))
      await first.view.tap(t('add.new'))
      await journeys.sees(t('editor.save'))
      await first.view.input({ label: t('editor.address') }, `${broker.wsUrl}/mqtt`)
      await first.view.input({ label: t('editor.username') }, login.username)
      await first.view.input({ label: t('editor.password') }, login.password)
      await journeys.sees(t('vault.session'))
      await first.view.tap({ label: t('vault.keep'), className: 'hit' })
      await journeys.sees(t('vault.keeps'))
      await first.view.tap(t('editor.save'))
      await journeys.isOnline()
      expect((await kept(first.page)).join()).not.toContain(login.password)
      await first.context.close()
      const forms = [login.password, Buffer.from(login.password, 'utf16le').toString('latin1')]
      const files = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
      const found = files.filter((file) => {
        const text = readFileSync(file, 'latin1')
        return forms.some((form) => text.includes(form))
      })
      expect(found).toEqual([])

      const second = await launch()
      await second.view.tap('127.0.0.1')
      await new Journeys(second.view, 'zh-CN').isOnline()
      await second.context.close()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('at a LAN address nothing is kept, and the editor says why', async () => {
    const proxy = await startLanProxy()
    try {
      const { view } = await browser.open(demo.url.replace('127.0.0.1', '192.168.1.20'), { proxy: proxy.url })
      const journeys = new Journeys(view, 'zh-CN')
      const { t } = journeys
      await journeys.sees(t('tab.settings'))
      await view.tap({ label: t('connections.add') })
      await journeys.sees(t('add.new.note'))
      await view.tap(t('add.new'))
      await journeys.sees(t('vault.insecureContext'))
      await view.input({ label: t('editor.password') }, login.password)
      expect(await view.text()).not.toContain(t('vault.keep'))
    } finally {
      await browser.closePages()
      await proxy.stop()
    }
  })

  it('everything erased, all tabs are as on the first day', async () => {
    const { page, view } = await browser.open(demo.url)
    await add(view)
    const journeys = new Journeys(view, 'zh-CN')
    const { t } = journeys
    await journeys.isOnline()
    const second = await page.context().newPage()
    await second.goto(demo.url)
    const other = new Journeys(new H5View(second), 'zh-CN')
    await other.sees('泵房')
    await journeys.back()
    await confirmInSettings(await toSettings(view), 'settings.wipe')
    // what the server of the page offers on a first visit, and nothing else
    for (const [each, tab] of [
      [journeys, page],
      [other, second],
    ] as const) {
      await tab.bringToFront()
      // both start at once: the one that comes second finds the offer taken, and what was taken perhaps not stored yet
      const first = [t('connections.count', { n: 1 }), t('connections.empty.title')]
      await each.view.until((text) => !text.includes('泵房') && first.some((words) => text.includes(words)))
    }
    const rest = (await kept(page)).join()
    for (const word of ['泵房', login.username, login.password]) expect(rest).not.toContain(word)
  })
})
