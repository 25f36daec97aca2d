import { startDemo } from '../../scripts/start/startDemo'
import { exportText } from '../../src/core/profile/exportFile'
import { readSharedText } from '../../src/core/profile/share'
import type { AppView } from '../support/app/appView'
import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { Peer } from '../support/app/peer'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'
import { PhoneBrowser } from '../support/h5/browser'
import { describeWith } from '../support/requirements'
import { startWeapp } from '../support/weapp-host'

const login = { username: 'alice', password: 'opensesame' }
let broker: Broker

beforeAll(async () => {
  broker = await startBroker()
})
afterAll(() => broker?.stop())

/** On a phone that has the connection: to its share page, by the menu of its messages. */
async function toShare(view: AppView, filter: string): Promise<void> {
  const journeys = new Journeys(view, 'zh-CN')
  const { t } = journeys
  await journeys.addConnection({ name: '泵房', address: `${broker.wsUrl}/mqtt`, ...login })
  await journeys.isOnline()
  await journeys.subscribe(filter)
  await view.tap({ label: t('messages.more') })
  await journeys.sees(t('messages.clear'))
  await view.tap({ text: t('share.title'), className: 'li-title' })
  await journeys.sees(t('share.secret'))
}

/** On the preview: what is missing is filled in, the connection opened, and a message comes by the shared subscription. */
async function takeIt(view: AppView, topic: string): Promise<void> {
  const journeys = new Journeys(view, 'zh-CN')
  const { t } = journeys
  await journeys.sees(t('profileImport.missing'))
  await journeys.sees(`${broker.wsUrl}/mqtt`)
  await view.input({ label: t('editor.username') }, login.username)
  await view.input({ label: t('editor.password') }, login.password)
  await journeys.sees(t('profileImport.connect'))
  await view.tap({ text: t('profileImport.connect') })
  await journeys.isOnline()
  const peer = await Peer.join(broker.tcpUrl)
  await peer.publish(topic, 'hello from the pump', true)
  await peer.leave()
  await journeys.sees('hello from the pump')
}

const isClean = (text: string) => {
  const offer = readSharedText(text)
  expect(offer).toMatchObject({ name: '泵房', username: '', password: '', needsLogin: true })
  expect(JSON.stringify(offer)).not.toMatch(/alice|opensesame/)
}

it('goes from one mini-program to another by a code and by a card, and connects there', async () => {
  const first = await startWeapp({ directory: built('weapp'), view: 'vm' })
  try {
    await toShare(first.view, 'weapp-share/#')
    const { t } = new Journeys(first.view, 'zh-CN')
    await first.view.tap({ text: t('share.copy') })
    await first.view.until(() => first.system.clipboard !== '')
    const card = String(first.evaluate('getCurrentPages().pop().onShareAppMessage({ from: "button" }).path'))
    expect(first.errors).toEqual([])
    const link = first.system.clipboard
    isClean(link)
    expect(card).toContain(link.slice('homing:1?'.length))

    const second = await startWeapp({ directory: built('weapp'), view: 'vm' })
    try {
      const journeys = new Journeys(second.view, 'zh-CN')
      await journeys.sees(t('tab.settings'))
      second.system.scanned = link
      await second.view.tap({ label: t('connections.add') })
      await journeys.sees(t('profileImport.scan.note'))
      await second.view.tap({ text: t('profileImport.scan'), className: 'li-title' })
      await journeys.sees(t('profileImport.adds'))
      // looked at, and nothing else
      expect(second.sockets).toHaveLength(0)
      expect([...second.storage.keys()].filter((key) => key.startsWith('profile/'))).toEqual([])
      await takeIt(second.view, 'weapp-share/pump')
      expect(second.errors).toEqual([])
    } finally {
      await second.dispose()
    }
  } finally {
    await first.dispose()
  }
})

