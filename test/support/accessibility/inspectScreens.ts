import type { Page } from 'playwright-core'
import { screens, type Screen, type StageName, type World } from '../app/screens'
import { H5View } from '../h5/h5View'
import { inspect } from './inspect'

/** At 188 points a field has no room for its hint, which its label says as well. */
const BY_DESIGN = /: text, zoomed to 200 %: placeholder cut: /

/** What passes while it is looked at, a spinner or a word beside it; and a text size of which all screens have larger ones. */
const NOT_ASKED = /-(loading|running|connecting|resuming)$|^04b-/

const ofH5 = screens.filter(({ name, platforms }) => !NOT_ASKED.test(name) && (!platforms || platforms.includes('h5')))

export const ofStage = (stage: StageName): Screen[] => ofH5.filter((screen) => screen.stage === stage)

/** The screens that show what an hour has brought; for the others its last minute will do. */
export const isReading = (name: string): boolean => /^(04|05|06|07|08|09|15)/.test(name)

/** A list that was scrolled to look at what is in it stands at its end again, where whoever comes back finds it. */
const toEnd = (page: Page) =>
  page.evaluate(async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      for (const list of document.querySelectorAll('.msg-scroll')) list.scrollTo({ top: list.scrollHeight })
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    }
  })

/** What another language or another width has left behind is gone after a restart. */
async function reach(world: World, screen: Screen): Promise<void> {
  try {
    await screen.open(world)
  } catch {
    await world.restart()
    await screen.open(world)
  }
}

/** What is found on these screens, one after the other on one phone, one line each. */
export async function inspectScreens(open: () => Promise<World>, wanted: readonly Screen[]): Promise<string[]> {
  const found: string[] = []
  const world = await open()
  try {
    if (!(world.view instanceof H5View)) throw new Error('no browser')
    const { page } = world.view
    for (const screen of wanted) {
      const note = (lines: string[]) => found.push(...lines.map((line) => `${screen.name}: ${line}`))
      try {
        await reach(world, screen)
        await world.settle()
        note(await inspect(page))
        await toEnd(page)
        await screen.close?.(world)
      } catch (error) {
        note([String(error).slice(0, 600)])
        await world.restart()
      }
    }
    return found.filter((line) => !BY_DESIGN.test(line))
  } finally {
    await world.dispose()
  }
}
