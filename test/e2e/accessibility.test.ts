import type { Page } from 'playwright-core'
import { inspectScreens, ofStage } from '../support/accessibility/inspectScreens'
import { openWorld } from '../support/app/screens'
import { H5View } from '../support/h5/h5View'
import { describeWith } from '../support/requirements'

const PATIENCE_MS = 600_000

describeWith({ chromium: true }, 'every H5 screen can be read, reached and heard, in both themes and languages', () => {
  it.each(['new', 'broken'] as const)(
    'on a phone that is %s',
    async (stage) => {
      expect(
        await inspectScreens(() => openWorld({ platform: 'h5', language: 'zh-CN', stage }), ofStage(stage)),
      ).toEqual([])
    },
    PATIENCE_MS,
  )
})

/** Where the keyboard is. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement } = document
    const { outlineStyle, outlineWidth, outlineOffset, outlineColor } = getComputedStyle(activeElement ?? document.body)
    const probe = document.createElement('i')
    probe.style.color = 'var(--accent)'
    document.querySelector('.page')?.append(probe)
    const accent = getComputedStyle(probe).color
    probe.remove()
    return {
      label: activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '',
      isInSheet: Boolean(activeElement?.closest('.sheet-layer')),
      ring: `${outlineStyle} ${outlineWidth} ${outlineOffset}${outlineColor === accent ? ' accent' : ''}`,
    }
  })

describeWith({ chromium: true }, 'by the keyboard and without motion on H5', () => {
  it('a sheet takes focus, keeps Tab, closes by Escape and gives focus back; the ring is seen', async () => {
    const world = await openWorld({ platform: 'h5', language: 'en', stage: 'new' })
    try {
      if (!(world.view instanceof H5View)) throw new Error('no browser')
      const { page } = world.view
      const { t } = world
      await world.visit('pages/connections/index')
      const add = page.getByRole('button', { name: t('connections.add'), exact: true }).first()
      await add.waitFor()
      while ((await focused(page)).label !== t('connections.add')) await page.keyboard.press('Tab')
      expect((await focused(page)).ring).toBe('solid 2px 2px accent')
      await page.keyboard.press('Enter')
      await world.journeys.sees(t('add.new.note'))
      await world.settle()
      const stops: string[] = []
      for (let presses = 0; presses < 20; presses += 1) {
        await page.keyboard.press(presses < 12 ? 'Tab' : 'Shift+Tab')
        const stop = await focused(page)
        expect(stop).toMatchObject({ isInSheet: true })
        stops.push(stop.label)
      }
      expect(new Set(stops).size).toBeGreaterThan(3)
      await page.keyboard.press('Escape')
      await page.locator('.sheet').waitFor({ state: 'detached' })
      expect((await focused(page)).label).toBe(t('connections.add'))
    } finally {
      await world.dispose()
    }
  })

  it('nothing moves for who wants no motion', async () => {
    const world = await openWorld({ platform: 'h5', language: 'zh-CN', stage: 'new' })
    try {
      if (!(world.view instanceof H5View)) throw new Error('no browser')
      const { page } = world.view
      const { t } = world
      await page.emulateMedia({ reducedMotion: 'reduce' })
      await page.evaluate(() => {
        const moved: string[] = []
        Object.assign(window, { moved })
        for (const type of ['transitionrun', 'animationstart'] as const) {
          document.addEventListener(
            type,
            ({ target }) => {
              for (const each of target instanceof Element ? target.getAnimations() : []) {
                const lasts = Number(each.effect?.getComputedTiming().activeDuration ?? 0)
                if (lasts > 0 && target instanceof Element) moved.push(`${target.className}: ${lasts} ms`)
              }
            },
            true,
          )
        }
      })
      await world.visit('pages/settings/index')
      await world.view.tap({ text: t('settings.language'), className: 'li-title' })
      await world.view.until(async () => (await world.view.count({ className: 'sheet' })) === 1)
      await world.journeys.closeSheet()
      await world.view.tap({ text: t('tab.connections'), className: 'tab-label' })
      await world.view.tap({ label: t('connections.add') })
      await world.view.tap(t('add.new'))
      await world.journeys.sees(t('editor.save'))
      await world.settle()
      expect(await page.evaluate('moved')).toEqual([])
    } finally {
      await world.dispose()
    }
  })
})
