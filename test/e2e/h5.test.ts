import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { startDemo, type Demo } from '../../scripts/start/startDemo'
import { translator, type Language } from '../../src/i18n/t'
import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { startBroker } from '../support/brokers/broker'
import { findFreePort } from '../support/brokers/ports'
import type { Broker } from '../support/brokers/types'
import { PhoneBrowser, type PhoneOptions } from '../support/h5/browser'
import { startLanProxy } from '../support/h5/lanProxy'
import { describeWith } from '../support/requirements'
import { wholeFlow } from './wholeFlow'

let browser: PhoneBrowser

beforeAll(async () => {
  browser = await PhoneBrowser.launch()
})
afterEach(async () => {
  await browser.closePages()
  expect(browser.errors.splice(0)).toEqual([])
})
afterAll(() => browser?.close())

const quick = { environmentMs: 200, firstAlarmMs: 500, alarmMs: 1_000, pictureMs: 1_000 }

/** The page, the simulated devices and a broker that a test may kill. */
async function startAll(): Promise<{ demo: Demo; broker: Broker; stop(): Promise<void> }> {
  const broker = await startBroker()
  const options = { port: 0, host: '127.0.0.1', devices: true, distDir: built('h5'), print: () => undefined }
  const demo = await startDemo({ ...options, broker: broker.wsUrl, pace: quick, seed: 1 })
  const stop = async () => {
    await demo.stop()
    await broker.stop()
  }
  return { demo, broker, stop }
}

/** The whole flow of the page that is opened by an address. */
async function flowAt(url: string, broker: Broker, options: PhoneOptions, isSecure: boolean): Promise<void> {
  const { page, view } = await browser.open(url, options)
  expect(await page.evaluate(() => isSecureContext)).toBe(isSecure)
  const journeys = new Journeys(view, 'zh-CN')
  await journeys.sees('温室')
  await journeys.isOnline()
  await view.tap('温室演示')
  await wholeFlow(journeys, broker, '{"fan":3,"note":"开大一点"}')
}

describeWith({ chromium: true }, 'the H5 app over a real broker', () => {
  it('shows devices, takes Chinese letter for letter, publishes, and comes back without a tap', async () => {
    const { demo, broker, stop } = await startAll()
    try {
      await flowAt(demo.url, broker, {}, true)
    } finally {
      await browser.closePages()
      await stop()
    }
  })

  it('does the same at the LAN address, which is no secure context', async () => {
    const { demo, broker, stop } = await startAll()
    const proxy = await startLanProxy()
    try {
      const url = demo.url.replace('127.0.0.1', '192.168.1.20')
      await flowAt(url, broker, { proxy: proxy.url }, false)
    } finally {
      await browser.closePages()
      await proxy.stop()
      await stop()
    }
  })

  it('has an input that grows with the message and is one line again once it is sent', async () => {
    const { demo, stop } = await startAll()
    try {
      const { page, view } = await browser.open(demo.url)
      const journeys = new Journeys(view, 'zh-CN')
      await journeys.isOnline()
      await view.tap('温室演示')
      await journeys.sees(journeys.t('publish.to'))
      const input = page.locator('.msg-input textarea:visible')
      const height = async () => (await input.boundingBox())?.height ?? 0
      const atRest = await height()
      for (const lines of [3, 12]) {
        await journeys.publish('only/tall', `[${Array.from({ length: lines }, (_, i) => lines * 100 + i).join(',\n')}]`)
        await journeys.sees(`[${lines}00, ${lines}01`)
        // React draws the bubble and empties the input in turns of their own
        await view.until(async () => (await input.inputValue()) === '' && (await height()) === atRest)
      }
    } finally {
      await browser.closePages()
      await stop()
    }
  })

  it('leads from an address that has no page to the connections, and says so', async () => {
    const { demo, stop } = await startAll()
    try {
      const { page, view } = await browser.open(`${demo.url}#/pages/gone/index?profile=demo`)
      const journeys = new Journeys(view, 'zh-CN')
      await journeys.sees(journeys.t('app.noPage'))
      await journeys.isOnline()
      await view.tap('温室演示')
      await journeys.sees(journeys.t('publish.to'))
      await page.evaluate(() => (location.hash = '#/nowhere'))
      await journeys.sees(journeys.t('tab.settings'))
      await journeys.isOnline()
    } finally {
      await browser.closePages()
      await stop()
    }
  })

  it('loads at most 250 kB of JavaScript, gzip, for the first screen', async () => {
    const options = { port: 0, host: '127.0.0.1', devices: false, distDir: built('h5'), print: () => undefined }
    const demo = await startDemo(options)
    try {
      const words = translator('zh-CN')('connections.empty.title')
      const { page } = await browser.open(demo.url, {
        prepare: async (opened) => {
          // nothing to connect to: what speaks MQTT is fetched with the first connection
          await opened.route('**/homing.json*', (route) => route.fulfill({ status: 404 }))
          await opened.addInitScript(listFilesAtFirst, words)
        },
      })
      const found = await page.waitForFunction(() => document.documentElement.dataset.filesAtFirst)
      const files = new Set(((await found.jsonValue()) ?? '').split(' ').filter((file) => file.endsWith('.js')))
      // not what the browser holds: a body cannot be asked for once the page is closed
      const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(built('h5') + file)).length, 0)
      process.stdout.write(`H5 first load: ${bytes} bytes of JavaScript, gzip, in ${files.size} files\n`)
      expect(files.size).toBeGreaterThan(1)
      expect(bytes).toBeLessThanOrEqual(250_000)
    } finally {
      await browser.closePages()
      await demo.stop()
    }
  })

  it('is connected to the broker of npm start by an address it derives from its own', async () => {
    const options = { port: 0, host: '127.0.0.1', devices: true, distDir: built('h5'), print: () => undefined }
    const demo = await startDemo({ ...options, pace: quick, seed: 1 })
    try {
      const { view } = await browser.open(demo.url, { locale: 'en-GB' })
      const journeys = new Journeys(view, 'en')
      await journeys.isOnline()
      await view.tap('Greenhouse demo')
      await journeys.sees('temp')
    } finally {
      await browser.closePages()
      await demo.stop()
    }
  })
})

