import { gzipSync } from 'node:zlib'
import { connectAsync, type MqttClient } from 'mqtt'
import { startDemo, type Demo } from '../../scripts/start/startDemo'
import type { AppView } from '../support/app/appView'
import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { phoneWith } from '../support/app/storedProfile'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'
import { PhoneBrowser } from '../support/h5/browser'
import { describeWith } from '../support/requirements'
import { startWeapp, type WeappHost } from '../support/weapp-host'

/** `{ temp: 24.6, co2: 812 }` */
const cbor = Buffer.from('a26474656d70fb403899999999999a63636f3219032c', 'hex')
/** More than is decoded before it is asked for. It travels compressed: mosquitto takes its time with so much at once. */
const large = JSON.stringify(Array.from({ length: 9_000 }, (_, i) => ({ i, temp: i / 10, text: `过流 ${i}` })))

let broker: Broker
let device: MqttClient
beforeAll(async () => {
  broker = await startBroker()
  device = await connectAsync(broker.tcpUrl, { reconnectPeriod: 0 })
})
afterAll(async () => {
  await device?.endAsync(true)
  await broker?.stop()
})

const publish = (topic: string, payload: string | Buffer) => device.publishAsync(topic, payload, { qos: 1 })

/**
 * From the list into messages of each kind, and back. The page is open, and subscribed to `detail/#`.
 * @param copied what is on the clipboard, where the platform tells
 */
async function readMessages(view: AppView, copied?: () => string): Promise<void> {
  const journeys = new Journeys(view, 'zh-CN')
  const open = async (topic: string) => {
    await journeys.sees(topic)
    await view.tap(topic)
    await journeys.sees('第 ')
  }
  const back = async () => {
    await journeys.back()
    await journeys.sees(journeys.t('publish.to'))
  }
  await publish('detail/json', '{"temp":24.5,"dev":{"rssi":-60}}')
  await publish('detail/cbor', cbor)
  await publish('detail/json', '{"temp":24.6,"dev":{"rssi":-60}}')
  await journeys.sees('24.6')
  // of two with the same topic, one platform takes the first and the other the last
  await open('detail/json')
  if (!(await view.text()).includes('24.6')) await view.tap({ label: journeys.t('detail.next') })
  await journeys.sees('1 处变化')
  await journeys.sees('原 24.5')
  await view.tap('rssi')
  await journeys.sees(journeys.t('detail.copyPath'))
  await view.tap(journeys.t('detail.copyPath'))
  await journeys.sees(journeys.t('common.copied'))
  if (copied) expect(copied()).toBe('$.dev.rssi')
  await back()

  await open('detail/cbor')
  await journeys.sees('float64')
  await back()

  await publish('detail/zip', gzipSync('{"zipped":"补光灯"}'))
  await open('detail/zip')
  await journeys.sees('gzip 解开后')
  await journeys.sees('"补光灯"')
  await back()

  await publish('detail/bad', '{"fan": 2，"speed": 45}')
  await open('detail/bad')
  await journeys.sees('第 1 行第 10 列')
  await back()

  await publish('detail/large', gzipSync(large))
  await open('detail/large')
  await journeys.sees('先显示开头')
  expect((await view.text()).length).toBeLessThan(8_000)
  await view.tap(journeys.t('detail.large.decode'))
  await view.until((text) => /后面还有 \d+ 行/.test(text))
  expect((await view.text()).length).toBeLessThan(4_000)
  await back()

  // into the bar, and not away
  await open('detail/bad')
  await view.tap(journeys.t('messages.publishAgain'))
  await journeys.sees(journeys.t('publish.to'))
}

const subscriptions = [{ filter: 'detail/#', qos: 1 as const, alias: '', color: 0, isEnabled: true }]

describe('a message in the mini-program', () => {
  let host: WeappHost | undefined
  afterEach(async () => {
    const errors = host?.errors ?? []
    await host?.dispose()
    expect(errors).toEqual([])
  })

  const start = async () => {
    const protocolVersion = broker.kind === 'mosquitto' ? 5 : 4
    const storage = phoneWith({ id: 'p', url: broker.wsUrl, protocolVersion, subscriptions })
    host = await startWeapp({ directory: built('weapp'), storage, url: 'pages/messages/index?profile=p' })
    await new Journeys(host.view, 'zh-CN').isOnline()
    const granted = '"sub/detail/#":{"asked":1,"granted":1}'
    const { files } = host
    await host.view.until(() => [...files.values()].some((bytes) => Buffer.from(bytes).includes(granted)))
    return host
  }

  it('opens decoded, compared and bounded, and is found again by its address after a kill', async () => {
    const phone = await start()
    await readMessages(phone.view, () => phone.system.clipboard)
    expect(phone.page().route).toBe('pages/messages/index')
    await phone.view.tap('detail/large')
    const journeys = new Journeys(phone.view, 'zh-CN')
    await journeys.sees('先显示开头')
    const { route, query, setData } = phone.page()
    process.stdout.write(`setData of opening ${large.length} bytes: ${setData.bytes} bytes, ${setData.calls} calls\n`)
    expect([route, setData.bytes < 65_536]).toEqual(['subpackages/codecs/message/index', true])
    await phone.dispose()
    const { storage, files } = phone
    const url = `${route}?profile=${query.profile}&message=${query.message}`
    host = await startWeapp({ directory: built('weapp'), storage, files, url })
    await new Journeys(host.view, 'zh-CN').sees('先显示开头')
    expect(await host.view.text()).toContain('detail/large')
  })
})

describeWith({ chromium: true }, 'a message on H5', () => {
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

  it('opens decoded, compared and bounded', async () => {
    const { view } = await browser.open(demo.url)
    const journeys = new Journeys(view, 'zh-CN')
    await journeys.isOnline()
    await view.tap('温室演示')
    await journeys.subscribe('detail/#')
    await readMessages(view)
    expect(browser.errors).toEqual([])
  })

  it('leaves the list behind it at its newest', async () => {
    const { page, view } = await browser.open(demo.url)
    const journeys = new Journeys(view, 'zh-CN')
    await journeys.isOnline()
    await view.tap('温室演示')
    await journeys.subscribe('behind/#')
    for (let n = 0; n < 40; n += 1) await publish(`behind/${n}`, `words ${n}`)
    await journeys.sees('behind/39')
    await view.tap('behind/39')
    await journeys.sees(journeys.t('detail.view.hex'))
    await page.evaluate(scrollUnseen)
    await journeys.back()
    await publish('behind/last', 'the newest of all')
    await journeys.sees('the newest of all')
    expect(browser.errors).toEqual([])
  })
})

/** In the page: a finger has just moved the list, and Taro tells where it stands when it has no height any more. */
function scrollUnseen(): Promise<void> {
  const list = document.querySelector('.msg-scroll')
  if (!list) throw new Error('no list')
  return new Promise((resolve) => {
    list.addEventListener('scrolltoupper', () => resolve(), { once: true })
    document.dispatchEvent(new MouseEvent('mousedown'))
    list.dispatchEvent(new Event('scroll'))
  })
}
