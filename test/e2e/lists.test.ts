import { serveFile } from '../../scripts/start/staticFiles'
import { built } from '../support/app/build'
import type { AppView } from '../support/app/appView'
import { moveFinger } from '../support/app/finger'
import { Journeys } from '../support/app/journeys'
import { phoneWith } from '../support/app/storedProfile'
import { startFloodBroker, type FloodBroker } from '../support/floodBroker'
import { PhoneBrowser } from '../support/h5/browser'
import { describeWith } from '../support/requirements'
import { startWeapp } from '../support/weapp-host'
import type { NodeTarget } from '../support/weapp-host/types'

const leftward = -120

/** From the list of two connections: rows are swept, what went is brought back, and nothing opens on the way. */
async function sweepFlow(view: AppView, flood: (perSecond: number, seconds: number) => Promise<number>): Promise<void> {
  const journeys = new Journeys(view, 'zh-CN')
  const { t } = journeys
  const remove = { text: t('common.delete'), className: 'swipe-action' }
  const sweep = async (words: NodeTarget) => {
    await view.swipe(words, leftward)
    await view.until(async () => (await view.count(remove)) > 0)
  }
  await journeys.sees('attic')
  await sweep('attic')
  await view.tap(remove)
  await journeys.sees(t('connections.deleted', { name: 'attic' }))
  expect(await view.count({ className: 'conn-name' })).toBe(1)
  await view.tap(t('common.undo'))
  await view.until(async () => (await view.count({ className: 'conn-name' })) === 2)
  await sweep('cellar')
  // the row that is open closes when it is tapped, and the finger that went to it opened nothing
  await view.tap({ className: 'swipe-cover' })
  await view.until(async () => (await view.count({ className: 'is-open-2' })) === 0)
  await view.tap('cellar')
  await journeys.isOnline()

  await flood(10, 0.3)
  await journeys.sees('flood/sensor-2')
  await sweep('flood/sensor-1')
  await view.tap(remove)
  await view.until((text) => !text.includes('flood/sensor-1'))
  await view.tap(t('common.undo'))
  await journeys.sees('flood/sensor-1')

  await view.tap({ label: t('messages.more') })
  await journeys.sees(t('messages.clear'))
  await view.tap({ text: t('subs.title'), className: 'li-title' })
  await journeys.sees(t('subs.add'))
  await sweep({ text: 'everything', className: 'subs-name' })
  await view.tap(remove)
  // said on the sheet, where it can be reached
  await journeys.sees(t('subs.deleted', { name: 'everything' }))
  await view.tap(t('common.undo'))
  await view.until(async () => (await view.count({ text: 'everything', className: 'subs-name' })) > 0)
  await view.longpress({ text: 'everything', className: 'subs-name' })
  await view.until(async () => (await view.count(remove)) > 0)
  await view.tap({ text: t('common.edit'), className: 'swipe-action' })
  await journeys.sees(t('subs.save'))
}

describeWith({ chromium: true }, 'rows that are swept to the left', () => {
  let broker: FloodBroker
  let storage: ReturnType<typeof phoneWith>

  beforeAll(async () => {
    broker = await startFloodBroker((request, response) => void serveFile(built('h5'), request, response))
    const connection = { url: `ws://${broker.host}/mqtt`, protocolVersion: 4, keepAliveSeconds: 0 } as const
    const all = { filter: 'flood/#', qos: 0, alias: 'everything', color: 0, isEnabled: true } as const
    storage = phoneWith({ ...connection, id: 'cellar', subscriptions: [all] }, { ...connection, id: 'attic' })
  })
  afterAll(() => broker?.stop())

  it('show what can be done in the mini-program', async () => {
    const phone = await startWeapp({ directory: built('weapp'), view: 'chromium', storage })
    try {
      await sweepFlow(phone.view, broker.flood)
      expect(phone.errors).toEqual([])
    } finally {
      await phone.dispose()
    }
  })

  it('show what can be done on H5, and not to a finger that scrolls', async () => {
    const browser = await PhoneBrowser.launch()
    try {
      const { page, view } = await browser.open(`http://${broker.host}/`)
      await page.evaluate(
        (records) => records.forEach(([key, record]) => localStorage.setItem(`homing:${key}`, String(record))),
        [...storage],
      )
      await page.reload()
      await new Journeys(view, 'zh-CN').sees('attic')
      await moveFinger(page, { x: 200, y: 140 }, { x: -60, y: 90 })
      expect(await view.count({ className: 'swipe-action' })).toBe(0)
      await sweepFlow(view, broker.flood)
      expect(browser.errors).toEqual([])
    } finally {
      await browser.close()
    }
  })
})
