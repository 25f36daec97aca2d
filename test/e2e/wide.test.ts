import type { Page } from 'playwright-core'
import { startDemo, type Demo } from '../../scripts/start/startDemo'
import { zhCN } from '../../src/i18n/frame/zh-CN'
import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'
import { PhoneBrowser } from '../support/h5/browser'
import { describeWith } from '../support/requirements'

const desk = { width: 1280, height: 800 }
const narrow = { width: 375, height: 812 }

let browser: PhoneBrowser
let broker: Broker
let demo: Demo
beforeAll(async () => {
  broker = await startBroker()
  const options = { port: 0, host: '127.0.0.1', distDir: built('h5'), print: () => undefined }
  demo = await startDemo({ ...options, broker: broker.wsUrl, devices: true, seed: 1, pace: { environmentMs: 300 } })
  browser = await PhoneBrowser.launch()
})
afterEach(async () => {
  await browser.closePages()
  expect(browser.errors.splice(0)).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
  await broker?.stop()
})

/** The name of the connection that is marked in the list beside. */
const chosen = (page: Page) => page.locator('.frame-side .is-chosen .conn-name')
const row = (page: Page, name: string) => page.locator('.frame-side .conn-tap', { hasText: name })
const title = (page: Page, name: string) => page.locator('.taro_page:visible .nav-title', { hasText: name })

/** Escape puts the suggestions of a field away, where it has some, and then leaves it; on the page it would go back. */
async function leaveField(page: Page): Promise<void> {
  const isInField = () => /^(INPUT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '')
  await page.waitForFunction(isInField)
  for (let i = 0; i < 5 && (await page.evaluate(isInField)); i += 1) await page.keyboard.press('Escape')
}

async function withTwoConnections(): Promise<{ page: Page; journeys: Journeys }> {
  const { page, view } = await browser.open(demo.url, { window: desk })
  const journeys = new Journeys(view, 'zh-CN')
  await row(page, '温室演示').waitFor()
  await page.waitForFunction(() => document.querySelectorAll('.taro_page_stationed').length > 0)
  await journeys.addConnection({ name: 'Ada', address: broker.wsUrl })
  await title(page, 'Ada').waitFor()
  return { page, journeys }
}

