import { wordsOf } from '../people'
import { before, closeSheet, fixture, fromMenu, onNew, pages, row, screen, toMessages } from './common'

/** The message page while all goes well. */
export const messageScreens = [
  screen('04-messages', 'the newest of a busy greenhouse', async (world) => {
    await toMessages(world)
    await world.journeys.sees('0x87')
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
    '04-messages-json',
    'JSON that is not finished',
    async (world) => {
      await toMessages(world)
      await world.view.tap({ text: world.t('publish.json'), className: 'msg-option' })
      await world.view.input({ label: world.t('publish.payload') }, '{"fan": 2, "speed":')
      await world.journeys.sees(before(world.t('publish.invalidJson', { position: 20 })).trim())
    },
    {
      async close(world) {
        await world.view.input({ label: world.t('publish.payload') }, '')
        await world.view.tap({ text: world.t('publish.json'), className: 'msg-option' })
      },
    },
  ),
  screen(
    '04-messages-facts',
    'what the broker has granted',
    async (world) => {
      await toMessages(world)
      await world.view.tap({ label: world.t('messages.more') })
      await world.journeys.sees(world.t('messages.clear'))
      // not the row that edits the connection
      await world.view.tap(world.t('facts.title'))
      await world.journeys.sees('Receive Maximum')
    },
    { close: closeSheet },
  ),
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
      await world.journeys.sees(world.t('subs.add'))
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
