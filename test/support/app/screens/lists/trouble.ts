import { connectAsync } from 'mqtt'
import { hosts } from '../people'
import type { World } from '../types'
import { before, chatter, closeSheet, fixture, fromMenu, pages, screen, toMessages } from './common'

const list = { className: 'msg-scroll' }

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

async function loseSession(world: World): Promise<void> {
  await toMessages(world)
  await takeSession(world)
  await world.journeys.sees(world.t('gap.lost.why'))
}

/** Another client takes the session over and ends it: what was kept for the phone is gone. */
async function takeSession(world: World): Promise<void> {
  const { cast, journeys } = world
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
}

/** A command whose acknowledgement never comes, and a session that is lost meanwhile: nobody knows. */
async function loseAcknowledgement(world: World): Promise<void> {
  const { cast, journeys, t } = world
  await toMessages(world)
  cast.network.blackhole('down')
  await journeys.publish('greenhouse/1/cmd/fan', '{"fan":2,"speed":30}')
  await journeys.isNoLongerOnline()
  await takeSession(world)
  await journeys.sees(t('sent.unknown'))
}

/** A message comes, and the broker never learns of it: it comes again. */
async function redelivered(world: World): Promise<void> {
  const { cast, journeys, t } = world
  await toMessages(world)
  cast.network.blackhole('up')
  await cast.say('greenhouse/1/alarm', '{"code":"E-118","lv":1}')
  await journeys.sees('E-118')
  cast.network.reset()
  cast.network.heal()
  await journeys.sees(before(t('messages.redelivered.times', { n: 1, time: '' })).trim())
}

/** The app is started again where the network is slow. */
async function resuming(world: World): Promise<void> {
  world.cast.network.latency(1_800)
  await world.restart()
  await world.visit(pages.messages())
  await world.view.until((text) =>
    [world.t('state.resuming'), world.t('state.connecting')].some((words) => text.includes(words)),
  )
}

/** A connection to the broker that grants little, and what it says to two filters. */
async function grantedLess(world: World): Promise<void> {
  const { view, journeys, t } = world
  await world.visit(pages.connections)
  await journeys.addConnection({ address: `ws://${hosts.strict}/mqtt`, name: 'Strict' })
  await journeys.isOnline()
  await fromMenu(world, t('subs.title'))
  await journeys.sees(t('subs.add'))
  for (const [filter, words] of [
    ['$SYS/#', '0x87'],
    ['press/+/state', t('subs.lower', { wanted: 2, granted: 1 })],
  ] as const) {
    await view.input({ label: t('subs.filter') }, filter)
    await view.tap({ text: 'QoS 2', className: 'seg-option' })
    await view.tap({ text: t('subs.subscribe'), className: 'subs-submit-button' })
    await journeys.sees(words)
  }
}

/** Too many messages, and connections that do not come about, fail, or come back with less. */
export const troubleScreens = [
  screen('04-messages-pill', 'read further up while messages come', async (world) => {
    await toMessages(world)
    // the list holds still for a finger only
    await world.view.swipe(list, 20)
    await world.view.scroll(list, 100)
    await chatter(world)
    await world.view.until(async () => (await world.view.count({ className: 'msg-pill' })) > 0)
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
  screen('05-messages-offline', 'the network gone, three messages waiting', offline, { close: heal }),
  screen('05-messages-lost', 'back, and the broker has kept nothing', loseSession),
  screen('04-messages-redelivered', 'a message delivered again', redelivered, { close: heal }),
  screen('05-messages-unknown', 'a command that may have arrived or not', loseAcknowledgement, { close: heal }),
  screen('05-messages-resuming', 'coming back', resuming, { close: heal }),
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
  screen('06-subscriptions-refused', 'a broker that grants less, or nothing', grantedLess, {
    ...fixture,
    close: closeSheet,
  }),
  screen(
    '04b-messages-large-text',
    'text a quarter larger',
    async (world) => {
      await world.setTextScale(1.24)
      await toMessages(world)
    },
    { close: (world) => world.setTextScale(1) },
  ),
]
