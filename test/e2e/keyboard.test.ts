import type { Page } from 'playwright-core'
import { startCast } from '../support/app/screens/cast'
import { openH5World } from '../support/app/screens/h5World'
import { pages } from '../support/app/screens/lists/common'
import { nowMs } from '../support/app/screens/when'
import { H5View } from '../support/h5/h5View'
import { describeWith } from '../support/requirements'

interface Told {
  field: string
  isOpen: boolean
  at?: string
}

/** Waits until a screen reader is told so of the field that has the focus, and of the suggestion it points at. */
async function isTold(page: Page, expected: Told): Promise<void> {
  const told = () => {
    const field = document.activeElement
    const list = document.getElementById(field?.getAttribute('aria-controls') ?? '')
    const at = document.getElementById(field?.getAttribute('aria-activedescendant') ?? '')
    const isSelected = at?.getAttribute('aria-selected') === 'true'
    return {
      field: field?.getAttribute('aria-label'),
      isOpen: list?.getAttribute('role') === 'grid' && field?.getAttribute('aria-expanded') !== 'false',
      ...(at && isSelected && { at: at.getAttribute('aria-label') }),
    }
  }
  const isSo = `JSON.stringify((${told.toString()})()) === ${JSON.stringify(JSON.stringify(expected))}`
  await page.waitForFunction(isSo, undefined, { timeout: 10_000 }).catch(() => undefined)
  expect(await page.evaluate(told)).toEqual(expected)
}

/** From here on what a screen reader says by itself: words that change in a region that was there before them. Runs in the page. */
function listen(): void {
  const regions = '[role=status], [role=alert], [aria-live]'
  const known = new WeakSet(document.querySelectorAll(regions))
  const heard: string[] = []
  Object.assign(window, { heard })
  const hear = (records: MutationRecord[]) => {
    const changed = new Set<Element>()
    for (const { target } of records) {
      const region = (target instanceof Element ? target : target.parentElement)?.closest(regions)
      if (region && known.has(region)) changed.add(region)
    }
    heard.push(...[...changed].map(({ textContent }) => textContent ?? ''))
    for (const region of document.querySelectorAll(regions)) known.add(region)
  }
  new MutationObserver(hear).observe(document, { subtree: true, childList: true, characterData: true })
}

async function isHeard(page: Page, words: string): Promise<void> {
  const isSaid = `window.heard.some((said) => said.includes(${JSON.stringify(words)}))`
  await page.waitForFunction(isSaid, undefined, { timeout: 20_000 }).catch(async () => {
    expect(await page.evaluate('window.heard')).toContain(words)
  })
}

async function lived() {
  const parts = { language: 'zh-CN', stage: 'lived', cast: await startCast(), startsAtMs: nowMs } as const
  const world = await openH5World(parts)
  if (!(world.view instanceof H5View)) throw new Error('no browser')
  return { world, page: world.view.page }
}

describeWith({ mosquitto: true, chromium: true }, 'without eyes and by the keyboard on H5', () => {
  it('what is suggested while publishing is chosen by arrow keys and Enter, put away by Escape, and forgotten', async () => {
    const { world, page } = await lived()
    try {
      const { t, journeys } = world
      const topic = page.getByRole('combobox', { name: t('publish.topic') })
      const payload = page.getByRole('textbox', { name: t('publish.payload') })
      const rows = page.locator('.msg-suggestion')
      await world.visit(pages.messages())
      await journeys.isOnline()
      await journeys.publish('greenhouse/1/cmd/fan', '{"fan":1}')
      await journeys.publish('greenhouse/1/cmd/light', '{"on":true}')

      await topic.fill('')
      await page.waitForFunction(() => document.querySelectorAll('.msg-suggestion').length > 1)
      const field = t('publish.topic')
      await isTold(page, { field, isOpen: true })
      await page.keyboard.press('ArrowDown')
      await isTold(page, { field, isOpen: true, at: 'greenhouse/1/cmd/light' })
      await page.keyboard.press('ArrowDown')
      await isTold(page, { field, isOpen: true, at: 'greenhouse/1/cmd/fan' })
      await page.keyboard.press('Enter')
      await rows.first().waitFor({ state: 'detached' })
      expect(await topic.inputValue()).toBe('greenhouse/1/cmd/fan')
      await isTold(page, { field, isOpen: false })

      await page.keyboard.press('End')
      await page.keyboard.press('Backspace')
      await isTold(page, { field, isOpen: true })
      await page.keyboard.press('Escape')
      await rows.first().waitFor({ state: 'detached' })
      await isTold(page, { field, isOpen: false })
      await page.keyboard.type('n')

      await payload.focus()
      await page.getByRole('gridcell', { name: '{"fan":1}', exact: true }).waitFor()
      await isTold(page, { field: t('publish.payload'), isOpen: true })
      await page.keyboard.press('ArrowUp')
      await isTold(page, { field: t('publish.payload'), isOpen: true, at: '{"fan":1}' })
      await page.keyboard.press('Enter')
      await isTold(page, { field: t('publish.payload'), isOpen: false })
      expect(await payload.inputValue()).toBe('{"fan":1}')

      await topic.fill('light')
      await page.waitForFunction(() => document.querySelectorAll('.msg-suggestion').length === 1)
      await isTold(page, { field, isOpen: true })
      await page.keyboard.press('ArrowUp')
      await isTold(page, { field, isOpen: true, at: 'greenhouse/1/cmd/light' })
      await page.keyboard.press('ArrowRight')
      const forget = t('publish.forget', { text: 'greenhouse/1/cmd/light' })
      await isTold(page, { field, isOpen: true, at: forget })
      await page.keyboard.press('Enter')
      // it still is a topic of the list
      await isTold(page, { field, isOpen: true })
      expect(await page.getByRole('gridcell', { name: forget }).count()).toBe(0)
      expect(world.errors).toEqual([])
    } finally {
      await world.dispose()
    }
  })
  it('what happens to the connection, what is noted and what is wrong is said by itself', async () => {
    const { world, page } = await lived()
    try {
      const { t, view, journeys, cast } = world
      await world.visit(pages.messages())
      await journeys.isOnline()
      await page.evaluate(listen)
      cast.network.refuse(true)
      cast.network.reset()
      await isHeard(page, t('state.retryingNow'))
      cast.network.heal()
      await isHeard(page, t('state.online'))

      await view.tap({ text: t('publish.json'), className: 'msg-option' })
      await view.input({ label: t('publish.payload') }, '{"fan":')
      await isHeard(page, t('publish.invalidJson', { position: 8 }))

      await world.visit(pages.search())
      await journeys.sees(t('search.hints'))
      await view.input({ label: t('search.field') }, 'qos:7')
      await isHeard(page, 'qos:1')
      await world.visit(pages.takeOver())
      await journeys.sees(t('profileImport.about'))
      await view.input({ label: t('profileImport.field') }, 'homing:1?eyJuIjoi')
      await view.tap({ text: t('profileImport.read') })
      await isHeard(page, t('profileImport.problem.broken'))
      // last: what is typed there is not left without being asked
      await world.visit(pages.editor())
      await journeys.sees(t('editor.save'))
      await view.input({ label: t('editor.address') }, 'ws://reader:outdated@192.168.1.60:1883')
      await isHeard(page, t('editor.address.credentials'))
      await isHeard(page, t('address.tcpPort.why'))
      expect(world.errors).toEqual([])
    } finally {
      await world.dispose()
    }
  })
})
