import { startDemo } from '../../scripts/start/startDemo'
import { chartUrl } from '../../src/features/charts/link'
import { canvasColors } from '../../src/ui/canvasColors'
import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { Peer } from '../support/app/peer'
import { phoneWith } from '../support/app/storedProfile'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'
import { PhoneBrowser } from '../support/h5/browser'
import { describeWith } from '../support/requirements'
import { startWeapp, type CanvasCommand, type WeappHost } from '../support/weapp-host'

jest.mock('@tarojs/taro', () => ({}))

const topic = 'greenhouse/1/env'
const line = { topic, path: '$.temp' }
/** What the figures of the first line come to */
const figures = (text: string, min: string, mean: string, max: string) =>
  new RegExp(`最小\\s+${min}\\s[^]*平均\\s+${mean}\\s[^]*最大\\s+${max}\\s`).test(text)

let broker: Broker
beforeAll(async () => {
  broker = await startBroker()
})
afterAll(() => broker?.stop())

async function publish(...values: number[]): Promise<void> {
  const peer = await Peer.join(broker.tcpUrl)
  for (const temp of values) await peer.publish(topic, JSON.stringify({ temp, hum: 60 + temp }))
  await peer.leave()
}

describeWith({ chromium: true }, 'a chart in the mini-program', () => {
  let phone: WeappHost
  let journeys: Journeys

  beforeEach(async () => {
    const subscription = { filter: 'greenhouse/#', qos: 1, alias: '', color: 0, isEnabled: true } as const
    const storage = phoneWith({
      ...{ id: 'chart', url: broker.wsUrl, protocolVersion: broker.kind === 'mosquitto' ? 5 : 4 },
      subscriptions: [subscription],
    })
    const url = 'pages/messages/index?profile=chart'
    phone = await startWeapp({ directory: built('weapp'), view: 'chromium', storage, url })
    journeys = new Journeys(phone.view, 'zh-CN')
    await journeys.isOnline()
  })
  afterEach(async () => {
    const errors = phone?.errors ?? []
    await phone?.dispose()
    expect(errors).toEqual([])
  })

  const open = () => phone.evaluate(`wx.navigateTo({ url: ${JSON.stringify(chartUrl('chart', line))} })`)
  const drawn = () => phone.canvases.drawn.get('chart-canvas') ?? []
  /** The paths of the lines: what is drawn between clip and restore */
  const paths = (): CanvasCommand[][] => {
    const commands = drawn()
    const from = commands.findIndex(([name]) => name === 'clip')
    const to = commands.findIndex(([name], i) => i > from && name === 'restore')
    const found: CanvasCommand[][] = []
    for (const command of commands.slice(from, to)) {
      if (command[0] === 'beginPath') found.push([])
      if (['moveTo', 'lineTo', 'arc'].includes(command[0])) found[found.length - 1]?.push(command)
    }
    return found
  }

  it('draws a line through what came, and none over the time away', async () => {
    await publish(20, 30)
    await journeys.sees('30')
    phone.hide()
    await phone.advance(20_000)
    await phone.show()
    await journeys.isOnline()
    await publish(10)
    await journeys.sees('会话已恢复')
    open()
    await phone.view.until((text) => figures(text, '10', '20', '30') && text.includes('灰色一段是你离开的'))
    await phone.view.until(() => paths().length === 2)
    const [before, after] = paths()
    expect(before?.map(([name]) => name)).toEqual(['moveTo', 'lineTo'])
    expect(after?.map(([name]) => name)).toEqual(['arc'])
    // 30 above 20 above 10, and the gap shaded between the second and the third
    const y = (command?: CanvasCommand) => Number(command?.[2])
    expect(y(before?.[1])).toBeLessThan(y(before?.[0]))
    expect(y(before?.[0])).toBeLessThan(y(after?.[0]))
    const shade = drawn().find(([name]) => name === 'fillRect')
    const [left, right] = [Number(shade?.[1]), Number(shade?.[1]) + Number(shade?.[3])]
    expect(Number(before?.[1]?.[1])).toBeLessThanOrEqual(left)
    expect(Number(after?.[0]?.[1])).toBeGreaterThanOrEqual(right)
  })

  it('stands still while paused, adds a line, and is drawn in other colours when the system goes dark', async () => {
    await publish(20, 30)
    await journeys.sees('30')
    open()
    await phone.view.until((text) => figures(text, '20', '25', '30'))
    await phone.view.tap({ label: '暂停画面' })
    await journeys.sees('暂停于')
    await publish(70)
    await phone.view.tap({ label: '继续' })
    await phone.view.until((text) => figures(text, '20', '40', '70'))
    await phone.view.tap({ label: '叠加 hum' })
    await journeys.sees('曲线')
    await phone.view.until(() => paths().length === 2)
    await phone.theme('dark')
    const { dark } = canvasColors
    await phone.view.until(() => drawn().some(([, , value]) => value === dark.series[1]))
  })
})

describeWith({ chromium: true }, 'a chart on H5', () => {
  let browser: PhoneBrowser
  beforeAll(async () => {
    browser = await PhoneBrowser.launch()
  })
  afterAll(async () => {
    await browser?.close()
    expect(browser?.errors ?? []).toEqual([])
  })

  it('shows what came, where it came; a wheel changes what the figures are of, a double tap brings it back', async () => {
    const options = { port: 0, host: '127.0.0.1', devices: false, distDir: built('h5'), print: () => undefined }
    const demo = await startDemo({ ...options, broker: broker.wsUrl })
    try {
      const { page, view } = await browser.open(demo.url)
      const journeys = new Journeys(view, 'zh-CN')
      await journeys.isOnline()
      await view.tap('温室演示')
      await journeys.sees('已订阅')
      await publish(20, 30, 25)
      await journeys.sees('85')
      await page.evaluate((url) => (location.hash = `#${url}`), chartUrl('demo', line))
      await view.until((text) => figures(text, '20', '25', '30') && text.includes('3 点'))
      const plot = page.locator('.chart-plot')
      expect(await plot.getAttribute('aria-label')).toMatch(/temp 的曲线，.*最小 20，平均 25，最大 30，3 点/)
      const teal = (canvasColors.light.series[1] ?? '').slice(1)
      const countTeal = (color: string) => {
        const canvas = document.querySelector<HTMLCanvasElement>('.chart-plot canvas')
        const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
        const wanted = [0, 2, 4].map((at) => parseInt(color.slice(at, at + 2), 16))
        let pixels = 0
        for (let i = 0; i < data.length; i += 4) if (wanted.every((c, k) => data[i + k] === c)) pixels += 1
        return pixels
      }
      await view.until(async () => (await page.evaluate(countTeal, teal)) > 20)
      // to the left, away from the newest: nothing is there any more
      const box = await plot.boundingBox()
      await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 60)
      await page.mouse.wheel(0, -1_500)
      await view.until((text) => !text.includes('最小'))
      await page.mouse.dblclick((box?.x ?? 0) + 20, (box?.y ?? 0) + 60)
      await view.until((text) => figures(text, '20', '25', '30'))
    } finally {
      await browser.closePages()
      await demo.stop()
    }
  })
})
