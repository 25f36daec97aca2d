import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { phoneWith } from '../support/app/storedProfile'
import { startFloodBroker, type FloodBroker } from '../support/floodBroker'
import { startWeapp, type WeappHost } from '../support/weapp-host'

const PER_SECOND = 5_000
const MAX_CALLS_PER_SECOND = 10
const MAX_BYTES = 32 * 1024

let broker: FloodBroker
let phone: WeappHost
let journeys: Journeys

beforeAll(async () => {
  broker = await startFloodBroker()
  const filter = { filter: 'flood/#', qos: 0, alias: '', color: 0, isEnabled: true } as const
  const storage = phoneWith({
    ...{ id: 'flood', url: `ws://${broker.host}/mqtt`, protocolVersion: 4, keepAliveSeconds: 0 },
    subscriptions: [filter],
  })
  phone = await startWeapp({ directory: built('weapp'), storage, url: 'pages/messages/index?profile=flood' })
  journeys = new Journeys(phone.view, 'zh-CN')
  await journeys.isOnline()
})
afterAll(async () => {
  await phone?.dispose()
  await broker?.stop()
})

/** @returns calls of `setData` a second, and the bytes of the greatest since the page was opened */
async function cost(seconds: number) {
  const before = phone.page().setData.calls
  const start = performance.now()
  const sent = await broker.flood(PER_SECOND, seconds)
  const { calls, largest } = phone.page().setData
  return { sent, calls: calls - before, largest, seconds: (performance.now() - start) / 1_000 }
}

describe('5,000 messages a second in the mini-program', () => {
  it('keep the budget of setData, are all received, and are shown as a sample that can be left', async () => {
    const { sent, calls, largest, seconds } = await cost(3)
    expect(calls).toBeGreaterThan(0)
    // one may be due at each end
    expect(calls).toBeLessThanOrEqual(MAX_CALLS_PER_SECOND * seconds + 2)
    expect(largest).toBeLessThanOrEqual(MAX_BYTES)
    await journeys.sees(sent.toLocaleString('en-US'))
    await journeys.sees(journeys.t('flow.showAll'))
    await phone.view.tap(journeys.t('flow.showAll'))
    await journeys.sees(journeys.t('flow.sample'))
  })

  it('stand still while the display is paused, and are counted', async () => {
    await phone.view.tap({ label: journeys.t('flow.pause') })
    await journeys.sees(journeys.t('flow.paused'))
    const sent = await broker.flood(500, 1)
    await journeys.sees(journeys.t('flow.paused.newer', { n: sent }))
    await phone.view.tap({ label: journeys.t('flow.resume') })
    await phone.view.until((text) => !text.includes(journeys.t('flow.paused')))
    await journeys.sees('"seq"'.slice(1, 4))
  })

  it('stand in the list without holes when it is calm again', async () => {
    const isCalm = (text: string) =>
      !text.includes(journeys.t('flow.showAll')) && !text.includes(journeys.t('flow.sample'))
    await phone.view.until(isCalm)
    const pouring = broker.flood(1_000, 4)
    await journeys.sees(journeys.t('flow.showAll'))
    const sent = await pouring
    await phone.view.until(isCalm)
    const newest = Array.from({ length: 10 }, (_, i) => sent - 1 - i)
    await phone.view.until((text) => newest.every((number) => new RegExp(`^${number}$`, 'm').test(text)))
  })

  it('cost no setData while the app is hidden', async () => {
    phone.hide({ killAfterMs: Infinity })
    await phone.advance(10)
    expect((await cost(1)).calls).toBe(0)
  })
})
