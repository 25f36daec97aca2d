import type { Profile } from '../../src/core/profile/profile'
import { startDemo, type Demo } from '../../scripts/start/startDemo'
import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { Peer } from '../support/app/peer'
import { phoneWith } from '../support/app/storedProfile'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'
import { PhoneBrowser } from '../support/h5/browser'
import { describeWith } from '../support/requirements'
import { startWeapp, type WeappHost, type WeappHostOptions } from '../support/weapp-host'

const subscription = (filter: string): Profile['subscriptions'][number] => {
  return { filter, qos: 1, alias: '', color: 0, isEnabled: true }
}
const profileAt = ({ kind, wsUrl }: Broker) => ({
  id: 'place',
  name: '温室',
  url: wsUrl,
  protocolVersion: kind === 'mosquitto' ? (5 as const) : (4 as const),
  subscriptions: [subscription('place/#'), subscription('other/#')],
})
const onPlace = `pages/messages/index?profile=place&filter=${encodeURIComponent('place/#')}`

/** What comes by both subscriptions. */
async function publishBoth(broker: Broker): Promise<void> {
  const peer = await Peer.join(broker.tcpUrl)
  await peer.publish('other/1', '别处来的')
  await peer.publish('place/1', '这里来的')
  await peer.leave()
}

let broker: Broker
beforeAll(async () => {
  broker = await startBroker()
})
afterAll(() => broker?.stop())

describeWith({ chromium: true }, 'the mini-program finds its place again', () => {
  let host: WeappHost | undefined
  afterEach(async () => {
    const errors = host?.errors ?? []
    await host?.dispose()
    host = undefined
    expect(errors).toEqual([])
  })
  const start = async (options: Partial<WeappHostOptions> = {}) => {
    host = await startWeapp({ directory: built('weapp'), storage: phoneWith(profileAt(broker)), ...options })
    return { phone: host, journeys: new Journeys(host.view, 'zh-CN') }
  }

  it('opens a conversation with the filter of a link, from a cold start', async () => {
    const { journeys } = await start({ url: onPlace })
    await journeys.isOnline()
    await publishBoth(broker)
    await journeys.sees('这里来的')
    expect(await journeys.view.text()).not.toContain('别处来的')
    // there is no page before it: back leads to the connections
    await journeys.back()
    await journeys.sees(journeys.t('tab.settings'))
  })

  it('started anew, has what is stored: the list stands at its newest, and the topics are in their tree', async () => {
    const { phone, journeys } = await start({ url: onPlace, view: 'chromium' })
    await journeys.isOnline()
    const peer = await Peer.join(broker.tcpUrl)
    for (let n = 1; n <= 60; n += 1) await peer.publish(`place/${n % 5}`, `第 ${n} 条`)
    await journeys.sees('第 60 条')
    phone.hide()
    await phone.advance(60_000)
    await phone.coldStart(onPlace)
    const isAtEnd = () =>
      phone.view.inspect(() => {
        const list = document.querySelector('.msg-scroll')
        return list !== null && list.scrollTop > 0 && list.scrollTop + list.clientHeight > list.scrollHeight - 2
      }, undefined)
    await phone.view.until(async (text) => text.includes('第 60 条') && (await isAtEnd()))
    await peer.publish('place/1', '又一条')
    await phone.view.until(async (text) => text.includes('又一条') && (await isAtEnd()))
    await peer.leave()
    await phone.coldStart('subpackages/topics/tree/index?profile=place')
    await journeys.sees(journeys.t('topics.count', { n: 5 }))
  })

  it('begins at the first page once all was erased, whatever page it was left on', async () => {
    const storage = phoneWith(profileAt(broker)).set('wipe', 'true')
    const { journeys } = await start({ url: onPlace, storage })
    await journeys.sees(journeys.t('connections.empty.title'))
  })

  it('says that a connection of a link is not on this phone, and leads on', async () => {
    const { journeys } = await start({ url: 'pages/messages/index?profile=elsewhere&filter=a' })
    await journeys.sees(journeys.t('connection.missing.title'))
    await journeys.view.tap({ text: journeys.t('common.back') })
    await journeys.sees(journeys.t('tab.settings'))
  })

  it('ended by WeChat within half an hour, it comes back to the page with its filter and its draft', async () => {
    const { phone, journeys } = await start()
    await journeys.sees('温室')
    await phone.view.tap('温室')
    await journeys.isOnline()
    await phone.view.tap({ text: 'place/#' })
    await phone.view.input({ label: journeys.t('publish.topic') }, 'place/cmd')
    await phone.view.input({ label: journeys.t('publish.payload') }, '还没发出去')
    await phone.view.until(async () => (await phone.view.count({ className: 'is-disabled' })) === 0)
    phone.hide()
    await phone.advance(20 * 60_000)
    await phone.coldStart()
    await journeys.sees('[还没发出去]')
    await journeys.sees('[place/cmd]')
    await journeys.isOnline()
    await publishBoth(broker)
    await journeys.sees('这里来的')
    expect(await journeys.view.text()).not.toContain('别处来的')
  })

  it('later, or by a link, it does not', async () => {
    const { phone, journeys } = await start()
    await journeys.sees('温室')
    await phone.view.tap('温室')
    await journeys.isOnline()
    phone.hide()
    await phone.advance(31 * 60_000)
    await phone.coldStart()
    await journeys.sees(journeys.t('tab.settings'))
    await journeys.sees('温室')
    await phone.view.tap('温室')
    await journeys.isOnline()
    phone.hide()
    await phone.advance(60_000)
    await phone.coldStart('pages/settings/index')
    await journeys.sees(journeys.t('settings.language'))
  })
})