describeWith({ chromium: true, mosquitto: true }, 'a wide window', () => {
  it('has the connections beside the messages, and keeps the place through back, reload and another width', async () => {
    const { page, journeys } = await withTwoConnections()
    const { t } = journeys
    expect(await chosen(page).innerText()).toBe('Ada')
    await row(page, '温室演示').click()
    await title(page, '温室演示').waitFor()
    await page.waitForFunction(() => document.querySelector('.is-chosen .conn-name')?.textContent === '温室演示')
    await journeys.sees('temp')
    // the list is not drawn a second time, and the conversation that was left is gone
    expect(await page.locator('.conn-tap', { hasText: 'Ada' }).count()).toBe(1)
    expect(await page.locator('.taro_page .nav-title', { hasText: 'Ada' }).count()).toBe(0)
    const [list, conversation] = [page.locator('.frame-side'), page.locator('.taro_page:visible')]
    const [left, right] = [await list.boundingBox(), await conversation.boundingBox()]
    expect(left?.x).toBe(0)
    expect(right?.x).toBe(left?.width)
    expect((left?.width ?? 0) + (right?.width ?? 0)).toBe(desk.width)

    await page.setViewportSize(narrow)
    await list.waitFor({ state: 'detached' })
    expect(await title(page, '温室演示').isVisible()).toBe(true)
    await journeys.back()
    await journeys.sees('Ada')
    await page.setViewportSize(desk)
    await journeys.sees(t('connections.choose'))

    await row(page, 'Ada').click()
    await title(page, 'Ada').waitFor()
    await page.reload()
    await title(page, 'Ada').waitFor()
    await chosen(page).waitFor()
    expect(await chosen(page).innerText()).toBe('Ada')
    await page.goBack()
    await journeys.sees(t('connections.choose'))
  })

  it('asks before what is not stored is left for another connection', async () => {
    const { page, journeys } = await withTwoConnections()
    const { t, view } = journeys
    await row(page, 'Ada').click({ button: 'right' })
    await view.tap({ text: t('common.edit'), className: 'li-title' })
    await journeys.sees(t('editor.edit'))
    await view.input({ label: t('editor.name') }, 'Ada Lovelace')
    await row(page, '温室演示').click()
    await journeys.sees(t('editor.leave.title'))
    await view.tap(t('editor.leave.stay'))
    await view.until((text) => !text.includes(t('editor.leave.title')) && text.includes(t('editor.edit')))
    await row(page, '温室演示').click()
    await view.tap(t('editor.leave.confirm'))
    await title(page, '温室演示').waitFor()
  })

  it('asks, too, before the browser goes back from what is not stored, and nowhere else', async () => {
    const { page, journeys } = await withTwoConnections()
    const { t, view } = journeys
    await page.setViewportSize(narrow)
    await journeys.back()
    await journeys.sees('Ada')
    await view.longpress('Ada')
    await view.tap({ text: t('common.edit'), className: 'li-title' })
    await journeys.sees(t('editor.edit'))
    await view.input({ label: t('editor.name') }, 'Ada Lovelace')
    await view.tap(t('editor.test'))
    await journeys.sees(t('doctor.title'))
    await page.goBack()
    await view.until((text) => text.includes(t('editor.edit')) && !text.includes(t('editor.leave.title')))
    await page.goBack()
    await journeys.sees(t('editor.leave.title'))
    await view.tap(t('editor.leave.stay'))
    await view.until((text) => !text.includes(t('editor.leave.title')))
    expect(await page.getByLabel(t('editor.name')).locator('visible=true').inputValue()).toBe('Ada Lovelace')
    const address = page.url()
    await page.evaluate(() => (location.hash = '#/pages/settings/index'))
    await journeys.sees(t('editor.leave.title'))
    await view.tap(t('editor.leave.stay'))
    await view.until((text) => !text.includes(t('editor.leave.title')) && text.includes(t('editor.edit')))
    expect(page.url()).toBe(address)
    await page.goBack()
    await view.tap(t('editor.leave.confirm'))
    await view.until((text) => text.includes('Ada') && !text.includes('Lovelace') && !text.includes(t('editor.edit')))

    const [base = ''] = address.split('#')
    await page.goto('about:blank')
    await page.goto(`${base}#/pages/editor/index`)
    await view.input({ label: t('editor.name') }, 'Grace')
    await page.goBack()
    await journeys.sees(t('editor.leave.title'))
    await view.tap(t('editor.leave.confirm'))
    await view.until((text) => text.includes('Ada') && !text.includes(t('editor.leave.title')))

    await page.evaluate(() => (location.hash = '#/pages/editor/index'))
    await view.input({ label: t('editor.name') }, 'Hedy')
    await page.goBack()
    await journeys.sees(t('editor.leave.title'))
    await view.tap(t('editor.leave.confirm'))
    await view.until((text) => text.includes('Ada') && !text.includes(t('editor.leave.title')))
  })
})

describeWith({ chromium: true, mosquitto: true }, 'the keyboard', () => {
  it('does what a tap does, and nothing while somebody writes', async () => {
    const { page, journeys } = await withTwoConnections()
    const { t } = journeys
    // it listens once the first screen is there
    await page.keyboard.press('?')
    await journeys.view.until(async (text) => {
      if (!text.includes(zhCN['keys.title'])) await page.keyboard.press('?')
      return text.includes(zhCN['keys.title'])
    })
    await page.keyboard.press('Escape')
    await journeys.view.until((text) => !text.includes(zhCN['keys.title']))
    expect(await title(page, 'Ada').isVisible()).toBe(true)

    await journeys.isOnline()
    await page.keyboard.press('[')
    await title(page, '温室演示').waitFor()
    await page.keyboard.press(']')
    await title(page, 'Ada').waitFor()
    await journeys.view.input({ label: t('publish.topic') }, 'keys/a')
    await leaveField(page)
    await page.keyboard.press('c')
    await page.keyboard.type('"j / ? ["')
    const typed = page.locator('.msg-input textarea:visible')
    expect(await typed.inputValue()).toBe('"j / ? ["')
    await page.keyboard.press('Control+Enter')
    await journeys.sees('已确认')
    // the cursor goes along to the next message
    await page.waitForFunction(() => {
      const { activeElement } = document
      return activeElement instanceof HTMLTextAreaElement && activeElement.value === ''
    })
    await leaveField(page)
    await page.keyboard.press('/')
    await journeys.sees(t('search.title'))
    // once out of the field, once out of the page
    await page.locator('.search-field input:focus').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await title(page, 'Ada').waitFor()

    await page.keyboard.press('2')
    await journeys.sees(t('saved.none.title'))
    await page.keyboard.press('1')
    await journeys.sees(t('connections.choose'))
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    await title(page, '温室演示').waitFor()
  })
})

