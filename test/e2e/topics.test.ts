import { startDemo, type Demo } from '../../scripts/start/startDemo'
import { translator } from '../../src/i18n/t'
import type { AppView } from '../support/app/appView'
import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { Peer } from '../support/app/peer'
import { phoneWith } from '../support/app/storedProfile'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'
import { PhoneBrowser } from '../support/h5/browser'
import { describeWith } from '../support/requirements'
import { startWeapp } from '../support/weapp-host'

const t = translator('zh-CN')
const retained = ['keep/a/1', 'keep/a/2', 'keep/b']
const other = 'else/where'

let broker: Broker
beforeAll(async () => {
  broker = await startBroker()
})
afterAll(() => broker?.stop())

/** What a subscriber who has never been there is sent. */
async function retainedAtBroker(): Promise<string[]> {
  const fresh = await Peer.join(broker.tcpUrl, '#')
  const mark = `mark/${Math.random()}`
  await fresh.publish(mark, 'end')
  await fresh.next(mark)
  const topics = fresh.topics()
  await fresh.leave()
  return topics.sort()
}

/** From the message page on, which has subscribed to everything. */
async function treeFlow(view: AppView): Promise<void> {
  const journeys = new Journeys(view, 'zh-CN')
  const peer = await Peer.join(broker.tcpUrl)
  for (const topic of [...retained, other]) await peer.publish(topic, 'x', true)
  for (let n = 0; n < 3; n += 1) await peer.publish('live/env', `{"temp":2${n}.5}`)
  await view.tap({ label: t('messages.more') })
  await journeys.sees(t('messages.clear'))
  await view.tap({ text: t('topics.title'), className: 'li-title' })

  await journeys.sees(t('topics.count', { n: 5 }))
  const has = (...lines: string[]) =>
    view.until((text) => lines.every((line) => text.split('\n').some((shown) => shown.trim().startsWith(line))))
  // sums, and what is below
  await has('keep', '3 条', 'live', 'env', 'a', 'b')
  await view.tap({ text: 'env', className: 'topics-name' })
  await has('.temp', '22.5')
  await view.tap({ text: 'env', className: 'topics-name' })
  await view.until((text) => !text.includes('.temp'))
  await peer.publish('live/env', '{"temp":25}')
  await has('4 条')

  await view.tap({ text: 'keep', className: 'topics-name' })
  await view.until((text) => !text.split('\n').some((line) => line.trim() === 'b'))
  expect(await retainedAtBroker()).toEqual([...retained, other].sort())
  await view.tap({ label: t('topics.more', { name: 'keep' }) })
  await journeys.sees(t('topics.publish'))
  await view.tap({ text: t('topics.clear'), className: 'li-title' })
  await journeys.sees(t('topics.clear.list', { n: 3 }))
  const sheet = await view.text()
  for (const topic of retained) expect(sheet).toContain(topic)
  expect(sheet).not.toContain(other)
  await view.tap({ text: t('topics.clear.confirm', { n: 3 }), className: 'btn-danger-soft' })
  await journeys.sees(t('topics.clear.verified'))
  expect(await retainedAtBroker()).toEqual([other])
  await peer.publish(other, '', true)
  await peer.leave()
}

describeWith({ chromium: true }, 'the topic tree on H5', () => {
  let browser: PhoneBrowser
  let demo: Demo
  beforeAll(async () => {
    browser = await PhoneBrowser.launch()
    const options = { port: 0, host: '127.0.0.1', devices: false, distDir: built('h5'), print: () => undefined }
    demo = await startDemo({ ...options, broker: broker.wsUrl })
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  it('appears, counts, opens and closes, and clears what is retained', async () => {
    const { view } = await browser.open(demo.url)
    const journeys = new Journeys(view, 'zh-CN')
    await journeys.isOnline()
    await view.tap('温室演示')
    await journeys.subscribe('#')
    await treeFlow(view)
    expect(browser.errors).toEqual([])
  })
})

describeWith({ chromium: true }, 'the topic tree in the mini-program', () => {
  it.each(['vm', 'chromium'] as const)(
    'appears, counts, opens and closes, and clears: in the %s view',
    async (view) => {
      const everything = { filter: '#', qos: 1, alias: '', color: 0, isEnabled: true } as const
      const protocolVersion = broker.kind === 'mosquitto' ? 5 : 4
      const storage = phoneWith({ id: 'p', url: broker.wsUrl, protocolVersion, subscriptions: [everything] })
      const phone = await startWeapp({
        ...{ directory: built('weapp'), view, storage, url: 'pages/messages/index?profile=p' },
      })
      try {
        await new Journeys(phone.view, 'zh-CN').isOnline()
        await treeFlow(phone.view)
        expect(phone.errors).toEqual([])
        expect(phone.page().setData.largest).toBeLessThanOrEqual(32 * 1024)
      } finally {
        await phone.dispose()
      }
    },
  )
})
