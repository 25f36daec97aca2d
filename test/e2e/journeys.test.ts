import { translator } from '../../src/i18n/t'
import type { AppView } from '../support/app/appView'
import { Journeys } from '../support/app/journeys'
import { Peer } from '../support/app/peer'
import { h5Phone, servePage, weappPhone, type Phone, type PhoneOptions } from '../support/app/phone'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'
import { startFaultProxy, type FaultProxy } from '../support/faultProxy'
import { PhoneBrowser } from '../support/h5/browser'
import { describeWith } from '../support/requirements'

/**
 * What a person does from one end to the other, the same on both platforms. A refused login is in `doctor.test.ts`, a
 * saved message in `saved.test.ts`, a profile that is scanned or pasted in `share.test.ts`, a search that ends in a chart
 * in `search.test.ts`.
 */

const t = translator('zh-CN')
const lan = 'greenhouse.local'
const LONG_WAIT_S = 8
let broker: Broker
let proxy: FaultProxy

const hosts = () => ({ [`${lan}:1883`]: `127.0.0.1:${broker.tcpPort}`, [`${lan}:8083`]: `127.0.0.1:${broker.wsPort}` })

beforeAll(async () => {
  broker = await startBroker()
  proxy = await startFaultProxy(`${broker.wsUrl}/mqtt`)
})
afterEach(() => proxy.heal())
afterAll(async () => {
  await proxy?.stop()
  await broker?.stop()
})

/** The network of this person is gone, or is back. */
function cutNetwork(): void {
  proxy.refuse(true)
  proxy.reset()
}

/** A view that counts what a finger does. */
function counted(view: AppView): { view: AppView; taps(): number } {
  let taps = 0
  const tap: AppView['tap'] = (target) => {
    taps += 1
    return view.tap(target)
  }
  return { view: Object.create(view, { tap: { value: tap } }) as AppView, taps: () => taps }
}

async function firstRun(phone: Phone, prefix: string): Promise<void> {
  const { view, taps } = counted(phone.view)
  const journeys = new Journeys(view, 'zh-CN')
  const peer = await Peer.join(broker.tcpUrl)
  await peer.publish(`${prefix}/lamp`, '{"lux":1380}', true)
  await journeys.sees(t('connections.empty.title'))
  await phone.copied(`${broker.wsUrl}/mqtt`)
  await view.tap(t('connections.empty.paste'))
  await journeys.sees(t('editor.part.host'))
  await view.tap(t('editor.save'))
  await journeys.sees(t('messages.empty.none'))
  await view.tap(t('messages.empty.everything', { filter: '#' }))
  await journeys.sees(`${prefix}/lamp`)
  await journeys.sees('1380')
  expect(taps()).toBe(3)
  await peer.publish(`${prefix}/lamp`, '', true)
  await peer.leave()
}

async function wrongPort({ view }: Phone, prefix: string): Promise<void> {
  const journeys = new Journeys(view, 'zh-CN')
  await journeys.newConnection()
  await view.input({ label: t('editor.address') }, `ws://${lan}:1883`)
  await journeys.sees(t('address.tcpPort', { port: '1883' }))
  await journeys.sees(t('address.tcpPort.why'))
  await view.tap({ label: `${t('editor.fix.use')} ws://${lan}:8083/mqtt` })
  await view.until((text) => !text.includes(t('address.tcpPort', { port: '1883' })))
  await view.tap(t('editor.save'))
  await journeys.isOnline()
  const peer = await Peer.join(broker.tcpUrl, `${prefix}/#`)
  await journeys.publish(`${prefix}/fan`, '通了')
  expect(await peer.next(`${prefix}/fan`)).toBe('通了')
  await journeys.sees(t('sent.acknowledged', { ms: '' }).trim().split(' ')[0] ?? '')
  await peer.leave()
}

