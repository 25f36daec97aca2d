import type { Page } from 'playwright-core'
import { startDemo } from '../../scripts/start/startDemo'
import { built } from '../support/app/build'
import type { AppView } from '../support/app/appView'
import { Journeys } from '../support/app/journeys'
import { Peer } from '../support/app/peer'
import { phoneWith } from '../support/app/storedProfile'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'
import { PhoneBrowser } from '../support/h5/browser'
import { describeWith } from '../support/requirements'
import { startWeapp } from '../support/weapp-host'

let broker: Broker
beforeAll(async () => {
  broker = await startBroker()
})
afterAll(() => broker?.stop())

interface Phone {
  view: AppView
  hold(words: string): Promise<void>
  /** The app ends and begins again, on the same page. */
  again(): Promise<Phone>
  end(): Promise<void>
  toSettings(): Promise<void>
  /** Whether anything is stored that says so, where the platform tells */
  isStored?(words: string): boolean
}

/** From the list that has `gone`, `back` and `kept`, through a restart, to a storage that is emptied. */
async function storedFlow(first: Phone, prefix: string): Promise<Phone> {
  const act = async ({ view, hold }: Phone, words: string, action: string) => {
    await hold(words)
    await view.until(async () => (await view.count({ text: action, className: 'li-title' })) > 0)
    await view.tap({ text: action, className: 'li-title' })
  }
  const journeys = new Journeys(first.view, 'zh-CN')
  const { t } = journeys
  const peer = await Peer.join(broker.tcpUrl)
  for (const words of ['kept', 'gone', 'back']) await peer.publish(`${prefix}/${words}`, `${words} words`)
  await journeys.sees('back words')
  await act(first, 'back words', t('common.delete'))
  await first.view.until((text) => !text.includes('back words'))
  await first.view.tap(t('common.undo'))
  await journeys.sees('back words')
  await act(first, 'kept words', t('keep.do'))
  await first.view.until(async () => (await first.view.count({ label: t('keep.kept') })) === 1)
  await act(first, 'gone words', t('common.delete'))
  await first.view.until((text) => !text.includes('gone words'))

  const second = await first.again()
  const after = new Journeys(second.view, 'zh-CN')
  await after.sees('back words')
  expect(await second.view.text()).not.toContain('gone words')
  await after.isOnline()
  await peer.publish(`${prefix}/end`, 'all said')
  await peer.leave()
  await after.sees('all said')
  await second.toSettings()
  await after.sees(t('storage.clean'))
  await second.view.tap(t('storage.clean'))
  await after.sees(t('storage.clean.title'))
  await second.view.tap({ text: prefix, className: 'li-title' })
  await after.sees(t('storage.clean.confirm'))
  await second.view.tap({ text: t('storage.clean.confirm'), className: 'btn' })
  await after.sees(t('storage.cleaned'))
  expect(second.isStored?.('back words') ?? false).toBe(false)

  const third = await second.again()
  const end = new Journeys(third.view, 'zh-CN')
  await end.sees(t('keep.chip'))
  expect(await third.view.text()).not.toContain('back words')
  await third.view.tap({ text: t('keep.chip'), className: 'chip-text' })
  await end.sees('kept words')
  return third
}

describe('stored messages', () => {
  it('are deleted, kept, and cleaned up in the mini-program', async () => {
    const subscriptions = [{ filter: 'weapp/#', qos: 1 as const, alias: '', color: 0, isEnabled: true }]
    const protocolVersion = broker.kind === 'mosquitto' ? 5 : 4
    const options = { directory: built('weapp'), url: 'pages/messages/index?profile=weapp' }
    const start = async (carried: object): Promise<Phone> => {
      const phone = await startWeapp({ ...options, ...carried })
      await new Journeys(phone.view, 'zh-CN').isOnline()
      const end = async () => {
        await phone.dispose()
        expect(phone.errors).toEqual([])
      }
      return {
        view: phone.view,
        hold: (words) => phone.view.longpress(words),
        isStored: (words) => [...phone.files.values()].some((bytes) => Buffer.from(bytes).includes(words)),
        async again() {
          const { storage, files } = phone
          await end()
          return start({ storage, files })
        },
        end,
        toSettings: () => Promise.resolve(void phone.evaluate(`wx.switchTab({ url: '/pages/settings/index' })`)),
      }
    }
    const phone = await start({
      storage: phoneWith({ id: 'weapp', url: broker.wsUrl, protocolVersion, subscriptions }),
    })
    await (await storedFlow(phone, 'weapp')).end()
  })
})

describeWith({ chromium: true }, 'stored messages in a browser', () => {
  it('are deleted, kept, and cleaned up on H5', async () => {
    const browser = await PhoneBrowser.launch()
    const options = { port: 0, host: '127.0.0.1', devices: false, print: () => undefined }
    const demo = await startDemo({ ...options, distDir: built('h5') })
    try {
      const { page, view } = await browser.open(demo.url)
      const journeys = new Journeys(view, 'zh-CN')
      await journeys.addConnection({ name: 'h5', address: `${broker.wsUrl}/mqtt` })
      await journeys.isOnline()
      await journeys.subscribe('h5/#')
      const address = page.url()
      const phone: Phone = {
        view,
        hold: (words) => longPress(page, words),
        async again() {
          await page.goto('about:blank')
          await page.goto(address)
          await journeys.isOnline()
          return phone
        },
        end: () => browser.closePages(),
        async toSettings() {
          await journeys.back()
          await view.tap({ text: journeys.t('tab.settings'), className: 'tab' })
        },
      }
      await (await storedFlow(phone, 'h5')).end()
      expect(browser.errors.splice(0)).toEqual([])
    } finally {
      await browser.closePages()
      await demo.stop()
      await browser.close()
    }
  })
})

/** A finger that stays until something happens, and is lifted then. */
async function longPress(page: Page, words: string): Promise<void> {
  const box = await page.getByText(words, { exact: true }).last().boundingBox()
  if (!box) throw new Error(`${words} is nowhere`)
  const finger = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const client = await page.context().newCDPSession(page)
  await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [finger] })
  await page.locator('.sheet').waitFor()
  await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await client.detach()
}
