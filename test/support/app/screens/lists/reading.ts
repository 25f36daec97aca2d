import { greenhousePicture } from '../../../../../scripts/start/png'
import { wordsOf } from '../people'
import type { World } from '../types'
import { before, closeSheet, fixture, isThere, onNew, pages, row, screen, toMessages } from './common'

/** `{"temp": 24.6, "hum": 61.2, "co2": 812, "ts": 1780554163, "fans": [2, 60]}` */
const cbor = Buffer.from(
  'a56474656d70fb403899999999999a6368756dfb404e99999999999a63636f3219032c6274731a6a2119b36466616e738202183c',
  'hex',
)

/** Opens the newest message that has these words. */
async function toMessage(world: World, words: string): Promise<void> {
  await toMessages(world)
  await world.journeys.sees(words)
  await world.view.tap({ className: 'msg-first', includes: words })
  await world.journeys.sees(world.t('detail.chart'))
}

/** @param kind a topic of its own: what comes soon after another of its topic joins it */
async function said(world: World, kind: string, payload: Uint8Array | string, words: string): Promise<void> {
  await toMessages(world)
  await world.cast.say(`greenhouse/1/dev/gw-02/${kind}`, payload)
  await world.journeys.sees(words)
  await world.view.tap({ className: 'msg-first', includes: words })
  await world.journeys.sees(world.t('detail.view.hex'))
}

const tab = (text: string) => ({ text, className: 'detail-tab' })

export const readingScreens = [
  screen('07-detail', 'JSON beside the message before', async (world) => {
    await toMessage(world, 'temp')
    await world.journeys.sees('rssi')
  }),
  screen('07-detail-properties', 'what MQTT 5 says about it', async (world) => {
    await toMessage(world, 'temp')
    await world.journeys.sees('greenhouse/1/env/ack')
    await world.view.scroll({ className: 'page-scroll' }, 5_000)
  }),
  screen(
    '07-detail-text',
    'the same as text',
    async (world) => {
      await toMessage(world, 'temp')
      await world.view.tap(tab(world.t('detail.view.text')))
    },
    { close: (world) => world.view.tap(tab(world.t('detail.view.json'))) },
  ),
  screen(
    '07-detail-hex',
    'the same as bytes',
    async (world) => {
      await toMessage(world, 'temp')
      await world.view.tap(tab(world.t('detail.view.hex')))
    },
    { close: (world) => world.view.tap(tab(world.t('detail.view.json'))) },
  ),
  screen('07-detail-sent', 'a message of our own', async (world) => {
    await toMessages(world)
    await world.view.tap({ className: 'msg-sent', includes: '60' })
    await world.journeys.sees(world.t('detail.view.hex'))
  }),
  screen('07b-detail-cbor', 'CBOR', (world) => said(world, 'cbor', cbor, 'CBOR')),
  screen('07-detail-picture', 'a picture', (world) =>
    said(
      world,
      'picture',
      greenhousePicture(0.7, () => 0.4),
      'PNG',
    ),
  ),
  screen('07-detail-broken', 'JSON that is broken', (world) =>
    said(world, 'raw', '{"online":true,,"fw":"2.4.1"}', ',,'),
  ),
  screen(
    '07-detail-gone',
    'a message that is no more',
    async (world) => {
      await world.visit(pages.message('999999'))
      await world.journeys.sees(world.t('detail.gone.title'))
    },
    fixture,
  ),
  screen('08-topic-tree', 'topics, counts, values', async (world) => {
    const { t, view, journeys } = world
    await world.visit(pages.topics())
    await journeys.sees(t('topics.sort.recent'))
    await view.tap({ className: 'topics-sort' })
    await journeys.sees(t('topics.expandAll'))
    await view.tap(row(t('topics.expandAll')))
    await journeys.sees('env')
    await view.tap({ text: 'env', className: 'topics-name' })
    await journeys.sees('.temp')
  }),
  screen('08-topic-tree-selected', 'a topic chosen', async (world) => {
    await world.visit(pages.topics())
    await world.journeys.sees('env')
    await world.view.tap({ text: 'env', className: 'topics-name' })
    await world.journeys.sees(world.t('topics.show'))
  }),
  screen('08-topic-tree-search', 'topics that have a word', async (world) => {
    await world.visit(pages.topics())
    await world.journeys.sees('greenhouse')
    await world.view.input({ label: world.t('topics.search') }, 'gw-02')
    await world.journeys.sees(before(world.t('topics.found', { n: 1 })).trim())
  }),
  screen(
    '08-topic-tree-sort',
    'orders',
    async (world) => {
      await world.visit(pages.topics())
      await world.journeys.sees(world.t('topics.sort.recent'))
      await world.view.tap({ className: 'topics-sort' })
      await world.journeys.sees(world.t('topics.sort.name'))
    },
    { close: closeSheet },
  ),
  screen('08-topic-tree-empty', 'no message yet', async (world) => {
    await world.visit(pages.topics('emqx'))
    await world.journeys.sees(world.t('topics.empty'))
  }),
  screen('09-chart', 'an hour of a value, with an absence', async (world) => {
    await world.visit(pages.chart('&topic=greenhouse%2F1%2Fenv&path=%24.temp'))
    await world.journeys.sees(world.t('chart.mean'))
    await world.view.tap({ text: world.t('chart.range.1h'), className: 'seg-option' })
    await world.view.until(
      async () => (await world.view.count({ text: world.t('chart.range.1h'), className: 'is-on' })) > 0,
    )
  }),
  screen('09-chart-lines', 'three values in one picture', async (world) => {
    await world.visit(pages.chart('&topic=greenhouse%2F1%2Fenv&path=%24.temp'))
    await world.journeys.sees(world.t('chart.siblings'))
    await world.view.tap({ text: world.t('chart.range.1h'), className: 'seg-option' })
    await world.view.tap({ label: world.t('chart.overlay', { name: 'hum' }) })
    await world.view.tap({ label: world.t('chart.overlay', { name: 'co2' }) })
    await world.journeys.sees(world.t('chart.lines'))
    await world.view.scroll({ className: 'page-scroll' }, 0)
  }),
  screen(
    '09-chart-choose',
    'which value',
    async (world) => {
      await world.visit(pages.chart('&topic=greenhouse%2F1%2Fenv&path=%24.temp'))
      await world.journeys.sees(world.t('chart.add'))
      await world.view.tap(row(world.t('chart.add')))
      await world.journeys.sees(world.t('chart.choose'))
    },
    { close: closeSheet },
  ),
  screen('09-chart-none', 'no value chosen', async (world) => {
    await world.visit(pages.chart('', 'emqx'))
    await world.journeys.sees(world.t('chart.none'))
  }),
  screen('15-search', 'found in what is stored', async (world) => {
    await world.visit(pages.search('E-204'))
    await world.journeys.sees(before(world.t('search.done', { n: 2, scanned: 2 })).trim())
  }),
  screen('15-search-hints', 'what can be looked for', async (world) => {
    await world.visit(pages.search())
    await world.journeys.sees(world.t('search.hints'))
  }),
  screen('15-search-none', 'nothing found', async (world) => {
    await world.visit(pages.search('"no such words" topic:greenhouse/1/env'))
    await world.journeys.sees(world.t('search.none.title'))
  }),
  screen('15-search-problem', 'a condition that is none', async (world) => {
    await world.visit(pages.search('qos:7'))
    await world.journeys.sees('qos:1')
  }),
  screen(
    '15-search-time',
    'from when to when',
    async (world) => {
      await world.visit(pages.search('E-204'))
      await world.journeys.sees(world.t('search.time'))
      await world.view.tap({ text: world.t('search.time'), className: 'chip-text' })
      await world.journeys.sees(world.t('search.time.use'))
    },
    { close: closeSheet },
  ),
]

