import { readFileSync } from 'node:fs'
import { startDemo } from '../../scripts/start/startDemo'
import { built } from '../support/app/build'
import type { AppView } from '../support/app/appView'
import { Journeys } from '../support/app/journeys'
import { Peer } from '../support/app/peer'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'
import { PhoneBrowser } from '../support/h5/browser'
import { describeWith } from '../support/requirements'
import { startWeapp } from '../support/weapp-host'

let broker: Broker

beforeAll(async () => {
  broker = await startBroker()
})
afterAll(() => broker?.stop())

const COUNT = 20

interface Exchange {
  view: AppView
  /** has the file given. @returns its text */
  take(): Promise<string>
  /** presses the button that asks for a file, and gives it this one */
  offer(button: string, text: string): Promise<void>
  toConnections(): Promise<void>
}

/** What arrived leaves as a file, and the file is read again by somebody. */
async function transferFlow({ view, take, offer, toConnections }: Exchange, prefix: string): Promise<void> {
  const journeys = new Journeys(view, 'zh-CN')
  const { t } = journeys
  await journeys.addConnection({ name: '泵房', address: `${broker.wsUrl}/mqtt` })
  await journeys.isOnline()
  await journeys.subscribe(`${prefix}/#`)
  const peer = await Peer.join(broker.tcpUrl)
  for (let i = 0; i < COUNT; i += 1) await peer.publish(`${prefix}/pump`, JSON.stringify({ seq: i, note: '水泵 🌱' }))
  await peer.publish(`${prefix}/end`, 'all said')
  await peer.leave()
  await journeys.sees('all said')

  await view.tap({ label: t('messages.more') })
  await journeys.sees(t('messages.clear'))
  await view.tap({ text: t('export.title'), className: 'li-title' })
  await journeys.sees(t('export.range'))
  await view.tap({ text: t('export.start') })
  await journeys.sees(t('export.again'))
  await journeys.sees(t('export.count', { n: COUNT + 1 }))
  const text = await take()
  const [head, ...records] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(head).toMatchObject({ homing: 'log', connection: '泵房' })
  expect(text).not.toContain(broker.wsUrl)
  expect(records.filter(({ topic }) => topic === `${prefix}/pump`).map(({ payload }) => payload)).toEqual(
    Array.from({ length: COUNT }, (_, seq) => JSON.stringify({ seq, note: '水泵 🌱' })),
  )

  await toConnections()
  await view.tap({ label: t('connections.add') })
  await journeys.sees(t('add.log.note'))
  await view.tap({ text: t('import.title'), className: 'li-title' })
  await journeys.sees(t('import.about'))
  await offer(t('import.choose'), `${text}this line is torn\n`)
  await journeys.sees(t('import.from', { name: '泵房' }))
  await journeys.sees(t('import.bad', { n: 1 }))
  await view.input({ label: t('search.field') }, 'seq = 7')
  await view.until(async () => (await view.count({ className: 'log-row' })) === 1)
  await view.tap({ className: 'log-row' })
  await journeys.sees(t('messages.copyTopic'))
}

describeWith({ chromium: true }, 'a log that leaves and comes back', () => {
  it.each(['vm', 'chromium'] as const)('goes through a chat in the mini-program, %s view', async (kind) => {
    const phone = await startWeapp({ directory: built('weapp'), view: kind })
    const { view, files } = phone
    const chat = () => [...files.keys()].find((path) => path.startsWith('http://chat/') && path.endsWith('.jsonl'))
    const journeys = new Journeys(view, 'zh-CN')
    const { t } = journeys
    const back = async (times: number) => {
      for (let i = 0; i < times; i += 1) await journeys.back()
    }
    try {
      await transferFlow(
        {
          view,
          async take() {
            await view.tap({ text: t('export.send') })
            await journeys.sees('发送')
            await view.tap('发送')
            await view.until(() => chat() !== undefined)
            return Buffer.from(files.get(chat() ?? '') ?? []).toString('utf8')
          },
          async offer(button, text) {
            files.set('http://chat/their.jsonl', Buffer.from(text))
            await view.tap({ text: button })
            await journeys.sees('their.jsonl')
            await view.tap('their.jsonl')
          },
          toConnections: () => back(2),
        },
        `weapp-${kind}`,
      )
      expect(phone.errors).toEqual([])
    } finally {
      await phone.dispose()
    }
  })

  it('is saved and chosen on H5', async () => {
    const browser = await PhoneBrowser.launch()
    try {
      const options = { port: 0, host: '127.0.0.1', devices: false, print: () => undefined }
      const demo = await startDemo({ ...options, distDir: built('h5') })
      try {
        const { page, view } = await browser.open(demo.url)
        const { t } = new Journeys(view, 'zh-CN')
        await transferFlow(
          {
            view,
            async take() {
              const saved = page.waitForEvent('download')
              await view.tap({ text: t('export.save') })
              return readFileSync(await (await saved).path(), 'utf8')
            },
            async offer(button, text) {
              const asked = page.waitForEvent('filechooser')
              await view.tap({ text: button })
              const file = { name: 'their.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from(text) }
              await (await asked).setFiles(file)
            },
            async toConnections() {
              await page.goBack()
              await page.goBack()
              await view.until((text) => text.includes(t('tab.settings')))
            },
          },
          'h5',
        )
      } finally {
        await browser.closePages()
        await demo.stop()
      }
      expect(browser.errors.splice(0)).toEqual([])
    } finally {
      await browser.close()
    }
  })
})