const pages = [
  'pages/connections/index',
  'pages/saved/index',
  'pages/settings/index',
  'pages/editor/index',
  'pages/messages/index?profile=demo',
  'subpackages/topics/tree/index?profile=demo',
  'subpackages/search/messages/index?profile=demo',
  'subpackages/log/events/index?profile=demo',
  'subpackages/doctor/doctor/index?profile=demo',
  'subpackages/saved/edit/index',
  'subpackages/share/share/index?profile=demo',
  'subpackages/share/import/index',
  'subpackages/share/backup/index',
  'subpackages/transfer/export/index?profile=demo',
  'subpackages/transfer/log/index',
]

declare global {
  interface Window {
    shiftsSoFar: () => { value: number; what: string[] }
  }
}

/** Collects what moves by itself. Opening a page anew, nobody touches it. */
function watchShifts(): void {
  interface Shift extends PerformanceEntry {
    value: number
    hadRecentInput: boolean
    sources: { node?: Node }[]
  }
  const shifts = { value: 0, what: [] as string[] }
  const add = (entries: PerformanceEntryList) => {
    for (const entry of entries as Shift[]) {
      if (entry.hadRecentInput) continue
      // what comes to a conversation moves what is above it: that is no layout
      const isConversation = ({ node }: { node?: Node }) =>
        node instanceof Element ? node.closest('.page-fixed') !== null && !node.matches('.page-fixed') : true
      if (location.hash.startsWith('#/pages/messages/') && entry.sources.every(isConversation)) continue
      shifts.value += entry.value
      const names = entry.sources.map(({ node }) => (node instanceof Element ? node.className : node?.nodeName))
      shifts.what.push(`${entry.value.toFixed(4)} ${names.join(' | ')}`)
    }
  }
  const observer = new PerformanceObserver((list) => add(list.getEntries()))
  observer.observe({ type: 'layout-shift', buffered: true })
  window.shiftsSoFar = () => {
    add(observer.takeRecords())
    return shifts
  }
}

/** What stands out of the window at the right, but in what scrolls that way. */
function standingOut(): string[] {
  const scrolls = (element: Element): boolean => {
    for (let up: Element | null = element.parentElement; up; up = up.parentElement) {
      if (/(auto|scroll)/.test(getComputedStyle(up).overflowX) && up.scrollWidth > up.clientWidth) {
        if (!up.classList.contains('taro_page')) return true
      }
    }
    return false
  }
  const seen = [...document.querySelectorAll('.taro_page *')].filter((element) => element.getClientRects().length > 0)
  return seen
    .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5 && !scrolls(element))
    .map((element) => `${element.className} ${element.textContent?.slice(0, 40)}`)
}

async function opened(url: string, page: Page): Promise<void> {
  await page.goto('about:blank')
  await page.goto(`${demo.url}#/${url}`)
  const path = url.split('?')[0] ?? ''
  await page.waitForSelector(`.taro_page_stationed[id^="/${path}"] .page`)
  // what comes after the page itself: stored connections, and on the message page a state and the first message
  const late = url.startsWith('pages/messages/')
    ? '.taro_page_stationed .state-online'
    : '.nav-title, .conn-tap, .nav-root'
  await page.waitForSelector(late)
  if (url.startsWith('pages/messages/')) await page.waitForSelector('.taro_page_stationed .msg-card')
  await page.evaluate(
    () =>
      new Promise((resolve) => requestIdleCallback(() => requestAnimationFrame(() => requestAnimationFrame(resolve)))),
  )
}

describeWith({ chromium: true, mosquitto: true }, 'every page', () => {
  it.each([
    { what: 'a phone', size: undefined },
    { what: 'a wide window', size: desk },
  ])('moves nothing by itself when it is opened on $what', async ({ size }) => {
    const { page } = await browser.open(demo.url, {
      window: size,
      prepare: (opening) => void opening.addInitScript(watchShifts),
    })
    await page.waitForSelector('.conn-tap')
    const moved: Record<string, string[]> = {}
    for (const url of pages) {
      await opened(url, page)
      const { value, what } = await page.evaluate(() => window.shiftsSoFar())
      if (value > 0.02) moved[`${url} ${value.toFixed(3)}`] = what
    }
    expect(moved).toEqual({})
  })

  it.each(['zh-CN', 'en-GB'])('fits into 320 px, in %s', async (locale) => {
    const { page } = await browser.open(demo.url, { locale })
    await page.waitForSelector('.conn-tap')
    await page.setViewportSize({ width: 320, height: 640 })
    const out: Record<string, string[]> = {}
    for (const url of pages) {
      await opened(url, page)
      const found = await page.evaluate(standingOut)
      if (found.length > 0) out[url] = found
    }
    expect(out).toEqual({})
  })
})
