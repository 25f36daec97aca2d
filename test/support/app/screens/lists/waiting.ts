import type { Screen, World } from '../types'
import { before, isThere, pages, screen } from './common'

type Shown = (world: World) => Promise<void>
const drawn =
  (className: string): Shown =>
  (world) =>
    isThere(world, className)

/** A page whose records or log the phone has not given out yet; afterwards it does. */
function waiting(
  name: string,
  about: string,
  { what, address, shows = drawn('loading') }: { what: 'records' | 'files'; address: string; shows?: Shown },
): Screen {
  let giveOut: (() => Promise<void>) | undefined
  return screen(
    name,
    about,
    async (world) => {
      giveOut = await world.restartWithout(what, address)
      await shows(world)
    },
    {
      source: 'fixture',
      // a browser's records are there at once
      ...(what === 'records' && { platforms: ['weapp'] as const }),
      async close(world) {
        await giveOut?.()
        await world.visit(pages.messages())
        await world.journeys.isOnline()
      },
    },
  )
}

const sees =
  (words: (world: World) => string): Shown =>
  (world) =>
    world.journeys.sees(words(world))

/** What stands in place of what is being read. */
export const waitingScreens = [
  waiting('01-connections-loading', 'connections being read', {
    what: 'records',
    address: pages.connections,
    shows: drawn('placeholder'),
  }),
  waiting('04-messages-connecting', 'a link opened, connections being read', {
    what: 'records',
    address: pages.messages(),
  }),
  waiting('10-saved-loading', 'saved messages being read', {
    what: 'records',
    address: pages.saved,
    shows: drawn('saved-placeholder'),
  }),
  waiting('04-messages-loading', 'stored messages being read', { what: 'files', address: pages.messages() }),
  waiting('07-detail-loading', 'a message being read', { what: 'files', address: pages.message('40') }),
  waiting('08-topic-tree-loading', 'a tree being made', { what: 'files', address: pages.topics() }),
  waiting('09-chart-loading', 'earlier values being read', {
    what: 'files',
    address: pages.chart('&topic=greenhouse%2F1%2Fenv&path=%24.temp'),
    shows: sees((world) => before(world.t('chart.reading', { percent: 0 })).trim()),
  }),
  waiting('15-search-running', 'a log being searched', {
    what: 'files',
    address: pages.search('E-204'),
    shows: sees((world) => before(world.t('search.running', { scanned: 0, percent: 0 })).trim()),
  }),
]
