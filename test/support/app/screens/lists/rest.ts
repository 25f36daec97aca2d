import type { World } from '../types'
import { closeSheet, fixture, isThere, onNew, pages, row, screen } from './common'

/** Ends when every step has been taken, or one failed. */
async function examined(world: World, id: string): Promise<void> {
  await world.visit(pages.doctor(id))
  await world.journeys.sees(world.t('doctor.again'), 40_000)
  await world.view.until(async () => (await world.view.count({ className: 'spinning' })) === 0, 40_000)
}

async function toSettings(world: World): Promise<void> {
  await world.visit(pages.settings)
  await world.journeys.sees(world.t('storage.clean'))
}

export const restScreens = [
  screen('03-doctor-passed', 'everything in order', (world) => examined(world, 'greenhouse')),
  screen('03-doctor-login', 'the login refused', (world) => examined(world, 'cold')),
  screen('03-doctor-refused', 'no server at the port', (world) => examined(world, 'home')),
  screen('03-doctor', 'the path is missing', async (world) => {
    const { view, journeys, t } = world
    await world.visit(pages.editor())
    await journeys.sees(t('editor.save'))
    await view.input({ label: t('editor.address') }, 'ws://192.168.1.60:8083')
    // with the address taken up: until then the button does nothing
    await journeys.sees(t('reach.title'))
    await view.tap(t('editor.test'))
    await journeys.sees(t('doctor.fix.use', { value: '/mqtt' }), 40_000)
  }),
  screen('11-event-log', 'what happened', async (world) => {
    await world.visit(pages.events('greenhouse'))
    await world.journeys.sees(world.t('report.create'))
  }),
  screen('11-event-log-all', 'to all connections', async (world) => {
    await world.visit(pages.events())
    await world.journeys.sees(world.t('eventLog.allConnections'))
  }),
  screen(
    '11-event',
    'one event',
    async (world) => {
      await world.visit(pages.events('greenhouse'))
      // the newest: what came before may be below the screen
      await isThere(world, 'event')
      await world.view.tap({ className: 'event', nth: 0 })
      await world.view.until(async () => (await world.view.count({ className: 'sheet' })) > 0)
    },
    { close: closeSheet },
  ),
  screen(
    '11b-report',
    'the report before it is shared',
    async (world) => {
      await world.visit(pages.events('greenhouse'))
      await world.journeys.sees(world.t('report.create'))
      await world.view.tap({ label: world.t('report.create') })
      await world.journeys.sees(world.t('report.include'))
    },
    { close: closeSheet },
  ),
  screen('12-settings', 'settings', toSettings),
  screen('12-settings-2', 'passwords, the whole, the event log', async (world) => {
    await toSettings(world)
    await world.view.scroll({ className: 'page-scroll' }, 5_000)
  }),
  screen(
    '12-settings-passwords',
    'asked before passwords go',
    async (world) => {
      await toSettings(world)
      await world.view.tap(row(world.t('settings.passwords')))
      await world.journeys.sees(world.t('settings.passwords.text'))
    },
    { close: closeSheet },
  ),
  screen(
    '12-settings-wipe',
    'asked before everything goes',
    async (world) => {
      await toSettings(world)
      await world.view.tap(row(world.t('settings.wipe')))
      await world.journeys.sees(world.t('settings.wipe.confirm'))
    },
    { close: closeSheet },
  ),
  screen(
    '12-settings-language',
    'languages',
    async (world) => {
      await toSettings(world)
      await world.view.tap(row(world.t('settings.language')))
      await world.view.until(async () => (await world.view.count({ className: 'sheet' })) > 0)
    },
    { close: closeSheet },
  ),
  screen(
    '12-settings-theme',
    'themes',
    async (world) => {
      await toSettings(world)
      await world.view.tap(row(world.t('settings.theme')))
      await world.journeys.sees(world.t('theme.dark'))
    },
    { close: closeSheet },
  ),
  screen(
    '12-settings-retention',
    'how long messages are kept',
    async (world) => {
      await toSettings(world)
      await world.view.tap(row(world.t('storage.retention')))
      await world.journeys.sees(world.t('storage.age'))
    },
    { close: closeSheet },
  ),
  screen(
    '12-settings-clean',
    'whose messages go',
    async (world) => {
      await toSettings(world)
      await world.view.tap(world.t('storage.clean'))
      await world.journeys.sees(world.t('storage.clean.title'))
    },
    { close: closeSheet },
  ),
  screen(
    '12-settings-new',
    'nothing stored',
    async (world) => {
      await world.visit(pages.settings)
      await world.journeys.sees(world.t('settings.other'))
    },
    onNew,
  ),
  screen(
    '11-event-log-missing',
    'a connection that is gone',
    async (world) => {
      await world.visit(pages.events('nobody'))
      await world.journeys.sees(world.t('connection.missing.title'))
    },
    fixture,
  ),
]
