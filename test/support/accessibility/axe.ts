import type { Page } from 'playwright-core'
import axe, { type AxeResults, type RunOptions } from 'axe-core'

/** Rules of axe-core that are not asked, and why. */
const NOT_ASKED: Readonly<Record<string, string>> = {
  'label-content-name-mismatch':
    'it wants all that is seen of a row word for word in its name, but a row is read as one sentence; {@link misnamed} asks for what WCAG 2.5.3 is after',
}

/** What axe-core finds on what is in front, one line per element: all rules, the best practices too. */
export async function axeViolations(page: Page, options: RunOptions = {}): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in window)
  if (!isThere) await page.evaluate(axe.source)
  return page.evaluate(
    async (wanted) => {
      const { axe: inPage } = window as unknown as {
        axe: { run(root: Document, options: object): Promise<AxeResults> }
      }
      const { violations } = await inPage.run(document, wanted)
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, any, all, none }) => {
          const why = [...any, ...all, ...none].map(({ message }) => message).join('; ')
          return `${id}: ${html.slice(0, 160)}: ${why.slice(0, 240)}`
        }),
      )
    },
    {
      resultTypes: ['violations'],
      rules: Object.fromEntries(Object.keys(NOT_ASKED).map((id) => [id, { enabled: false }])),
      ...options,
    },
  )
}

/**
 * Controls whose name does not say what is written first on them: who speaks to the phone would not find them
 * (WCAG 2.5.3). Runs in the page. One line per control.
 */
export function misnamed(): string[] {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
  const firstWords = (element: Element): string => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      const isSaid = parent && !parent.closest('[aria-hidden="true"]') && parent.checkVisibility()
      if (isSaid && plain(node.textContent ?? '') !== '') return node.textContent ?? ''
    }
    return ''
  }
  return [...document.querySelectorAll('[role][aria-label][tabindex="0"]:not([role=group])')]
    .filter((element) => element.checkVisibility())
    .map((element) => ({ name: element.getAttribute('aria-label') ?? '', words: firstWords(element) }))
    .filter(({ name, words }) => !plain(name).includes(plain(words)))
    .map(({ name, words }) => `says ${JSON.stringify(words)}, is called ${JSON.stringify(name)}`)
}
