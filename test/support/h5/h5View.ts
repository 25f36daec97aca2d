import type { CDPSession, Locator, Page } from 'playwright-core'
import type { NodeTarget, Point } from '../weapp-host/types'
import type { AppView } from '../app/appView'
import { moveFinger } from '../app/finger'

const DEFAULT_TIMEOUT_MS = 20_000

/** What is on the screen, once Taro's router has done sliding one page over another: before, it is on two of them. */
function settledText(): { text: string } | undefined {
  const pages = [...document.querySelectorAll('.taro_page')]
  const inFront = pages.filter((page) => !page.classList.contains('taro_page_shade'))
  const isSettled = inFront.length === 1 && pages.every((page) => page.classList.contains('taro_page_stationed'))
  return isSettled ? { text: document.body.innerText } : undefined
}

/** Where pages stand, for whoever waits for them in vain. */
function whereabouts(): string {
  const pages = [...document.querySelectorAll('.taro_page')].map((page) => `${page.id}: ${page.className}`)
  return [location.href, document.readyState, ...pages, document.body.innerText].join('\n')
}

/** The H5 app in a browser, touched as a person would: by what is written on it or what a screen reader says. */
export class H5View implements AppView {
  /** @param hasTouch without: a mouse */
  constructor(
    readonly page: Page,
    private readonly hasTouch = true,
  ) {}

  /** What is on the screen, without what stands in fields. */
  async text(): Promise<string> {
    for (;;) {
      const settled = await this.settled()
      try {
        return (await settled.jsonValue())?.text ?? ''
      } catch (error) {
        // the page was loaded anew between the two: what is on it now counts
        if (!String(error).includes('Execution context was destroyed')) throw error
      }
    }
  }

  private async settled() {
    try {
      return await this.page.waitForFunction(settledText)
    } catch (error) {
      const where = await this.page.evaluate(whereabouts).catch(String)
      throw new Error(`no page came to rest: ${String(error)}\n${where}`)
    }
  }

  async count(target: NodeTarget): Promise<number> {
    await this.settled()
    return this.matches(target).count()
  }

  async tap(target: NodeTarget): Promise<void> {
    await this.settled()
    const found = this.find(target)
    if (this.hasTouch) await found.tap({ timeout: DEFAULT_TIMEOUT_MS })
    else await found.click({ timeout: DEFAULT_TIMEOUT_MS })
  }

  /** A finger that stays until the app has noticed, and is lifted then. */
  async longpress(target: NodeTarget): Promise<void> {
    const finger = await this.middleOf(target)
    await this.page.evaluate(() => {
      const noticed = new Promise((resolve) => document.addEventListener('longpress', resolve, { once: true }))
      Object.assign(window, { longpressNoticed: noticed.then(() => undefined) })
    })
    const client = await this.page.context().newCDPSession(this.page)
    await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [finger] })
    await this.page.evaluate('window.longpressNoticed')
    await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await client.detach()
  }

  async swipe(target: NodeTarget, across: number): Promise<void> {
    await moveFinger(this.page, await this.middleOf(target), { x: across, y: 0 })
  }

  /** Where a finger would meet it, once it stands still. */
  async middleOf(target: NodeTarget): Promise<Point> {
    await this.settled()
    const found = this.find(target)
    await found.scrollIntoViewIfNeeded({ timeout: DEFAULT_TIMEOUT_MS })
    const element = await found.elementHandle({ timeout: DEFAULT_TIMEOUT_MS })
    await element?.waitForElementState('stable', { timeout: DEFAULT_TIMEOUT_MS })
    const box = await found.boundingBox({ timeout: DEFAULT_TIMEOUT_MS })
    if (!box) throw new Error(`${JSON.stringify(target)} is nowhere`)
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }

  devtools(): Promise<CDPSession> {
    return this.page.context().newCDPSession(this.page)
  }

  /** @param target what scrolls, or something around it */
  async scroll(target: NodeTarget, scrollTop: number): Promise<void> {
    await this.settled()
    await this.find(target).evaluate((element, top) => {
      const inner = [element, ...element.querySelectorAll('*')].find(
        (each) => each.scrollHeight > each.clientHeight + 1,
      )
      // by hand: a list that follows its end tells that from what moves it besides
      inner?.dispatchEvent(new WheelEvent('wheel', { bubbles: true }))
      if (inner) inner.scrollTop = top
    }, scrollTop)
  }

  async input(target: NodeTarget, value: string): Promise<void> {
    await this.settled()
    const found = this.find(target)
    const field = found.locator('xpath=descendant-or-self::*[self::input or self::textarea]')
    await field.first().fill(value, { timeout: DEFAULT_TIMEOUT_MS })
  }

  /** Looks after every frame: what is drawn is what counts. */
  async until(holds: (text: string) => boolean | Promise<boolean>, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<void> {
    const deadline = Date.now() + timeoutMs
    for (;;) {
      const text = await this.text()
      if (await holds(text)) return
      if (Date.now() > deadline) throw new Error(`it did not happen within ${timeoutMs} ms; the screen:\n${text}`)
      await this.page.waitForFunction(() => new Promise((resolve) => requestAnimationFrame(() => resolve(true))))
    }
  }

  /** The last of the visible matches: pages below the one in front stay in the document. */
  private find(target: NodeTarget): Locator {
    return this.matches(target).last()
  }

  private matches(target: NodeTarget): Locator {
    const { page } = this
    const query = typeof target === 'string' ? { text: target } : target
    let found = page.locator(query.className === undefined ? '*' : `.${query.className}`)
    if (query.label !== undefined) {
      const label = `[aria-label=${JSON.stringify(query.label)}]`
      found = query.className === undefined ? page.locator(label) : page.locator(`.${query.className}${label}`)
    }
    if (query.text !== undefined) {
      found =
        query.className === undefined
          ? page.getByText(query.text, { exact: true })
          : found.filter({ hasText: query.text })
    }
    if (query.includes !== undefined) found = found.filter({ hasText: query.includes })
    return found.filter({ visible: true })
  }
}