describeWith({ chromium: true }, 'on H5', () => {
  it('a copied link is pasted by somebody else, and an address of the app opens the preview', async () => {
    const browser = await PhoneBrowser.launch()
    const options = { port: 0, host: '127.0.0.1', devices: false, print: () => undefined }
    const demo = await startDemo({ ...options, distDir: built('h5') })
    try {
      const { page, view } = await browser.open(demo.url)
      await toShare(view, 'h5-share/#')
      const { t } = new Journeys(view, 'zh-CN')
      await view.tap({ text: t('share.copy') })
      await new Journeys(view, 'zh-CN').sees(t('share.copied'))
      const link = await page.evaluate(() => navigator.clipboard.readText())
      isClean(link)

      const { page: theirs, view: screen } = await browser.open(demo.url)
      const journeys = new Journeys(screen, 'zh-CN')
      await journeys.sees(t('tab.settings'))
      await screen.tap({ label: t('connections.add') })
      await journeys.sees(t('profileImport.menu.note'))
      await screen.tap({ text: t('profileImport.menu'), className: 'li-title' })
      await journeys.sees(t('profileImport.about'))
      await screen.input({ label: t('profileImport.field') }, `看这个 ${link.slice(0, -8)}`)
      await screen.tap({ text: t('profileImport.read') })
      await journeys.sees(t('profileImport.problem.broken'))
      await screen.input({ label: t('profileImport.field') }, `看这个 ${link}`)
      await screen.tap({ text: t('profileImport.read') })
      await takeIt(screen, 'h5-share/pump')

      await theirs.goto(`${demo.url}#/subpackages/share/import/index?data=1.${link.slice('homing:1?'.length)}`)
      await journeys.sees(t('profileImport.adds'))
      await screen.tap({ text: t('profileImport.save') })
      await journeys.sees(t('profileImport.saved'))
      await browser.closePages()
      expect(browser.errors).toEqual([])
    } finally {
      await browser.close()
      await demo.stop()
    }
  })

  it('an MQTTX file is a list, its raw TCP port has a fix, and none connects', async () => {
    const browser = await PhoneBrowser.launch()
    const options = { port: 0, host: '127.0.0.1', devices: false, print: () => undefined }
    const demo = await startDemo({ ...options, distDir: built('h5') })
    try {
      const { page, view } = await browser.open(demo.url)
      const journeys = new Journeys(view, 'zh-CN')
      const { t } = journeys
      await journeys.sees(t('tab.settings'))
      await page.goto(`${demo.url}#/subpackages/share/import/index`)
      await journeys.sees(t('profileImport.about'))
      const file = [
        { name: '旧网关', host: 'gw.example.cn', port: 1883, protocol: 'mqtt', subscriptions: [], ca: 'PEM' },
        { name: '新网关', host: 'gw.example.cn', port: 8084, protocol: 'wss', path: '/mqtt', subscriptions: [] },
      ]
      const asked = page.waitForEvent('filechooser')
      await view.tap({ text: t('profileImport.file') })
      const buffer = Buffer.from(JSON.stringify(file))
      await (await asked).setFiles({ name: 'mqttx.json', mimeType: 'application/json', buffer })
      await journeys.sees(t('profileImport.many', { n: 2 }))
      await journeys.sees(t('profileImport.saveAll', { n: 1 }))
      await view.tap({ text: '旧网关' })
      await journeys.sees('wss://gw.example.cn:8084/mqtt')
      await journeys.sees(t('profileImport.ignored', { n: 1 }))
      await view.tap({ label: t('common.back') })
      await view.tap({ text: t('profileImport.saveAll', { n: 1 }) })
      await journeys.sees('新网关')
      await journeys.sees(t('state.paused'))

      // saved messages alone: the short count stands at the edge of its row
      await page.goto(`${demo.url}#/subpackages/share/import/index`)
      await journeys.sees(t('profileImport.about'))
      const plain = { folder: '', topic: 'pump/set', payload: 'on', qos: 1 as const, retain: false, mustConfirm: false }
      await view.input({ label: t('profileImport.field') }, exportText([], [{ ...plain, name: '开泵' }]))
      await view.tap({ text: t('profileImport.read') })
      await journeys.sees(t('profileImport.messages.found'))
      const edges = await page.evaluate(() => {
        const row = Array.from(document.querySelectorAll('.li-valued')).pop()
        const right = (node: Element | null | undefined) => Math.round(node?.getBoundingClientRect().right ?? 0)
        return { row: right(row), value: right(row?.querySelector('.li-value')) }
      })
      expect(edges.value).toBe(edges.row - 16)
      await view.tap({ text: t('profileImport.messages.keep', { n: 1 }) })
      await journeys.sees('pump/set')
      await browser.closePages()
      expect(browser.errors).toEqual([])
    } finally {
      await browser.close()
      await demo.stop()
    }
  })
})
