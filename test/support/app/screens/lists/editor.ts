import type { World } from '../types'
import { fixture, pages, row, screen } from './common'

async function typed(world: World, address: string): Promise<void> {
  const { view, journeys, t } = world
  await world.visit(pages.editor())
  await journeys.sees(t('editor.save'))
  await view.input({ label: t('editor.address') }, address)
}

async function toEditor(world: World, id: string): Promise<void> {
  await world.visit(pages.editor(`?id=${id}`))
  await world.journeys.sees(world.t('editor.part.host'))
}

export const editorScreens = [
  screen('02-editor-new', 'nothing typed yet', async (world) => {
    await world.visit(pages.editor())
    await world.journeys.sees(world.t('editor.save'))
  }),
  screen('02-editor', 'a raw TCP port, with its fixes', async (world) => {
    await typed(world, 'mqtt://192.168.1.20:1883')
    await world.journeys.sees('ws://192.168.1.20:8083/mqtt')
  }),
  screen('02-editor-path', 'no path', async (world) => {
    await typed(world, 'wss://mq.greenhouse.cn:8084')
    await world.journeys.sees(world.t('address.noPath'))
  }),
  screen('02-editor-public', 'a broker that everybody reads', async (world) => {
    const url = encodeURIComponent('wss://broker.emqx.io:8084/mqtt')
    await world.visit(pages.editor(`?url=${url}&name=EMQX&public=1`))
    await world.journeys.sees(world.t('editor.public'))
  }),
  screen('02b-editor-full', 'a connection that works', (world) => toEditor(world, 'greenhouse')),
  screen('02b-editor-full-2', 'its login and session', async (world) => {
    await toEditor(world, 'greenhouse')
    await world.view.scroll({ className: 'page-scroll' }, 460)
  }),
  screen('02b-editor-full-3', 'advanced, with a will', async (world) => {
    await toEditor(world, 'greenhouse')
    await world.view.tap(row(world.t('editor.advanced')))
    await world.journeys.sees(world.t('editor.will.never.note'))
    await world.view.tap(row(world.t('editor.will.afterDelay', { duration: world.t('duration.minutes', { n: 2 }) })))
    await world.journeys.sees(world.t('editor.will.offline'))
    await world.view.scroll({ className: 'page-scroll' }, 1_150)
  }),
  screen('02-editor-blocked', 'why it does not connect', async (world) => {
    await toEditor(world, 'cold')
    await world.view.until(
      (text) => text.includes(world.t('reason.badCredentials')) || text.includes(world.t('reason.notAuthorized')),
    )
  }),
  screen(
    '02-editor-leave',
    'leaving what is half written',
    async (world) => {
      await typed(world, 'wss://mq.greenhouse.cn:8084/mqtt')
      await world.journeys.sees(world.t('editor.part.host'))
      await world.journeys.back()
      await world.journeys.sees(world.t('editor.leave.text'))
    },
    { close: (world) => world.view.tap(world.t('editor.leave.stay')) },
  ),
  screen(
    '02-editor-missing',
    'a connection that is gone',
    async (world) => {
      await world.visit(pages.editor('?id=nobody'))
      await world.journeys.sees(world.t('connection.missing.title'))
    },
    fixture,
  ),
]
