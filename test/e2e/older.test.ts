import type { Page } from 'playwright-core'
import { startFloodBroker, type FloodBroker } from '../support/floodBroker'
import { serveFile } from '../../scripts/start/staticFiles'
import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { phoneWith } from '../support/app/storedProfile'
import { PhoneBrowser } from '../support/h5/browser'
import { describeWith } from '../support/requirements'

describeWith({ chromium: true }, 'messages that have left the list', () => {
  let broker: FloodBroker
  let browser: PhoneBrowser

  beforeAll(async () => {
    broker = await startFloodBroker((request, response) => void serveFile(built('h5'), request, response))
    browser = await PhoneBrowser.launch()
  })
  afterAll(async () => {
    await browser?.close()
    await broker?.stop()
  })

  /** Scrolls until it holds, as a person does: again and again. */
  async function scrollUntil(page: Page, by: number, holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 60_000
    await page.mouse.move(180, 400)
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error(`it did not come; the screen:\n${await page.innerText('body')}`)
      await page.mouse.wheel(0, by)
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    }
  }

  it('come back out of the log when the list is pulled to its top, and go when it is left', async () => {
    const all = { filter: 'flood/#', qos: 0, alias: '', color: 0, isEnabled: true } as const
    const [[key, record] = ['', '']] = phoneWith({
      ...{ id: 'older', url: `ws://${broker.host}/mqtt`, protocolVersion: 4, keepAliveSeconds: 0 },
      subscriptions: [all, { ...all, filter: 'flood/sensor-3', alias: 'three' }],
    })
    const { page, view } = await browser.open(`http://${broker.host}/`)
    await page.evaluate(([name, text]) => localStorage.setItem(name, text), [`homing:${key}`, String(record)] as const)
    await page.goto(`http://${broker.host}/#/pages/messages/index?profile=older`)
    await page.reload()
    const journeys = new Journeys(view, 'zh-CN')
    await journeys.isOnline()
    // a list holds 1,000, of which a filter leaves 50; more than 200 a second would be shown as a sample
    const sent = await broker.flood(120, 9.5)
    await journeys.sees(sent.toLocaleString('en-US'))
    await view.tap('three')
    const has = (number: number) => async () => {
      const texts = await page.locator('.msg-payload').allInnerTexts()
      return texts.some((text) => new RegExp(`^seq\\s*${number}\\s*t`).test(text))
    }
    await scrollUntil(page, -4_000, has(3))
    await view.until(async (text) => {
      // nothing is left to scroll: the line at the top is there to be tapped
      if (text.includes(journeys.t('older.idle'))) await view.tap(journeys.t('older.idle'))
      return text.includes(journeys.t('older.end'))
    })
    await scrollUntil(page, 6_000, has(sent - 17))
    expect(browser.errors).toEqual([])
  }, 120_000)

  it('stand where they stood when a person comes back from one of them', async () => {
    const all = { filter: 'flood/#', qos: 0, alias: '', color: 0, isEnabled: true } as const
    const connection = { url: `ws://${broker.host}/mqtt`, protocolVersion: 4, keepAliveSeconds: 0 } as const
    const [[key, record] = ['', '']] = phoneWith({ ...connection, id: 'left', subscriptions: [all] })
    const { page, view } = await browser.open(`http://${broker.host}/`)
    await page.evaluate(([name, text]) => localStorage.setItem(name, text), [`homing:${key}`, String(record)] as const)
    await page.goto(`http://${broker.host}/#/pages/messages/index?profile=left`)
    await page.reload()
    const journeys = new Journeys(view, 'zh-CN')
    await journeys.isOnline()
    const sent = await broker.flood(50, 2)
    await journeys.sees(sent.toLocaleString('en-US'))
    await scrollUntil(page, -400, async () => (await page.evaluate(highestRow))?.isAtEnd === false)
    // what comes is counted: the list is held
    await broker.flood(10, 0.5)
    await journeys.sees('条新消息')
    const place = await page.evaluate(highestRow)
    await page.mouse.click(180, 400)
    await journeys.sees(journeys.t('messages.publishAgain'))
    await page.goBack()
    await journeys.sees(journeys.t('publish.to'))
    expect(await page.evaluate(highestRow)).toEqual(place)
  }, 120_000)
})

/** Which message stands highest in the list that is seen, and by how many points of it are above. */
function highestRow() {
  const lists = [...document.querySelectorAll<HTMLElement>('.msg-scroll')]
  const list = lists.find((each) => each.offsetParent !== null)
  if (!list) return undefined
  const top = list.getBoundingClientRect().top
  const row = [...list.querySelectorAll('[id^="row-"]')].find((each) => each.getBoundingClientRect().bottom > top + 1)
  const isAtEnd = list.scrollTop > 0 && list.scrollTop + list.clientHeight > list.scrollHeight - 2
  return { id: row?.id, above: row && Math.round(top - row.getBoundingClientRect().top), isAtEnd }
}
