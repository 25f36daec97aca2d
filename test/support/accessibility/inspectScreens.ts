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

/** What is found on these screens of this phone, one line each. Those that are not reached in time are named. */
async function inspectOn(world: World, wanted: readonly Screen[], untilMs: number): Promise<string[]> {
  if (!(world.view instanceof H5View)) throw new Error('no browser')
  const { page } = world.view
  const found: string[] = []
  for (const screen of wanted) {
    const note = (lines: string[]) => found.push(...lines.map((line) => `${screen.name}: ${line}`))
    if (performance.now() > untilMs) {
      note(['not looked at: those before it took too long'])
      continue
    }
    try {
      await reach(world, screen)
      await world.settle()
      note(await inspect(page))
      await toEnd(page)
      await screen.close?.(world)
    } catch (error) {
      note([String(error).slice(0, 600)])
      await world.restart().catch((cause: unknown) => note([`restart: ${String(cause).slice(0, 600)}`]))
    }
  }
  return found.filter((line) => !BY_DESIGN.test(line))
}

/** What is found on these screens, one after the other on one phone, one line each. */
export async function inspectScreens(open: () => Promise<World>, wanted: readonly Screen[]): Promise<string[]> {
  const world = await open()
  try {
    return await inspectOn(world, wanted, Infinity)
  } finally {
    await world.dispose()
  }
}

/** Ten times what one takes beside another file */
const SCREEN_MS = 40_000
/** For the last one begun in time, and to open the phone */
const GRACE_MS = 180_000
const LEAST_OF_GROUP = 4

/** In their order, those of one number together, and so few of it with the next. */
function groupsOf(wanted: readonly Screen[]): Screen[][] {
  const groups: Screen[][] = []
  for (const screen of wanted) {
    const last = groups[groups.length - 1]
    const isOther = last?.[last.length - 1]?.name.slice(0, 2) !== screen.name.slice(0, 2)
    if (!last || (isOther && last.length >= LEAST_OF_GROUP)) groups.push([screen])
    else last.push(screen)
  }
  return groups
}

/** A test for each group of these screens, one after the other on one phone. */
export function itInspects(open: () => Promise<World>, wanted: readonly Screen[]): void {
  let world: World | undefined
  let last: Promise<unknown> = Promise.resolve()
  beforeAll(async () => {
    world = await open()
  }, GRACE_MS)
  afterAll(() => world?.dispose())
  for (const group of groupsOf(wanted)) {
    const limitMs = group.length * SCREEN_MS
    const names = [group[0]?.name, group[group.length - 1]?.name]
    const look = async () => {
      if (!world) throw new Error('no phone')
      return inspectOn(world, group, performance.now() + limitMs)
    }
    it(
      `can be read, reached and heard, in both themes and languages: ${names.join(' to ')}`,
      async () => {
        // a group that was given up has the phone until it ends
        const found = last.then(look)
        last = found.catch(() => undefined)
        expect(await found).toEqual([])
      },
      limitMs + GRACE_MS,
    )
  }
}
