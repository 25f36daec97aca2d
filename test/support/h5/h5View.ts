import type { Locator, Page } from 'playwright-core'
import type { NodeTarget } from '../weapp-host/types'
import type { AppView } from '../app/appView'

const DEFAULT_TIMEOUT_MS = 10_000

/** The H5 app in a browser, touched as a person would: by what is written on it or what a screen reader says. */
export class H5View implements AppView {
  constructor(readonly page: Page) {}

  /** What is on the screen, without what stands in fields. */
  text(): Promise<string> {
    return this.page.locator('body').innerText()
  }

  async tap(target: NodeTarget): Promise<void> {
    await this.find(target).tap({ timeout: DEFAULT_TIMEOUT_MS })
  }

  async input(target: NodeTarget, value: string): Promise<void> {
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
      await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    }
  }

  /** The last of the visible matches: pages below the one in front stay in the document. */
  private find(target: NodeTarget): Locator {
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
    return found.filter({ visible: true }).last()
  }
}
