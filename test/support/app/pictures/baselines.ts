import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Theme, World } from '../screens'
import { compare, type PictureLab } from './compare'
import { mainScreens } from './mainScreens'

/** Renewed by `HOMING_UPDATE_BASELINES=1`; look at them before they are committed. */
const folder = path.resolve(__dirname, '../../../e2e/baselines')
const isUpdating = process.env.HOMING_UPDATE_BASELINES === '1'
/** What differs is left here as it is now, large. */
const results = path.resolve(__dirname, '../../../../test-results/pictures')
const bothThemes: readonly Theme[] = ['light', 'dark']

/** Opens the main screens one after the other. @returns those that do not look as they did, and how */
export async function unlike(world: World, lab: PictureLab, themes = bothThemes): Promise<string[]> {
  const found: string[] = []
  for (const screen of mainScreens) {
    if (screen.platforms?.includes(world.platform) === false) continue
    await screen.open(world)
    for (const theme of themes) {
      await world.setTheme(theme)
      await world.settle()
      const file = `${world.platform}-${screen.name}-${world.language}-${theme}.png`
      const words = await judged(lab, await world.picture(), file)
      if (words !== undefined) found.push(`${file}: ${words}`)
    }
    await world.setTheme('light')
    await screen.close?.(world)
  }
  return found
}

/** Beside the baseline, or as the new one. @returns what is to be said of it */
async function judged(lab: PictureLab, picture: Buffer, name: string): Promise<string | undefined> {
  const now = await lab.small(picture)
  const file = path.join(folder, name)
  if (isUpdating) {
    mkdirSync(folder, { recursive: true })
    // what is alike is not written anew: its bytes would differ all the same
    if (!existsSync(file) || compare(await lab.small(readFileSync(file)), now).count > 0) writeFileSync(file, now.png)
    return undefined
  }
  if (!existsSync(file)) return 'there is no baseline; HOMING_UPDATE_BASELINES=1 makes it'
  const { isAlike, count, at } = compare(await lab.small(readFileSync(file)), now)
  if (isAlike) return undefined
  mkdirSync(results, { recursive: true })
  writeFileSync(path.join(results, name), picture)
  return `${count} points differ, within ${JSON.stringify(at)}: see test-results/pictures; HOMING_UPDATE_BASELINES=1 if it is meant`
}
