import { cpus, loadavg } from 'node:os'
import { startCast } from '../support/app/screens/cast'
import { climate } from '../support/app/screens/hour'
import { openH5World } from '../support/app/screens/h5World'
import { pages } from '../support/app/screens/lists/common'
import { openWeappWorld } from '../support/app/screens/weappWorld'
import { nowMs } from '../support/app/screens/when'
import type { PlatformName, World } from '../support/app/screens'
import '../support/jest/words'
import { inMs, judge, printTable, quantile } from './figures'
import { LogicThread, type Spent } from './pages/logicThread'
import { Stopwatch, type Lap } from './pages/stopwatch'
import { waysOf, type Way } from './pages/ways'

/**
 * From a tap to what it is for, on H5 and on the mini-program's host, both drawn by Chromium: from the lifted finger, by
 * the event's own time, to the frame in which the content is on the screen. Each round starts the app anew and goes each
 * way twice: the first time the page's code is run that first time, too. Beside it stands the CPU time spent meanwhile:
 * where it is far below the time, something was waited for, or the machine had something else to do.
 */

const rounds = Number(process.env.ROUNDS ?? 5)
/** `h5` or `weapp`; both when not given */
const only = process.env.PLATFORM
/** names of ways, with commas between; all when not given */
const wanted = process.env.PAGES?.split(',')
/** the aim, on a machine like the one the figures are from */
const budgetMs = 150

type Sample = Lap & { logic?: Spent }

interface Results {
  way: Way
  first: Sample[]
  again: Sample[]
}

/** Somebody's phone, whose greenhouse has just had something to say. */
async function open(platform: PlatformName): Promise<World> {
  const cast = await startCast()
  const parts = { language: 'zh-CN', stage: 'lived', cast, startsAtMs: nowMs } as const
  const world = await (platform === 'h5' ? openH5World(parts) : openWeappWorld(parts))
  await world.visit(pages.messages())
  await world.journeys.isOnline()
  for (let n = 0; n < 40; n += 1) await cast.say(`greenhouse/${(n % 3) + 1}/env`, climate(n, n))
  await cast.say('greenhouse/1/alarm', '{"code":"E-204","lv":2}')
  await world.journeys.sees('E-204')
  return world
}

/** To the page where the way begins, as somebody comes there from the list. */
async function toStart(world: World, { from, ready, taps }: Way): Promise<void> {
  const { view, journeys } = world
  if (from !== pages.connections) await world.visit(pages.connections)
  await world.visit(from)
  await journeys.sees(ready)
  await world.settle()
  for (const tap of taps.slice(0, -1)) {
    await view.tap(tap)
    await view.until(async () => (await view.count(taps[taps.length - 1] ?? '')) > 0)
    await world.settle()
  }
}

async function go(world: World, way: Way, logic: LogicThread | undefined): Promise<Sample> {
  await toStart(world, way)
  const devtools = await world.view.devtools()
  try {
    const stopwatch = await Stopwatch.of(devtools)
    const place = await world.view.middleOf(way.taps[way.taps.length - 1] ?? '')
    const lap = () => stopwatch.tap(place, way.content)
    if (!logic) return await lap()
    const { result, spent } = await logic.spentIn(lap)
    return { ...result, logic: spent }
  } finally {
    await devtools.detach()
    await world.settle()
    if (way.isSheet) await world.journeys.closeSheet()
  }
}

async function measure(platform: PlatformName): Promise<Results[]> {
  const world = await open(platform)
  const logic = platform === 'weapp' ? await LogicThread.start() : undefined
  try {
    const ways = waysOf(world).filter(({ name }) => wanted?.includes(name) ?? true)
    const results: Results[] = ways.map((way) => ({ way, first: [], again: [] }))
    for (let round = 0; round < rounds; round += 1) {
      await world.restart()
      await world.journeys.sees(world.t('tab.settings'))
      for (const { way, first, again } of results) {
        first.push(await go(world, way, logic))
        again.push(await go(world, way, logic))
      }
    }
    return results
  } finally {
    logic?.stop()
    await world.dispose()
  }
}

const median = (samples: readonly Sample[], figure: (sample: Sample) => number) => quantile(samples.map(figure), 0.5)

function print(platform: PlatformName, results: readonly Results[]): void {
  const isHost = platform === 'weapp'
  const seen = ({ seen: ms }: Sample) => ms
  const heads = ['tap → content', 'first', 'again', '95 %', 'in the document', 'its CPU', 'of it script']
  printTable(
    [...heads, ...(isHost ? ['logic CPU', 'of it the app'] : [])],
    results.map(({ way, first, again }) => [
      way.name,
      inMs(median(first, seen)),
      inMs(median(again, seen)),
      inMs(quantile(again.map(seen), 0.95)),
      inMs(median(again, ({ drawn }) => drawn)),
      inMs(median(again, ({ cpu }) => cpu)),
      inMs(median(again, ({ script }) => script)),
      ...(isHost ? [inMs(median(again, ({ logic }) => logic?.cpu ?? NaN))] : []),
      ...(isHost ? [inMs(median(again, ({ logic }) => logic?.app ?? NaN))] : []),
    ]),
  )
  judge('the slowest page', Math.max(...results.map(({ again }) => median(again, seen))), budgetMs, ' ms')
}

const inTenths = (load = NaN) => load.toFixed(1)

async function main(): Promise<void> {
  for (const platform of ['h5', 'weapp'] as const) {
    if (only !== undefined && only !== platform) continue
    const results = await measure(platform)
    // above the number of its cores, the times are the machine's and the CPU's alone the app's
    console.log(
      `${platform === 'h5' ? 'H5' : 'mini-program host'}, load ${inTenths(loadavg()[0])} on ${cpus().length} cores`,
    )
    print(platform, results)
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
