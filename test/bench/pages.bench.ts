import { startCast } from '../support/app/screens/cast'
import { climate } from '../support/app/screens/hour'
import { openH5World } from '../support/app/screens/h5World'
import { pages, row } from '../support/app/screens/lists/common'
import { wordsOf } from '../support/app/screens/people'
import { openWeappWorld } from '../support/app/screens/weappWorld'
import { nowMs } from '../support/app/screens/when'
import { H5View } from '../support/h5/h5View'
import type { NodeTarget } from '../support/weapp-host/types'
import type { PlatformName, World } from '../support/app/screens'
import '../support/jest/words'
import { inMs, judge, printTable, quantile } from './figures'

/**
 * From a tap to what it is for: how long until the page's content stands on the screen, on H5 and on the mini-program's
 * host, both drawn by Chromium. The first time a page's code is fetched and run, too; later times it is there. What a
 * driver takes to find and touch, and to look again, is in the figures: a tap that only opens a menu shows how much.
 */

const rounds = Number(process.env.ROUNDS ?? 9)
/** the aim, on a machine like the one the figures are from */
const budgetMs = 150

interface Way {
  name: string
  /** the page to stand on, and words that are there when it is drawn */
  from: string
  ready: string
  /** what is tapped, one after the other; the clock starts at the last */
  taps: NodeTarget[]
  /** words of the content */
  content: string
  /** what opens is a sheet of the same page */
  isMenu?: boolean
}

function ways({ t, language }: World): Way[] {
  const w = wordsOf(language)
  const messages = { from: pages.messages(), ready: t('publish.to') }
  const menu = { label: t('messages.more') }
  const fromMenu = (name: string, title: string, content: string): Way => ({
    name,
    ...messages,
    taps: [menu, row(title)],
    content,
  })
  return [
    { name: 'a menu (the driver itself)', ...messages, taps: [menu], content: t('messages.clear'), isMenu: true },
    {
      name: 'messages',
      from: pages.connections,
      ready: w.greenhouse,
      taps: [{ text: w.greenhouse, className: 'conn-name' }],
      content: t('publish.to'),
    },
    {
      name: 'editor',
      from: pages.connections,
      ready: w.greenhouse,
      taps: [{ label: t('connections.add') }, t('add.new')],
      content: t('editor.save'),
    },
    {
      name: 'saved',
      from: pages.connections,
      ready: w.greenhouse,
      taps: [t('tab.saved')],
      content: w.fan,
    },
    {
      name: 'settings',
      from: pages.connections,
      ready: w.greenhouse,
      taps: [t('tab.settings')],
      content: t('storage.clean'),
    },
    {
      name: 'message',
      ...messages,
      taps: [{ className: 'msg-first', includes: 'E-204' }],
      content: t('detail.chart'),
    },
    fromMenu('topics', t('topics.title'), t('topics.seen')),
    fromMenu('chart', t('chart.title'), t('chart.none')),
    fromMenu('search', t('search.title'), t('search.hints')),
    fromMenu('event log', t('eventLog.title'), t('eventLog.connected')),
    fromMenu('export', t('export.title'), t('export.privacy')),
  ]
}

/** As soon as it stands anywhere on the screen: a page may still be sliding in. */
async function isDrawn({ view, journeys }: World, words: string): Promise<void> {
  if (!(view instanceof H5View)) return journeys.sees(words)
  await view.page.waitForFunction((content) => document.body.innerText.includes(content), words)
}

async function timeOf(world: World, { from, ready, taps, content, isMenu }: Way): Promise<number> {
  const { view, journeys } = world
  await world.visit(from)
  await journeys.sees(ready)
  await world.settle()
  for (const tap of taps.slice(0, -1)) {
    await view.tap(tap)
    await view.until(async () => (await view.count(taps[taps.length - 1] ?? '')) > 0)
    await world.settle()
  }
  const start = performance.now()
  await view.tap(taps[taps.length - 1] ?? '')
  await isDrawn(world, content)
  const took = performance.now() - start
  await world.settle()
  if (isMenu) await journeys.closeSheet()
  return took
}

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

async function main(): Promise<void> {
  for (const platform of ['h5', 'weapp'] as const) {
    const world = await open(platform)
    try {
      const rows: string[][] = []
      const medians: number[] = []
      for (const way of ways(world)) {
        const times: number[] = []
        for (let round = 0; round < rounds; round += 1) times.push(await timeOf(world, way))
        const warm = times.slice(1)
        medians.push(quantile(warm, 0.5))
        rows.push([way.name, inMs(times[0] ?? NaN), inMs(quantile(warm, 0.5)), inMs(quantile(warm, 0.95))])
      }
      console.log(platform === 'h5' ? 'H5' : 'mini-program host')
      printTable(['tap → content', 'first', 'median', '95 %'], rows)
      judge('the slowest page', Math.max(...medians), budgetMs, ' ms')
    } finally {
      await world.dispose()
    }
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
