import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { chromiumPath } from '../requirements'
import { H5View } from './h5View'

/** A name that nobody has: it is not for the machine's resolver, and how long that takes, to say so. */
const NOWHERE = 'MAP *.invalid ~NOTFOUND'

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface PhoneOptions {
  locale?: string
  colorScheme?: 'light' | 'dark'
  /** as `Asia/Shanghai`; the computer's when not given */
  timezone?: string
  /** an HTTP proxy on loopback, for addresses that are not */
  proxy?: string
  /** keeps the app in the browser by its service worker; else there is none, and each test has its page from the server */
  isOffline?: boolean
  /** a window of a computer, with a mouse */
  window?: { width: number; height: number }
  /** called before the page is loaded: what listens from here on misses nothing */
  prepare?: (page: Page) => unknown
}

/** Chromium of the system, as a phone of 375 × 812 points with touch. */
export class PhoneBrowser {
  /** what went wrong in any page: uncaught errors, and errors in the console */
  readonly errors: string[] = []
  private readonly contexts: BrowserContext[] = []

  private constructor(private readonly browser: Browser) {}

  /** @param hosts `name:port` → `127.0.0.1:port`: addresses that the pages reach elsewhere */
  static async launch(hosts: Record<string, string> = {}): Promise<PhoneBrowser> {
    const rules = [NOWHERE, ...Object.entries(hosts).map(([from, to]) => `MAP ${from} ${to}`)]
    const args = [...QUIET, `--host-resolver-rules=${rules.join(',')}`]
    return new PhoneBrowser(await chromium.launch({ executablePath: chromiumPath(), args }))
  }

  /** A new person: nothing stored. */
  async open(url: string, options: PhoneOptions = {}): Promise<{ page: Page; view: H5View }> {
    const { locale = 'zh-CN', colorScheme = 'light', timezone, proxy, prepare, window } = options
    const context = await this.browser.newContext({
      viewport: window ?? { width: 375, height: 812 },
      deviceScaleFactor: 2,
      hasTouch: window === undefined,
      isMobile: window === undefined,
      serviceWorkers: options.isOffline === true ? 'allow' : 'block',
      locale,
      colorScheme,
      ...(timezone !== undefined && { timezoneId: timezone }),
      // Chromium never asks a proxy for loopback addresses unless told so
      ...(proxy !== undefined && { proxy: { server: proxy, bypass: '<-loopback>' } }),
    })
    this.contexts.push(context)
    // nobody is there to be asked
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const page = await context.newPage()
    page.on('pageerror', (error) => this.errors.push(error.stack ?? error.message))
    await prepare?.(page)
    await page.goto(url)
    return { page, view: new H5View(page, window === undefined) }
  }

  async closePages(): Promise<void> {
    for (const context of this.contexts.splice(0)) await context.close()
  }

  async close(): Promise<void> {
    await this.browser.close()
  }
}