export const savedScreens = [
  screen('10-saved', 'messages kept to be sent again', async (world) => {
    await world.visit(pages.saved)
    await world.journeys.sees(wordsOf(world.language).reboot)
  }),
  screen(
    '10b-saved-form',
    'the questions of one',
    async (world) => {
      const { t, view, journeys, language } = world
      await world.visit(pages.saved)
      await journeys.sees(wordsOf(language).fan)
      await view.tap({ label: t('saved.send', { name: wordsOf(language).fan }) })
      await journeys.sees(t('saved.send.preview'))
    },
    { close: closeSheet },
  ),
  screen(
    '10-saved-confirm',
    'asked before it is sent',
    async (world) => {
      const { t, view, journeys, language } = world
      await world.visit(pages.saved)
      await journeys.sees(wordsOf(language).reboot)
      await view.tap({ label: t('saved.send', { name: wordsOf(language).reboot }) })
      await journeys.sees(t('saved.send.ask'))
    },
    { close: closeSheet },
  ),
  screen(
    '10-saved-actions',
    'what a long press offers',
    async (world) => {
      await world.visit(pages.saved)
      await world.journeys.sees(wordsOf(world.language).fan)
      await world.view.longpress({ text: wordsOf(world.language).fan, className: 'saved-name' })
      await world.journeys.sees(world.t('saved.duplicate'))
    },
    { close: closeSheet },
  ),
  screen(
    '10-saved-search',
    'no such message',
    async (world) => {
      await world.visit(pages.saved)
      await world.journeys.sees(wordsOf(world.language).fan)
      await world.view.tap({ label: world.t('saved.search') })
      await isThere(world, 'saved-search')
      await world.view.input({ label: world.t('saved.search') }, 'zzz')
      await world.journeys.sees(world.t('saved.search.none'))
    },
    { close: (world) => world.view.tap({ label: world.t('common.close') }) },
  ),
  screen('10-saved-edit', 'one of them, as a form', async (world) => {
    await world.visit(pages.savedEdit('?id=fan'))
    await world.journeys.sees(world.t('saved.payload'))
  }),
  screen('10-saved-edit-2', 'its further choices', async (world) => {
    await world.visit(pages.savedEdit('?id=fan'))
    await world.journeys.sees(world.t('saved.payload'))
    await world.view.scroll({ className: 'page-scroll' }, 5_000)
  }),
  screen(
    '10-saved-variables',
    'what fills itself in',
    async (world) => {
      await world.visit(pages.savedEdit('?id=fan'))
      await world.journeys.sees(world.t('saved.payload'))
      await world.view.tap(world.t('saved.variables'))
      await world.journeys.sees(world.t('saved.variable.uuid'))
    },
    { close: closeSheet },
  ),
  screen(
    '10-saved-empty',
    'none yet',
    async (world) => {
      await world.visit(pages.saved)
      await world.journeys.sees(world.t('saved.none.title'))
    },
    onNew,
  ),
  screen(
    '10-saved-broken',
    'one that cannot be read',
    async (world) => {
      await world.visit(pages.saved)
      await world.journeys.sees(world.t('saved.broken.text'))
    },
    { ...fixture, stage: 'broken' },
  ),
  screen(
    '10-saved-missing',
    'one that is gone',
    async (world) => {
      await world.visit(pages.savedEdit('?id=nobody'))
      await world.journeys.sees(world.t('saved.missing.title'))
    },
    fixture,
  ),
]
