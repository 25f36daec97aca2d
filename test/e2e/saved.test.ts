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

/** Keeps a message with variables, sends it with one tap, then one that asks. */
async function savedFlow(view: AppView, prefix: string): Promise<void> {
  const journeys = new Journeys(view, 'zh-CN')
  const { t } = journeys
  const peer = await Peer.join(broker.tcpUrl, `${prefix}/#`)
  const fill = (label: string, text: string) => view.input({ label }, text)
  const save = async (name: string) => {
    await view.until(async () => (await view.count({ className: 'is-disabled' })) === 0, 20_000)
    await view.tap(t('saved.keep'))
    await view.until((text) => text.includes(name) && text.includes(t('saved.note')), 20_000)
  }
  try {
    await journeys.addConnection({ name: '温室', address: `${broker.wsUrl}/mqtt` })
    await journeys.isOnline()
    await journeys.back()
    await journeys.sees(t('tab.saved'))
    await view.tap({ text: t('tab.saved'), className: 'tab-label' })
    await journeys.sees(t('saved.none.title'))

    await view.tap({ label: t('saved.add'), className: 'hit' })
    await journeys.sees(t('saved.payload'))
    await fill(t('saved.name'), '心跳')
    await fill(t('saved.topic'), `${prefix}/ping`)
    await fill(t('saved.payload'), '{"n":{{counter}},"id":"{{uuid}}","by":"{{clientId}}"}')
    await save('心跳')
    // the server of the page offers a connection of its own
    await view.tap({ className: 'target-tap' })
    await journeys.sees(t('saved.to.choose'))
    await view.tap({ text: '温室', className: 'li-title' })
    await journeys.isOnline()
    for (const n of [1, 2]) {
      await view.tap({ label: t('saved.send', { name: '心跳' }) })
      const arrived = await peer.next(`${prefix}/ping`)
      expect(arrived).toMatch(new RegExp(`^{"n":${n},"id":"[0-9a-f-]{36}","by":"homing-[0-9a-z]+"}$`))
    }

    await view.tap({ label: t('saved.add') })
    await journeys.sees(t('saved.payload'))
    await fill(t('saved.name'), '风机')
    await fill(t('saved.topic'), `${prefix}/{{站点}}/fan`)
    await fill(t('saved.payload'), '{"speed":{{转速: 0..100}},"note":"{{备注}}"}')
    await save('风机')
    await view.tap({ label: t('saved.send', { name: '风机' }) })
    await journeys.sees(t('saved.send.preview'))
    await fill('站点', 'hall')
    await fill('转速', '45')
    await fill('备注', '说 "慢"')
    await view.tap({ label: t('saved.send.more', { name: '转速' }) })
    await journeys.sees('"speed":46')
    await journeys.sees(`${prefix}/hall/fan`)
    await view.tap({ text: t('saved.send.now'), className: 'btn' })
    expect(JSON.parse(await peer.next(`${prefix}/hall/fan`))).toEqual({ speed: 46, note: '说 "慢"' })
  } finally {
    await peer.leave()
  }
}

describeWith({ chromium: true }, 'saved messages', () => {
  it('are sent with their variables filled in, in the mini-program', async () => {
    const phone = await startWeapp({ directory: built('weapp'), view: 'vm' })
    try {
      await savedFlow(phone.view, 'weapp')
      expect(phone.errors).toEqual([])
    } finally {
      await phone.dispose()
    }
  })

  it('are sent with their variables filled in, on H5', async () => {
    const browser = await PhoneBrowser.launch()
    try {
      const options = { port: 0, host: '127.0.0.1', devices: false, print: () => undefined }
      const demo = await startDemo({ ...options, distDir: built('h5') })
      try {
        const { view } = await browser.open(demo.url)
        await savedFlow(view, 'h5')
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