describeWith({ chromium: true }, 'the H5 app finds its place again', () => {
  let browser: PhoneBrowser
  let demo: Demo
  beforeAll(async () => {
    browser = await PhoneBrowser.launch()
    demo = await startDemo({
      ...{ port: 0, host: '127.0.0.1', devices: false, distDir: built('h5'), print: () => undefined },
      broker: broker.wsUrl,
    })
  })
  afterEach(async () => {
    await browser.closePages()
    expect(browser.errors.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  async function open(hash: string) {
    const stored = [...phoneWith(profileAt(broker))]
    const { page, view } = await browser.open('about:blank')
    await page.addInitScript((records) => {
      for (const [key, text] of records)
        if (!localStorage.getItem(`homing:${key}`)) localStorage.setItem(`homing:${key}`, text)
    }, stored)
    await page.goto(`${demo.url}#/${hash}`)
    return { page, view, journeys: new Journeys(view, 'zh-CN') }
  }

  it('opens a conversation with the filter of its address; the browser goes back to the connections', async () => {
    const { page, journeys } = await open(onPlace)
    await journeys.isOnline()
    await publishBoth(broker)
    await journeys.sees('这里来的')
    expect(await journeys.view.text()).not.toContain('别处来的')
    await page.goBack()
    await journeys.sees(journeys.t('tab.settings'))
  })

  it('left again while it slides in, leaves no empty screen', async () => {
    const { page, view, journeys } = await open('pages/connections/index')
    await journeys.sees('温室')
    await view.tap({ text: '温室', className: 'conn-name' })
    await page.waitForFunction((words) => document.body.innerText.includes(words), journeys.t('publish.to'))
    await page.evaluate(() => history.back())
    await page.waitForFunction(() => document.querySelectorAll('.taro_page').length === 1)
    // the router hides the list after the slide, whoever is in front by then
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)))
    await journeys.sees(journeys.t('tab.settings'))
  })

  it('reloaded, it has the filters that were chosen and the draft', async () => {
    const { page, view, journeys } = await open('pages/messages/index?profile=place')
    await journeys.isOnline()
    await view.tap({ text: 'other/#', className: 'chip-target' })
    await view.until(() => page.url().includes(encodeURIComponent('other/#')))
    await view.input({ label: journeys.t('publish.topic') }, 'other/cmd')
    await view.input({ label: journeys.t('publish.payload') }, '还没发出去')
    await page.reload()
    await journeys.isOnline()
    expect(await page.locator('.msg-input textarea').inputValue()).toBe('还没发出去')
    await publishBoth(broker)
    await journeys.sees('别处来的')
    expect(await view.text()).not.toContain('这里来的')
  })

  it('says that a connection of an address is not in this browser, and leads on', async () => {
    const { view, journeys } = await open('pages/messages/index?profile=elsewhere')
    await journeys.sees(journeys.t('connection.missing.title'))
    await view.tap({ text: journeys.t('common.back') })
    await journeys.sees(journeys.t('tab.settings'))
  })

  it('the keyboard covers neither the bar nor the newest message', async () => {
    const { page, view, journeys } = await open('pages/messages/index?profile=place')
    await journeys.isOnline()
    await view.tap({ label: journeys.t('publish.payload') })
    const keyboard = 336
    await page.evaluate((height) => {
      const { innerHeight, visualViewport } = window
      Object.defineProperty(visualViewport, 'height', { configurable: true, get: () => innerHeight - height })
      visualViewport?.dispatchEvent(new Event('resize'))
    }, keyboard)
    const bar = await page.locator('.msg-publish').boundingBox()
    expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBe(812 - keyboard)
    expect(await page.evaluate(() => window.scrollY)).toBe(0)
  })
})