/** In the page: notes what was asked for until these words came. Other pages' code follows when there is nothing else to do. */
function listFilesAtFirst(words: string): void {
  const observer = new MutationObserver(() => {
    if (!document.documentElement.textContent.includes(words)) return
    observer.disconnect()
    const paths = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
    document.documentElement.dataset.filesAtFirst = paths.join(' ')
  })
  observer.observe(document, { subtree: true, childList: true, characterData: true })
}

describeWith({ chromium: true }, 'what stands in the way of a connection', () => {
  let demo: Demo
  let broker: Broker
  beforeAll(async () => {
    broker = await startBroker({ login: { username: 'ada', password: 'right' } })
    demo = await startDemo({
      port: 0,
      host: '127.0.0.1',
      devices: false,
      distDir: built('h5'),
      print: () => undefined,
    })
  })
  afterAll(async () => {
    await demo?.stop()
    await broker?.stop()
  })

  const cases = (['zh-CN', 'en'] as const).flatMap((language) =>
    ['wrong port', 'wrong path', 'refused password', 'closed port', 'unknown host'].map((what) => ({ language, what })),
  )

  it.each(cases)('$what, in $language: says so, says what next, and keeps the profile', async ({ language, what }) => {
    const { view } = await browser.open(demo.url, { locale: language })
    const journeys = new Journeys(view, language)
    const { t } = journeys
    await journeys.isOnline()
    const name = 'Ada'
    switch (what) {
      case 'wrong port':
        await journeys.addConnection({ name, address: `ws://127.0.0.1:${broker.tcpPort}/mqtt` })
        await journeys.sees(t('reason.connectFailed'))
        await journeys.sees(t('candidate.unreachable'))
        await journeys.sees(t('candidate.rawTcp'))
        break
      case 'wrong path':
        await journeys.addConnection({ name, address: demo.url.replace('http', 'ws') + 'wrong' })
        await journeys.sees(t('candidate.wrongPath', { path: '/mqtt' }))
        break
      case 'refused password':
        await journeys.addConnection({ name, address: broker.wsUrl, username: 'ada', password: 'wrong' })
        await view.until(
          (text) => text.includes(t('reason.badCredentials')) || text.includes(t('reason.notAuthorized')),
        )
        break
      case 'unknown host':
        await journeys.addConnection({ name, address: 'ws://nowhere.invalid:8083/mqtt' })
        await journeys.sees(t('candidate.unreachable'))
        break
      case 'closed port':
        await journeys.addConnection({ name, address: `ws://127.0.0.1:${await findFreePort()}/mqtt` })
        await journeys.sees(t('candidate.unreachable'))
        break
    }
    await journeys.sees(t('messages.edit'))
    await journeys.checkSettings(what === 'unknown host' ? 'nowhere.invalid' : '127.0.0.1')
    await journeys.back()
    await journeys.sees(name)
  })
})

describeWith({ chromium: true }, 'two profiles, two brokers', () => {
  it('keep their bytes apart', async () => {
    const { demo, broker, stop } = await startAll()
    const other = await startBroker()
    try {
      const sent = new Map<string, string>()
      const { view } = await browser.open(demo.url, {
        prepare: (page) =>
          page.on('websocket', (socket) => {
            socket.on('framesent', ({ payload }) => {
              sent.set(socket.url(), (sent.get(socket.url()) ?? '') + payload.toString('latin1'))
            })
          }),
      })
      const journeys = new Journeys(view, 'zh-CN' satisfies Language)
      await journeys.isOnline()
      await journeys.addConnection({ name: 'B', address: `${other.wsUrl}/mqtt` })
      await journeys.isOnline()
      await journeys.publish('only/b', 'for-broker-b')
      await journeys.sees('已确认')
      await journeys.back()
      await view.tap('温室演示')
      await journeys.publish('only/a', '"for-broker-a"')
      await journeys.sees('已确认')
      const bytes = (url: string) =>
        [...sent]
          .filter(([key]) => key.startsWith(url))
          .map(([, text]) => text)
          .join('')
      expect(bytes(broker.wsUrl)).toContain('"for-broker-a"')
      expect(bytes(other.wsUrl)).toContain('for-broker-b')
      expect(bytes(broker.wsUrl)).not.toContain('for-broker-b')
      expect(bytes(other.wsUrl)).not.toContain('"for-broker-a"')
    } finally {
      await browser.closePages()
      await other.stop()
      await stop()
    }
  })
})
