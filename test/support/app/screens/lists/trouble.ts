import { connectAsync } from 'mqtt'
import type { World } from '../types'
import { chatter, pages, screen, toMessages } from './common'

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

/** Too many messages, and connections that do not come about, fail, or come back with less. */
export const troubleScreens = [
  screen('04-messages-pill', 'read further up while messages come', async (world) => {
    await toMessages(world)
    await world.view.scroll(list, 500)
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
]
