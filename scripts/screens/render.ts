import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Language } from '../../src/i18n/t'
import { openWorld, type PlatformName, type Screen, type Theme, type World } from '../../test/support/app/screens'

/** A picture that was taken, or why there is none. */
export interface Shot {
  screen: Screen
  platform: PlatformName
  language: Language
  theme: Theme
  /** below the folder of the pictures */
  file: string
  failure?: string
}

export interface Round {
  platform: PlatformName
  language: Language
  themes: Theme[]
  screens: readonly Screen[]
  out: string
  print: (line: string) => void
}

const stages = ['lived', 'new', 'broken'] as const

/** Every screen on one platform in one language: each is opened once, and the theme changed in place. */
export async function renderRound(round: Round): Promise<Shot[]> {
  const shots: Shot[] = []
  for (const stage of stages) {
    const screens = round.screens.filter((screen) => screen.stage === stage && isOn(screen, round.platform))
    if (screens.length === 0) continue
    const { platform, language } = round
    const world = await openWorld({ platform, language, stage })
    try {
      for (const screen of screens) shots.push(...(await renderScreen(world, screen, round)))
    } finally {
      await world.dispose()
    }
  }
  return shots
}

const isOn = ({ platforms }: Screen, platform: PlatformName) => platforms === undefined || platforms.includes(platform)

async function renderScreen(world: World, screen: Screen, round: Round): Promise<Shot[]> {
  const { platform, language, out, themes } = round
  const startMs = performance.now()
  const folder = `${platform}-${language}`
  mkdirSync(path.join(out, folder), { recursive: true })
  const shots: Shot[] = themes.map((theme) => {
    return { screen, platform, language, theme, file: `${folder}/${screen.name}-${theme}.png` }
  })
  const failed = (error: unknown) => {
    const words = error instanceof Error ? error.message : String(error)
    for (const shot of shots) shot.failure ??= words
  }
  try {
    await screen.open(world)
    for (const { theme, file } of shots) {
      await world.setTheme(theme)
      await world.settle()
      writeFileSync(path.join(out, file), await world.picture())
    }
    await world.setTheme(themes[0] ?? 'light')
    await screen.close?.(world)
  } catch (error) {
    failed(error)
    writeFileSync(path.join(out, folder, `${screen.name}-failed.png`), await world.picture())
    world.cast.network.heal()
    await world.restart()
  }
  const errors = world.errors.splice(0)
  if (errors.length > 0) failed(`the app has complained: ${errors.join('; ')}`)
  const outcome = shots[0]?.failure === undefined ? 'ok' : `FAILED: ${shots[0].failure.slice(0, 600)}`
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  round.print(`${platform} ${language} ${screen.name} (${screen.source}) ${seconds} s ${outcome}`)
  return shots
}
