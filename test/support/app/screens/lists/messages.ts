import { connectAsync } from 'mqtt'
import { wordsOf } from '../people'
import type { World } from '../types'
import { chatter } from './connections'
import { before, fixture, fromMenu, onNew, pages, row, screen, toMessages } from './common'

const list = { className: 'msg-scroll' }
const closeSheet = (world: World) => world.journeys.closeSheet()

async function heal(world: World): Promise<void> {
  world.cast.network.heal()
  await world.visit(pages.messages())
  await world.journeys.isOnline()
}

/** The network goes, and three commands wait. */
async function offline(world: World): Promise<void> {
  const { view, journeys, t, cast } = world
  await toMessages(world)
  cast.network.refuse(true)
  cast.network.reset()
  await journeys.isNoLongerOnline()
  const commands = [
    ['greenhouse/1/cmd/fan', '{"fan":2,"speed":45}'],
    ['greenhouse/1/cmd/valve', '{"open":false}'],
    ['greenhouse/1/cmd/light', '{"id":3,"on":true}'],
  ] as const
  for (const [topic, payload] of commands) {
    await journeys.publish(topic, payload)
    await view.until(async () => (await view.count({ className: 'is-disabled' })) > 0)
  }
  await journeys.sees(t('messages.tray', { n: 3 }))
}

/** Another client takes the session over and ends it: what was kept for the phone is gone. */
async function loseSession(world: World): Promise<void> {
  const { cast, journeys, t } = world
  await toMessages(world)
  cast.network.refuse(true)
  cast.network.reset()
  await journeys.isNoLongerOnline()
  const options = { protocolVersion: 5, clientId: 'homing-7f3a9c', clean: true, reconnectPeriod: 0 } as const
  const other = await connectAsync(cast.broker.tcpUrl, options)
  await other.endAsync()
  await world.skip(7 * 60_000)
  cast.network.heal()
  await world.skip(31_000)
  await journeys.isOnline()
  await journeys.sees(t('gap.lost.why'))
}

export const messageScreens = [
  screen('04-messages', 'the newest of a busy greenhouse', async (world) => {
    await toMessages(world)
    await world.journeys.sees('0x87')
  }),
  screen('04-messages-pill', 'read further up while messages come', async (world) => {
    await toMessages(world)
    await world.view.scroll(list, 2_000)
    await chatter(world)
    await world.view.until((text) =>
      text.includes(before(world.t('messages.new', { n: 12 })).trim() || world.t('messages.new', { n: 21 })),
    )
  }),
  screen(
    '04-messages-menu',
    'what the page offers',
    async (world) => {
      await toMessages(world)
      await world.view.tap({ label: world.t('messages.more') })
      await world.journeys.sees(world.t('messages.clear'))
    },
    { close: closeSheet },
  ),
  screen(
    '04-messages-actions',
    'what a long press on a message offers',
    async (world) => {
      await toMessages(world)
      await world.view.longpress({ className: 'msg-first', includes: 'fan-2' })
      await world.journeys.sees(world.t('messages.copyTopic'))
    },
    { close: closeSheet },
  ),
  screen(
    '04-messages-selection',
    'several messages chosen',
    async (world) => {
      await toMessages(world)
      await world.view.longpress({ className: 'msg-first', includes: 'fan-2' })
      await world.journeys.sees(world.t('select.start'))
      await world.view.tap(row(world.t('select.start')))
      await world.journeys.sees(world.t('select.count', { n: 1 }))
      await world.view.tap({ className: 'msg-sent', includes: 'open' })
      await world.journeys.sees(world.t('select.count', { n: 2 }))
    },
    { close: (world) => world.view.tap({ label: world.t('select.end') }) },
  ),
  screen('04-messages-filtered', 'one subscription alone', async (world) => {
    await toMessages(world)
    await world.view.tap({ text: wordsOf(world.language).alarm, className: 'chip-text' })
    await world.journeys.sees('E-204')
  }),
  screen(
    '04-messages-held',
    'the display held still',
    async (world) => {
      await toMessages(world)
      await world.view.tap({ label: world.t('flow.pause') })
      await chatter(world, 5)
      await world.journeys.sees(world.t('flow.paused'))
    },
    { close: (world) => world.view.tap({ label: world.t('flow.resume') }) },
  ),
  screen(
    '04-messages-json',
    'JSON that is not finished',
    async (world) => {
      await toMessages(world)
      await world.view.input({ label: world.t('publish.payload') }, '{"fan": 2, "speed":')
      await world.journeys.sees(before(world.t('publish.invalidJson', { position: 20 })).trim())
    },
    { close: (world) => world.view.input({ label: world.t('publish.payload') }, '') },
  ),
  screen(
    '04-messages-facts',
    'what the broker has granted',
    async (world) => {
      await toMessages(world)
      await fromMenu(world, world.t('facts.title'))
      await world.journeys.sees('Receive Maximum')
    },
    { close: closeSheet },
  ),
  screen('05-messages-offline', 'the network gone, three messages waiting', offline, { close: heal }),
  screen('05-messages-lost', 'back, and the broker has kept nothing', loseSession),
  screen('05-messages-refused', 'the password refused', async (world) => {
    await world.visit(pages.messages('cold'))
    await world.journeys.sees(world.t('messages.edit'))
  }),
  screen('05-messages-silent', 'a server that never answers', async (world) => {
    await world.visit(pages.messages('line'))
    await world.journeys.sees(world.t('reason.connectTimeout'))
  }),
  screen('05-messages-paused', 'closed by the person', async (world) => {
    await world.visit(pages.messages('emqx'))
    await world.journeys.sees(world.t('state.paused'))
  }),
  screen('04-messages-empty', 'no subscription', async (world) => {
    await world.visit(pages.messages('emqx'))
    await world.journeys.sees(world.t('messages.empty'))
  }),
  screen(
    '04-messages-missing',
    'a connection that is gone',
    async (world) => {
      await world.visit(pages.messages('nobody'))
      await world.journeys.sees(world.t('connection.missing.title'))
    },
    { ...fixture, ...onNew },
  ),
  screen(
    '06-subscriptions',
    'subscriptions, and a filter that is wrong',
    async (world) => {
      await toMessages(world)
      await fromMenu(world, world.t('subs.title'))
      await world.view.input({ label: world.t('subs.filter') }, 'greenhouse/#/env')
      await world.journeys.sees(world.t('subs.use'))
    },
    { close: closeSheet },
  ),
  screen(
    '06-subscriptions-edit',
    'one of them changed',
    async (world) => {
      await toMessages(world)
      await fromMenu(world, world.t('subs.title'))
      await world.journeys.sees(world.t('subs.add'))
      await world.view.tap({ text: wordsOf(world.language).alarm, className: 'subs-name' })
      await world.journeys.sees(world.t('subs.remove'))
    },
    { close: closeSheet },
  ),
]
