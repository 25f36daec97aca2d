import type { World } from '../types'
import { chatter, closeSheet, fixture, isThere, onNew, pages, screen } from './common'
import { wordsOf } from '../people'

async function toList(world: World): Promise<void> {
  await world.visit(pages.connections)
  await world.journeys.sees(world.t('connections.attention', { n: 1 }))
}

export const connectionScreens = [
  screen('01-connections', 'connections in every state', async (world) => {
    await toList(world)
    await chatter(world)
    await world.view.until((text) => /\d(\.\d)? (条\/秒|msg\/s|\/s)/.test(text))
  }),
  screen(
    '01c-add-menu',
    'ways to a new connection',
    async (world) => {
      await toList(world)
      await world.view.tap({ label: world.t('connections.add') })
      await world.journeys.sees(world.t('add.new.note'))
    },
    { close: closeSheet },
  ),
  screen(
    '01-connections-actions',
    'what a long press on a connection offers',
    async (world) => {
      await toList(world)
      await world.view.longpress({ text: wordsOf(world.language).greenhouse, className: 'conn-name' })
      await world.journeys.sees(world.t('connections.duplicate.note'))
    },
    { close: closeSheet },
  ),
  screen(
    '01-connections-swiped',
    'what a finger to the left uncovers',
    async (world) => {
      await toList(world)
      await world.view.swipe({ text: wordsOf(world.language).board, className: 'conn-name' }, -160)
      await isThere(world, 'is-open-2')
    },
    { close: toList },
  ),
  screen(
    '01b-connections-empty',
    'before the first connection',
    async (world) => {
      await world.visit(pages.connections)
      await world.journeys.sees(world.t('connections.empty.title'))
    },
    onNew,
  ),
  screen(
    '01-connections-broken',
    'records that cannot be read',
    async (world) => {
      await world.visit(pages.connections)
      await world.journeys.sees(world.t('connections.broken.text'))
    },
    { ...fixture, stage: 'broken' },
  ),
]
