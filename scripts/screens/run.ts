import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { screens } from '../../test/support/app/screens'
import { ROOT } from '../test/steps'
import { writeContactSheets } from './contactSheet'
import { HELP, optionsOf, type Options } from './options'
import { renderRound, type Shot } from './render'

function build(platform: string): void {
  const taro = path.join(ROOT, 'node_modules', '.bin', 'taro')
  const { status } = spawnSync(taro, ['build', '--type', platform], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`the build of ${platform} failed: npm run build:${platform}`)
}

function prepare({ platforms, isBuilding }: Options): void {
  for (const platform of platforms) {
    const entry = path.join(ROOT, 'dist', platform, platform === 'h5' ? 'index.html' : 'app.json')
    if (isBuilding || !existsSync(entry)) build(platform)
  }
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2))
  if (options === 'help') return console.log(HELP)
  const { only, platforms, languages, themes, out, isResuming } = options
  const startMs = performance.now()
  const wanted = screens.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)))
  if (wanted.length === 0) throw new Error(`no screen is called ${only.join(' or ')}`)
  prepare(options)
  if (only.length === 0 && !isResuming) rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const print = (line: string) => console.log(line)
  const shots: Shot[] = []
  for (const language of languages) {
    const rounds = platforms.map((platform) => {
      return renderRound({ platform, language, themes, screens: wanted, out, isResuming, print })
    })
    shots.push(...(await Promise.all(rounds)).flat())
  }
  for (const file of await writeContactSheets({ shots, out, design: options.design })) print(file)
  const missed = shots.filter(({ failure }) => failure !== undefined).map(({ file }) => file)
  const minutes = ((performance.now() - startMs) / 60_000).toFixed(1)
  print(`${shots.length} pictures in ${out}, ${minutes} min; not reached: ${missed.join(', ') || 'none'}`)
  if (missed.length > 0) process.exitCode = 1
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