async function offlinePublish(phone: Phone, prefix: string): Promise<void> {
  const { view } = phone
  const journeys = new Journeys(view, 'zh-CN')
  const peer = await Peer.join(broker.tcpUrl, `${prefix}/#`)
  await journeys.addConnection({ name: '阀门', address: proxy.url })
  await journeys.isOnline()
  cutNetwork()
  await journeys.isNoLongerOnline()
  for (const n of [1, 2, 3, 4]) await journeys.publish(`${prefix}/valve`, `{"turn":${n}}`)
  await journeys.sees(t('messages.tray', { n: 4 }))
  await journeys.sees(t('messages.tray.note'))
  await view.tap({ label: t('messages.tray.cancel', { n: 2 }) })
  await journeys.sees(t('messages.tray', { n: 3 }))
  // while somebody has been watching for less than a minute no wait is long enough to be counted
  await phone.pass(61_000)
  const countdown = new RegExp(t('state.retry', { seconds: '(\\d+)' }))
  await view.until(async (text) => {
    const seconds = Number(countdown.exec(text)?.[1] ?? 0)
    // one that is about to end would take the button away from the finger that goes to it
    if (seconds >= LONG_WAIT_S) return true
    if (seconds > 0) await phone.pass(seconds * 1_000)
    return false
  })
  expect(peer.topics()).toEqual([])
  proxy.refuse(false)
  await view.tap(t('state.retryNow'))
  await journeys.isOnline()
  const acknowledged = new RegExp(t('sent.acknowledged', { ms: '\\d+' }), 'g')
  await view.until((text) => text.match(acknowledged)?.length === 3 && !text.includes(t('messages.tray.note')))
  for (const n of [1, 3, 4]) expect(await peer.next(`${prefix}/valve`)).toBe(`{"turn":${n}}`)
  expect(peer.topics()).toEqual([])
  await peer.leave()
}

async function awayAndBack(phone: Phone, prefix: string): Promise<void> {
  const { view } = phone
  const journeys = new Journeys(view, 'zh-CN')
  await journeys.addConnection({ name: '温室', address: proxy.url })
  await journeys.isOnline()
  await journeys.subscribe(`${prefix}/#`)
  await phone.leave()
  cutNetwork()
  const peer = await Peer.join(broker.tcpUrl)
  for (const n of [1, 2]) await peer.publish(`${prefix}/alarm`, `告警 ${n}`)
  await peer.leave()
  proxy.refuse(false)
  await phone.comeBack()
  await journeys.isOnline()
  for (const n of [1, 2]) await journeys.sees(`告警 ${n}`)
  await view.until((text) =>
    text.split('\n').some((line) => [t('gap.resumed'), t('gap.caughtUp', { n: 2 })].every((w) => line.includes(w))),
  )
}

async function languageAndTheme({ view }: Phone): Promise<void> {
  const journeys = new Journeys(view, 'zh-CN')
  const en = translator('en')
  await journeys.addConnection({ name: 'Pump', address: `${broker.wsUrl}/mqtt` })
  await journeys.isOnline()
  await journeys.back()
  await journeys.toTab('settings')
  await journeys.sees(t('settings.other'))
  expect(await view.count({ className: 'dark' })).toBe(0)
  await view.tap(t('settings.theme'))
  await journeys.sees(t('theme.dark'))
  await view.tap({ text: t('theme.dark'), className: 'li-title' })
  await view.until(async () => (await view.count({ className: 'dark' })) > 0)
  await view.tap(t('settings.language'))
  await journeys.sees(t('language.en'))
  await view.tap({ text: t('language.en'), className: 'li-title' })
  const english = new Journeys(view, 'en')
  await english.sees(en('settings.other'))
  await english.toTab('connections')
  // what was drawn before speaks it, too
  await english.sees(en('connections.online', { n: 1 }))
  await view.tap('Pump')
  await english.isOnline()
  await english.sees(en('messages.empty.none'))
  expect(await view.text()).not.toMatch(/[\u4e00-\u9fff]/)
  expect(await view.count({ className: 'dark' })).toBeGreaterThan(0)
}

/** @param open a new phone */
function journeysOn(platform: string, open: (options?: PhoneOptions) => Promise<Phone>): void {
  const on = async (journey: (phone: Phone, prefix: string) => Promise<void>, options?: PhoneOptions) => {
    const phone = await open(options)
    try {
      await journey(phone, `${platform}/${journey.name}`)
      expect(phone.errors()).toEqual([])
    } finally {
      await phone.close()
    }
  }

  it('first run: messages after three taps', () => on(firstRun))
  it('a wrong port: a hint, its fix, connected', () => on(wrongPort))
  it('what is sent off line waits, counted and numbered, and is delivered in its order', () => on(offlinePublish))
  it('away and back: one line says what was caught up', () => on(awayAndBack))
  it('language and theme change while it runs', () => on(languageAndTheme))
}

describe('in the mini-program', () => {
  journeysOn('weapp', (options) => weappPhone(hosts(), options))
})

describeWith({ chromium: true }, 'on H5', () => {
  let browser: PhoneBrowser
  let page: Awaited<ReturnType<typeof servePage>>
  beforeAll(async () => {
    page = await servePage()
    browser = await PhoneBrowser.launch(hosts())
  })
  afterAll(async () => {
    await browser?.close()
    await page?.stop()
  })
  journeysOn('h5', (options) => h5Phone(browser, page.url, options))
})
