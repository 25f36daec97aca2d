import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { knownTextPairs } from '../../../scripts/checks/contrast'
import type { Language } from '../../../src/i18n/t'
import { axeViolations, misnamed } from './axe'
import { SHORTENED_BY_DESIGN, unreadableText } from './overflow'
import { colourPairs } from './pairs'
import { namelessStops, wrongOrder } from './reader'
import { poorTargets, SMALL_BY_DESIGN } from './targets'

const TOKENS = readFileSync(path.resolve(__dirname, '../../../src/ui/tokens.css'), 'utf8')
const pairs = { light: knownTextPairs(TOKENS, 'light'), dark: knownTextPairs(TOKENS, 'dark') }

const PHONE = { width: 375, height: 812 }

/**
 * Where text must be whole. 1.4 is the largest text of WeChat; 200 % of a phone of 375 points leaves 188, which is
 * narrower than the 320 that WCAG 1.4.10 asks for.
 */
const ROOMS = [
  { name: 'as it is', scale: 1, ...PHONE },
  { name: 'text at 1.4', scale: 1.4, ...PHONE },
  { name: '320 points wide, text at 1.4', scale: 1.4, width: 320, height: 568 },
  { name: 'zoomed to 200 %', scale: 1, width: 188, height: 406 },
] as const

/** Two frames, and no way from one place to the other: what a change leads to is drawn. */
const drawn = (page: Page) =>
  page.evaluate(async () => {
    const frames = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    await frames()
    for (const each of document.getAnimations()) if (each.effect?.getTiming().iterations !== Infinity) each.finish()
    await frames()
  })

/** The browser's own text size and the window; the app is told of it as of any change of the window. */
async function makeRoom(page: Page, { scale, width, height }: { scale: number; width: number; height: number }) {
  await page.evaluate((size) => {
    document.documentElement.style.fontSize = size === 1 ? '' : `${16 * size}px`
  }, scale)
  await page.setViewportSize({ width, height })
  await page.evaluate(() => window.dispatchEvent(new Event('resize')))
  await drawn(page)
}

/** The system speaks another language from now on. */
async function speak(page: Page, language: Language): Promise<void> {
  if ((await page.evaluate(() => document.documentElement.lang)) === language) return
  await page.evaluate((tag) => {
    Object.defineProperty(navigator, 'language', { configurable: true, get: () => tag })
    window.dispatchEvent(new Event('languagechange'))
  }, language)
  await page.waitForFunction((tag) => document.documentElement.lang === tag, language)
  await drawn(page)
}

/** What a page says of itself: its language, its title, one heading of the first level. Runs in the page. */
function misannounced(language: string): string[] {
  const heads = [...document.querySelectorAll('[role=heading][aria-level="1"]')].filter(
    (head) => head.checkVisibility() && !head.closest('.taro_page_shade'),
  )
  const found: string[] = []
  if (document.documentElement.lang !== language) found.push(`speaks ${document.documentElement.lang}`)
  const [head] = heads
  if (heads.length !== 1 || !head) found.push(`${heads.length} headings of level 1`)
  else if (!document.title.startsWith(head.textContent ?? '')) found.push(`the title is ${document.title}`)
  const sheet = document.querySelector('.taro_page:not(.taro_page_shade) .sheet-layer')
  if (sheet && !sheet.contains(document.activeElement)) found.push('the open sheet has no focus')
  return found
}

/** The other language changes no more than the words: they are asked for in all rooms, the rest once. */
const languages = ['zh-CN', 'en'] as const

/** Everything about the screen in front that a person with other eyes or hands would stumble over, one line each. */
export async function inspect(page: Page): Promise<string[]> {
  const found: string[] = []
  const note = (where: string, lines: string[]) => found.push(...lines.map((line) => `${where}: ${line}`))
  await page.emulateMedia({ colorScheme: 'dark' })
  note('dark', await axeViolations(page, { runOnly: ['color-contrast'] }))
  note('dark', unknownPairs(await page.evaluate(colourPairs), 'dark'))
  await page.emulateMedia({ colorScheme: 'light' })
  note('light', unknownPairs(await page.evaluate(colourPairs), 'light'))
  note('axe', await axeViolations(page))
  note('target', await page.evaluate(poorTargets, Object.keys(SMALL_BY_DESIGN)))
  note('order', await page.evaluate(wrongOrder))
  note('reader', await namelessStops(page))
  let inOrder: readonly Language[] = languages
  for (const room of ROOMS) {
    if (room !== ROOMS[0]) await makeRoom(page, room)
    for (const language of inOrder) {
      await speak(page, language)
      note(`text, ${room.name}`, await page.evaluate(unreadableText, Object.keys(SHORTENED_BY_DESIGN)))
      if (room !== ROOMS[0]) continue
      note('page', await page.evaluate(misannounced, language))
      note('name', await page.evaluate(misnamed))
    }
    // the next room begins with the language that is spoken
    inOrder = [...inOrder].reverse()
  }
  await makeRoom(page, ROOMS[0])
  return found
}

/** Of the pairs on a screen those that `scripts/checks/contrast.ts` does not reckon with. */
const unknownPairs = (seen: string[], theme: 'light' | 'dark') =>
  seen
    .filter((line) => !pairs[theme].has(line.split(':')[0] ?? ''))
    .map((line) => `a pair the contrast check does not know: ${line}`)
