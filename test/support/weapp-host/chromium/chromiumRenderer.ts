import fs from 'node:fs'
import path from 'node:path'
import { chromium, type Browser, type CDPSession, type ElementHandle, type Page } from 'playwright-core'
import { moveFinger } from '../../app/finger'
import type { PageConfig, WeappBundle } from '../bundle'
import type { ShellState } from '../shell'
import type { CanvasCommand, DeviceOptions, NodeTarget, Point } from '../types'
import type { Renderer, RendererEvents, SelectorRequest, ViewDriver, ViewEvent } from '../view/renderer'
import { compileView } from './compile'

const origin = 'http://weapp.invalid/'

const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** How long a touch waits for its node to be there and still. */
const touchTimeoutMs = 15_000

/** The view in headless Chromium: real templates, real layout, real events, pictures. */
export class ChromiumRenderer implements Renderer, ViewDriver {
  readonly kind = 'chromium'
  private dialog: ShellState['dialog']
  private isDisposed = false

  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
    private readonly events: RendererEvents,
  ) {}

  static async start(bundle: WeappBundle, device: DeviceOptions, events: RendererEvents): Promise<ChromiumRenderer> {
    const files: Record<string, string> = await compileView(bundle, device)
    const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
    const browser = await chromium.launch({ executablePath, headless: true, args: browserFlags })
    try {
      const page = await browser.newPage({
        viewport: { width: device.width, height: device.height },
        deviceScaleFactor: device.pixelRatio,
        hasTouch: true,
        isMobile: true,
        colorScheme: device.theme,
      })
      await serve(page, bundle, files)
      const renderer = new ChromiumRenderer(browser, page, events)
      await renderer.listen()
      await setSafeArea(page, device)
      await page.goto(origin)
      return renderer
    } catch (error) {
      await browser.close()
      throw error
    }
  }

  open(pageId: number, route: string, config: PageConfig, data: Record<string, unknown>): Promise<void> {
    return this.tell(
      this.page.evaluate(([id, ...rest]) => window.weappView.open(id, ...rest), [pageId, route, config, data] as const),
    )
  }

  setData(pageId: number, patch: Record<string, unknown>): Promise<void> {
    return this.tell(
      this.page.evaluate(([id, change]) => window.weappView.setData(id, change), [pageId, patch] as const),
    )
  }

  show(pageId: number, depth: number): void {
    void this.tell(this.page.evaluate(([id, open]) => window.weappView.show(id, open), [pageId, depth] as const))
  }

  close(pageId: number): void {
    void this.tell(this.page.evaluate((id) => window.weappView.close(id), pageId))
  }

  configure(pageId: number, config: PageConfig): void {
    void this.tell(this.page.evaluate(([id, now]) => window.weappView.configure(id, now), [pageId, config] as const))
  }

  query(pageId: number, requests: readonly SelectorRequest[]): Promise<unknown[]> {
    return this.page.evaluate(([id, questions]) => window.weappView.query(id, questions), [pageId, requests] as const)
  }

  scrollPage(pageId: number, scrollTop: number): Promise<void> {
    return this.tell(
      this.page.evaluate(([id, top]) => window.weappView.scrollPage(id, top), [pageId, scrollTop] as const),
    )
  }

  drawShell({ toast, dialog }: ShellState): void {
    this.dialog = dialog
    const picture = { toast, dialog: dialog && { ...dialog, buttons: [...dialog.buttons], press: undefined } }
    void this.tell(this.page.evaluate((shown) => window.weappView.drawShell(shown), picture))
  }

  draw(pageId: number, id: string, commands: readonly CanvasCommand[]): Promise<void> {
    return this.tell(
      this.page.evaluate(([page, canvas, calls]) => window.weappView.draw(page, canvas, calls), [
        pageId,
        id,
        commands,
      ] as const),
    )
  }

  async applyTheme(theme: 'light' | 'dark'): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme })
  }

  driver(): ViewDriver {
    return this
  }

  reset(): Promise<void> {
    return this.tell(this.page.evaluate(() => window.weappView.reset()))
  }

  async dispose(): Promise<void> {
    this.isDisposed = true
    await this.browser.close()
  }

  text(): Promise<string> {
    return this.page.evaluate(() => window.weappView.text())
  }

  count(target: NodeTarget): Promise<number> {
    return this.page.evaluate((wanted) => window.weappView.find(wanted).length, target)
  }

  async tap(target: NodeTarget): Promise<void> {
    await this.touch(target, (element) => element.tap({ timeout: touchTimeoutMs }))
  }

  async longpress(target: NodeTarget): Promise<void> {
    const element = await this.find(target)
    await element.evaluate((node) => window.weappView.longpress(node))
  }

  async swipe(target: NodeTarget, across: number): Promise<void> {
    await moveFinger(this.page, await this.middleOf(target), { x: across, y: 0 })
  }

  middleOf(target: NodeTarget): Promise<Point> {
    return this.touch(target, async (element) => {
      await element.scrollIntoViewIfNeeded({ timeout: touchTimeoutMs })
      await element.waitForElementState('stable', { timeout: touchTimeoutMs })
      const box = await element.boundingBox()
      if (!box) throw new Error(`${JSON.stringify(target)} is nowhere`)
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    })
  }

  async input(target: NodeTarget, value: string): Promise<void> {
    const field = await this.field(target)
    await field.fill(value, { timeout: touchTimeoutMs })
  }

  async confirm(target: NodeTarget): Promise<void> {
    const field = await this.field(target)
    await field.press('Enter', { timeout: touchTimeoutMs })
  }

  toggle(target: NodeTarget): Promise<void> {
    return this.tap(target)
  }

  async scroll(target: NodeTarget, scrollTop: number): Promise<void> {
    const element = await this.find(target)
    await element.evaluate((node, top) => void (node.scrollTop = top), scrollTop)
  }

  inspect<Result, Argument>(look: (argument: Argument) => Result, argument: Argument): Promise<Result> {
    // the type of Playwright's argument is one that no parameter of a type has
    return this.page.evaluate(look as (argument: unknown) => Result, argument)
  }

  devtools(): Promise<CDPSession> {
    return this.page.context().newCDPSession(this.page)
  }

  async screenshot(file: string): Promise<void> {
    fs.mkdirSync(path.dirname(file), { recursive: true })
    // what moves is drawn where it comes to rest
    await this.page.screenshot({ path: file, animations: 'disabled' })
  }

  /** A node that was drawn anew between the look and the touch is looked for again: a finger meets what is there. */
  private async touch<T>(target: NodeTarget, act: (element: ElementHandle<Element>) => Promise<T>): Promise<T> {
    const endMs = Date.now() + touchTimeoutMs
    for (;;) {
      try {
        return await act(await this.find(target))
      } catch (error) {
        const wasReplaced = error instanceof Error && error.message.includes('not attached to the DOM')
        if (!wasReplaced || Date.now() > endMs) throw error
      }
    }
  }

  private async find(target: NodeTarget): Promise<ElementHandle<Element>> {
    const handle = await this.page.evaluateHandle((wanted) => window.weappView.find(wanted)[0], target)
    const element = handle.asElement()
    if (element) return element
    throw new Error(`no node is ${JSON.stringify(target)}; the page shows:\n${await this.text()}`)
  }

  private async field(target: NodeTarget): Promise<ElementHandle<Element>> {
    const field = await (await this.find(target)).$('.native')
    if (!field) throw new Error(`${JSON.stringify(target)} is no field`)
    return field
  }

  private async listen(): Promise<void> {
    const { page, events } = this
    page.on('pageerror', (error) => events.failed(error))
    await page.exposeFunction('weappDispatched', (pageId: number, event: ViewEvent) => events.dispatched(pageId, event))
    await page.exposeFunction('weappBackPressed', () => events.backPressed())
    await page.exposeFunction('weappPressed', (button: number) => this.dialog?.press(button))
    await page.exposeFunction('weappFailed', (text: string) => events.failed(new Error(text)))
  }

  /** What the view is told while it is closed is of no interest; what it fails at is. */
  private async tell(told: Promise<unknown>): Promise<void> {
    try {
      await told
      this.events.changed()
    } catch (error) {
      if (!this.isDisposed) this.events.failed(error instanceof Error ? error : new Error(String(error)))
    }
  }
}

/** The view's own files, then the app's, and nothing from any network. */
async function serve(page: Page, bundle: WeappBundle, files: Record<string, string>): Promise<void> {
  await page.route('**/*', async (route) => {
    const url = route.request().url()
    if (!url.startsWith(origin)) return route.abort()
    const name = decodeURIComponent(new URL(url).pathname).slice(1) || 'index.html'
    const contentType = name.endsWith('.js') ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8'
    const body = files[name]
    if (body !== undefined) return route.fulfill({ body, contentType })
    const file = path.join(bundle.directory, name)
    return file.startsWith(bundle.directory) && fs.existsSync(file) ? route.fulfill({ path: file }) : route.abort()
  })
}

/** Notch and home indicator, for `env(safe-area-inset-*)`. */
async function setSafeArea(page: Page, device: DeviceOptions): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const insets = { top: device.statusBarHeight, bottom: device.safeAreaBottom, left: 0, right: 0 }
  await session.send('Emulation.setSafeAreaInsetsOverride', { insets })
}
