import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
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
  /** what has its pictures keeps them */
  isResuming: boolean
  print: (line: string) => void
}

const stages = ['lived', 'new', 'broken'] as const

/** Every screen on one platform in one language: each is opened once, and the theme changed in place. */
export async function renderRound(round: Round): Promise<Shot[]> {
  const shots: Shot[] = []
  for (const stage of stages) {
    const all = round.screens.filter((screen) => screen.stage === stage && isOn(screen, round.platform))
    const screens = all.filter((screen) => !round.isResuming || !isDone(shotsOf(screen, round), round))
    for (const screen of all) if (!screens.includes(screen)) shots.push(...shotsOf(screen, round))
    if (screens.length === 0) continue
    const { platform, language } = round
    const world = await openWorld({ platform, language, stage })
    try {
      for (const screen of screens) {
        const own = await renderScreen(world, screen, round)
        const isMissed = own.some(({ failure }) => failure !== undefined)
        // a busy machine may have missed a state that lasts seconds
        shots.push(...(isMissed ? await renderScreen(world, screen, round) : own))
      }
    } finally {
      await world.dispose()
    }
  }
  return shots
}

const isOn = ({ platforms }: Screen, platform: PlatformName) => platforms === undefined || platforms.includes(platform)

const shotsOf = (screen: Screen, { platform, language, themes }: Round): Shot[] =>
  themes.map((theme) => {
    return { screen, platform, language, theme, file: `${platform}-${language}/${screen.name}-${theme}.png` }
  })

const failedFile = (screen: Screen, { platform, language, out }: Round) =>
  path.join(out, `${platform}-${language}`, `${screen.name}-failed.png`)

const isDone = (shots: readonly Shot[], round: Round) =>
  shots.every(({ file, screen }) => existsSync(path.join(round.out, file)) && !existsSync(failedFile(screen, round)))

async function renderScreen(world: World, screen: Screen, round: Round): Promise<Shot[]> {
  const { platform, language, out, themes } = round
  const startMs = performance.now()
  const shots = shotsOf(screen, round)
  mkdirSync(path.join(out, `${platform}-${language}`), { recursive: true })
  rmSync(failedFile(screen, round), { force: true })
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
    writeFileSync(failedFile(screen, round), await world.picture())
    world.cast.network.heal()
    await world.restart()
  }
  const errors = world.errors.splice(0)
  if (errors.length > 0) {
    failed(`the app has complained: ${errors.join('; ')}`)
    writeFileSync(failedFile(screen, round), await world.picture())
  }
  const outcome = shots[0]?.failure === undefined ? 'ok' : `FAILED: ${shots[0].failure.slice(0, 600)}`
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  round.print(`${platform} ${language} ${screen.name} (${screen.source}) ${seconds} s ${outcome}`)
  return shots
}
