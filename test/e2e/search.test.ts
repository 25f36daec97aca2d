import { startDemo } from '../../scripts/start/startDemo'
import { built } from '../support/app/build'
import type { AppView } from '../support/app/appView'
import { Journeys } from '../support/app/journeys'
import { Peer } from '../support/app/peer'
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

/** What devices said: stored by a real session, over a real broker, before anybody looks for it. */
async function say(prefix: string): Promise<void> {
  const peer = await Peer.join(broker.tcpUrl)
  for (let i = 0; i < 30; i += 1) {
    await peer.publish(`${prefix}/hall/${i % 3}`, JSON.stringify({ seq: i, temp: 20 + i / 10, note: '一切正常' }))
  }
  await peer.publish(`${prefix}/pump`, '水泵 Overheated at 88')
  await peer.publish(`${prefix}/end`, 'all said')
  await peer.leave()
}

/** From the message page of a connection: finds what is stored, in every way there is to ask. */
async function searchFlow(view: AppView, prefix: string): Promise<void> {
  const journeys = new Journeys(view, 'zh-CN')
  const { t } = journeys
  const look = (text: string) => view.input({ label: t('search.field') }, text)
  const done = (n: number) => journeys.sees(t('search.done', { n, scanned: '' }).split('，')[0] ?? '')
  await journeys.addConnection({ name: '泵房', address: `${broker.wsUrl}/mqtt` })
  await journeys.isOnline()
  await journeys.subscribe(`${prefix}/#`)
  await say(prefix)
  await journeys.sees('all said')

  await view.tap({ label: t('messages.more') })
  await journeys.sees(t('messages.clear'))
  await view.tap({ text: t('search.title'), className: 'li-title' })
  await journeys.sees(t('search.hints'))
  await look('overheated -正常')
  await done(1)
  await journeys.sees('水泵 Overheated at 88')
  await look(`temp >= 22.8 topic:${prefix}/hall/+`)
  await done(2)
  await look('nowhere dir:in')
  await journeys.sees(t('search.none.title'))
  await view.tap({ text: 'nowhere', className: 'li-title' })
  await done(32)
  await journeys.sees('all said')
  await look('泵')
  await done(1)
  await look('qos:3')
  await journeys.sees(t('search.problem.qos', { found: '3' }))
  await look('temp >= 22.8 seq = 29')
  await journeys.sees('22.9')
  await done(1)
  await view.tap({ className: 'search-hit' })
  // the page of the message, and not this one any more
  await view.until((text) => text.includes('22.9') && !text.includes(t('search.title')), 20_000)

  await view.tap({ text: t('detail.chart') })
  await journeys.sees(t('detail.chart.which'))
  await view.tap({ text: '$.temp', className: 'li-title' })
  // of the ten that its topic had
  await journeys.sees(t('chart.points', { n: 10 }))
  await view.until((text) => ['20.2', '21.6', '22.9'].every((figure) => text.includes(figure)), 20_000)
}

describeWith({ chromium: true }, 'searching what is stored', () => {
  it.each(['vm', 'chromium'] as const)('works in the mini-program, %s view', async (kind) => {
    const phone = await startWeapp({ directory: built('weapp'), view: kind })
    try {
      await searchFlow(phone.view, `weapp-${kind}`)
      expect(phone.errors).toEqual([])
    } finally {
      await phone.dispose()
    }
  })

  it('works on H5, in IndexedDB', async () => {
    const browser = await PhoneBrowser.launch()
    try {
      const options = { port: 0, host: '127.0.0.1', devices: false, print: () => undefined }
      const demo = await startDemo({ ...options, distDir: built('h5') })
      try {
        const { view } = await browser.open(demo.url)
        await searchFlow(view, 'h5')
      } finally {
        await browser.closePages()
        await demo.stop()
      }
      expect(browser.errors.splice(0)).toEqual([])
    } finally {
      await browser.close()
    }
  })
})
