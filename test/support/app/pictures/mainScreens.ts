import { wordsOf } from '../screens/people'
import { screens, type Screen } from '../screens'
import { lastReading } from '../screens/moment'
import { pages, screen, toMessages } from '../screens/lists/common'

/** Screens that show the same whenever they are opened: of a phone that is `calm`. */
export const mainScreens: readonly Screen[] = [
  screen('04-messages', 'a few messages', async (world) => {
    await toMessages(world)
    await world.view.until(async () => (await world.view.count(lastReading)) > 0)
  }),
  screen('07-detail', 'JSON beside the message before', async (world) => {
    await toMessages(world)
    await world.view.until(async () => (await world.view.count(lastReading)) > 0)
    await world.view.tap(lastReading)
    await world.journeys.sees('rssi')
  }),
  named('06-subscriptions'),
  screen('01-connections', 'online, refused and paused', async (world) => {
    await world.visit(pages.connections)
    await world.journeys.sees(world.t('connections.attention', { n: 1 }))
    await world.journeys.sees(wordsOf(world.language).emqx)
  }),
  h5Only('01c-add-menu'),
  h5Only('02b-editor-full'),
  named('10-saved'),
  h5Only('10b-saved-form'),
  named('12-settings'),
  named('13-share-qr'),
  // last: what is written there is asked about before it is left
  named('02-editor'),
]

/** What is the same on both, and costs time: of the mini-program there are baselines of what is its own. */
function h5Only(name: string): Screen {
  return { ...named(name), platforms: ['h5'] }
}

function named(name: string): Screen {
  const found = screens.find((each) => each.name === name)
  if (!found) throw new Error(`no screen is called ${name}`)
  return found
}
