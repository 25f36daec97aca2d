import type { Page } from 'playwright-core'
import { zhCN } from '../../src/i18n/frame/zh-CN'
import { Journeys } from '../support/app/journeys'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'
import { PhoneBrowser } from '../support/h5/browser'
import { serveApp, type ServedApp } from '../support/h5/servedApp'
import { describeWith } from '../support/requirements'

let browser: PhoneBrowser
let broker: Broker
let app: ServedApp
beforeAll(async () => {
  broker = await startBroker()
  browser = await PhoneBrowser.launch()
})
beforeEach(async () => {
  app = await serveApp()
})
afterEach(async () => {
  await browser.closePages()
  await app.stop()
  expect(browser.errors.splice(0)).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await broker?.stop()
})

/** Once the worker has kept the whole build and answers this page. */
async function isKept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}

const keptBuilds = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('homing ')))

/** From the empty list to a conversation with one message of its own. */
async function firstMessage(journeys: Journeys): Promise<void> {
  await journeys.addConnection({ name: 'Ada', address: broker.wsUrl })
  await journeys.isOnline()
  await journeys.subscribe('kept/#')
  await journeys.publish('kept/a', 'words that stay')
  await journeys.sees('已确认')
}

/** The words of src/i18n/frame, which come after the first screen. */
const { 'update.ready': updateReady, 'update.reload': reload } = zhCN

interface ManifestIcon {
  src: string
  sizes: string
  purpose: string
}

describeWith({ chromium: true }, 'installed', () => {
  it('has a manifest that Chromium takes, with icons of the sizes it names', async () => {
    const { page } = await browser.open(app.url, { isOffline: true })
    const client = await page.context().newCDPSession(page)
    const { url, errors, data = '' } = await client.send('Page.getAppManifest')
    expect(url).toBe(`${app.url}manifest.webmanifest`)
    expect(errors).toEqual([])
    const manifest = JSON.parse(data) as { icons: ManifestIcon[]; start_url: string; display: string }
    expect(manifest.display).toBe('standalone')
    expect(new URL(manifest.start_url, url).href).toBe(app.url)
    expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable')
    for (const { src, sizes } of manifest.icons) {
      const drawn = await page.evaluate(async (address) => {
        const image = new Image()
        image.src = address
        await image.decode()
        return `${image.naturalWidth}x${image.naturalHeight}`
      }, new URL(src, url).href)
      expect(drawn).toBe(sizes)
    }
    await isKept(page)
    const { installabilityErrors } = await client.send('Page.getInstallabilityErrors')
    // a context of a test is a private window
    expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito'])
  })

  it('opens without a network under its path: profiles, stored and saved messages', async () => {
    const { page, view } = await browser.open(app.url, { isOffline: true })
    const journeys = new Journeys(view, 'zh-CN')
    const { t } = journeys
    await firstMessage(journeys)
    await isKept(page)
    await app.goAway()
    await page.context().setOffline(true)
    await page.goto(app.url)
    await journeys.sees('Ada')
    await view.tap('Ada')
    await journeys.sees('words that stay')
    await journeys.back()
    await journeys.sees('Ada')
    // a page whose code was never asked for while there was a network
    await view.tap({ label: t('tab.saved') })
    await journeys.sees(t('saved.none.title'))
    // nothing but its own files
    const foreign = await page.evaluate(async (scope) => {
      const urls: string[] = []
      for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) urls.push(url)
      return urls.filter((url) => !url.startsWith(scope) || /homing\.json|sw\.js/.test(url))
    }, app.url)
    expect(foreign).toEqual([])
  })

  it('offers a new build, loads it at the tap alone, keeps the draft, and lets the old build go', async () => {
    const { page, view } = await browser.open(app.url, { isOffline: true })
    const journeys = new Journeys(view, 'zh-CN')
    await firstMessage(journeys)
    await isKept(page)
    await view.input({ label: journeys.t('publish.payload') }, '"half a mess')
    const before = await keptBuilds(page)
    expect(before).toHaveLength(1)
    app.rebuild('two')
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update())
    await journeys.sees(updateReady)
    expect(await page.evaluate(() => document.documentElement.dataset.build)).toBeUndefined()
    expect(await keptBuilds(page)).toHaveLength(2)
    await view.tap(reload)
    await page.waitForFunction(() => document.documentElement.dataset.build === 'two')
    await journeys.isOnline()
    const typed = page.locator('.msg-input textarea:visible')
    expect(await typed.inputValue()).toBe('"half a mess')
    const after = await keptBuilds(page)
    expect(after).toHaveLength(1)
    expect(after).not.toEqual(before)
  })
})
