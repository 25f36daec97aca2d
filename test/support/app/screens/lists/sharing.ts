import { dataParameter, shareProfile } from '../../../../../src/core/profile/share'
import { profilesOf, wordsOf } from '../people'
import type { World } from '../types'
import { closeSheet, isThere, pages, screen } from './common'

/** What somebody shares who has a login, as a link carries it. */
function offered(world: World): string {
  const [greenhouse] = profilesOf(world.language)
  if (!greenhouse) throw new Error('nobody has a greenhouse')
  const profile = { ...greenhouse, url: 'wss://mq.greenhouse.cn:8084/mqtt', username: 'phone-zhang' }
  return dataParameter(shareProfile(profile, { hasSubscriptions: true }))
}

/** What MQTTX exports of two connections, one of which is raw TCP. */
const mqttx = JSON.stringify([
  { name: 'Pump house', host: 'gw.example.cn', port: 1883, protocol: 'mqtt', subscriptions: [], ca: 'PEM' },
  { name: 'Weather', host: 'mq.example.cn', port: 8084, protocol: 'wss', path: '/mqtt', subscriptions: [] },
])

async function typedOffer(world: World, text: string): Promise<void> {
  await world.visit(pages.takeOver())
  await world.journeys.sees(world.t('profileImport.about'))
  await world.view.input({ label: world.t('profileImport.field') }, text)
  await world.view.tap({ text: world.t('profileImport.read') })
}

/** A file that somebody has exported, with a line that is torn. */
function logFile(world: World): string {
  const { greenhouse, overload } = wordsOf(world.language)
  const at = (second: number) => new Date(Date.UTC(2026, 5, 4, 6, 2, second)).toISOString()
  const received = (second: number, topic: string, payload: string) => {
    return { time: at(second), direction: 'received', topic, payload, qos: 1, retain: false, dup: false }
  }
  const lines: object[] = [
    { homing: 'log', version: 1, connection: greenhouse },
    received(1, 'greenhouse/1/dev/gw-02/status', '{"online":true,"fw":"2.4.1"}'),
    ...Array.from({ length: 9 }, (_, n) =>
      received(n * 5 + 2, 'greenhouse/1/env', `{"temp":${(24.1 + n / 10).toFixed(1)},"hum":61.${n},"n":${n}}`),
    ),
    received(48, 'greenhouse/1/alarm', JSON.stringify({ code: 'E-204', lv: 2, msg: overload })),
  ]
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"at":"2026-06-04T06:02:59`
}

async function openedLog(world: World): Promise<void> {
  await world.visit(pages.logFile)
  await world.journeys.sees(world.t('import.about'))
  await world.offer(world.t('import.choose'), 'greenhouse.jsonl', logFile(world))
  await world.journeys.sees('E-204')
}

/** What leaves the phone and what comes to it, and what the app says of itself. */
export const sharingScreens = [
  screen('13-share-qr', 'a code for somebody else', async (world) => {
    await world.visit(pages.share())
    await world.journeys.sees(world.t('share.secret'))
  }),
  screen('13-import-ask', 'what to import', async (world) => {
    await world.visit(pages.takeOver())
    await world.journeys.sees(world.t('profileImport.about'))
  }),
  screen('13-import-broken', 'half a link', async (world) => {
    await typedOffer(world, 'homing:1?eyJuIjoi')
    await world.journeys.sees(world.t('profileImport.problem.broken'))
  }),
  screen('13-backup', 'everything as a file', async (world) => {
    await world.visit(pages.backup)
    await world.journeys.sees(world.t('backup.secret'))
  }),
  screen('14-export', 'messages as a file', async (world) => {
    await world.visit(pages.transfer())
    await world.journeys.sees(world.t('export.privacy'))
  }),
  screen('14-log-file', 'which file to read', async (world) => {
    await world.visit(pages.logFile)
    await world.journeys.sees(world.t('import.about'))
  }),
  screen('13b-import', 'what a link would add', async (world) => {
    await world.visit(pages.takeOver(offered(world)))
    await world.journeys.sees(world.t('profileImport.missing'))
  }),
  screen('13b-import-2', 'the rest of it', async (world) => {
    await world.visit(pages.takeOver(offered(world)))
    await world.journeys.sees(world.t('profileImport.missing'))
    await world.view.scroll({ className: 'page-scroll' }, 5_000)
  }),
  screen('13b-import-list', 'an export of MQTTX', async (world) => {
    await typedOffer(world, mqttx)
    await world.journeys.sees(world.t('profileImport.many', { n: 2 }))
  }),
  screen('14-export-done', 'a file that can be given away', async (world) => {
    await world.visit(pages.transfer())
    await world.journeys.sees(world.t('export.privacy'))
    await world.view.tap({ text: world.t('export.start') })
    await world.journeys.sees(world.t('export.again'))
  }),
  screen('14-log', 'what a file has', openedLog),
  screen(
    '14-log-entry',
    'one message of it',
    async (world) => {
      await openedLog(world)
      await world.view.tap({ className: 'log-row', includes: 'E-204' })
      await isThere(world, 'sheet')
    },
    { close: closeSheet },
  ),
  screen('14-log-nothing', 'a file with no message', async (world) => {
    await world.visit(pages.logFile)
    await world.journeys.sees(world.t('import.about'))
    await world.offer(world.t('import.choose'), 'nothing.jsonl', 'a shopping list\n')
    await world.journeys.sees(world.t('import.nothing'))
  }),
  screen('16-about', 'what Homing is', async (world) => {
    await world.visit(pages.about)
    await world.journeys.sees(world.t('about.tagline'))
  }),
  screen('16-licences', 'what it is made of', async (world) => {
    await world.visit(pages.licences)
    await world.journeys.sees('mqtt')
  }),
]
