import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { phoneWith } from '../support/app/storedProfile'
import { startFloodBroker, type FloodBroker, type Pour } from '../support/floodBroker'
import { startWeapp, type WeappHost } from '../support/weapp-host'

const PER_SECOND = 5_000
const MAX_CALLS_PER_SECOND = 10
const MAX_BYTES = 32 * 1024
/** Drawing what comes would take four times as many in a second */
const MAX_CALLS_TO_LEAVE = 3

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

let received = 0
/** The list's count says that all of them have come, too. */
const receives = (sent: number) => journeys.sees((received += sent).toLocaleString('en-US'))

/** What the page costs while it pours, until something has happened. @returns calls of `setData`, and the bytes of the greatest since it was opened */
async function cost(perSecond: number, until: (pour: Pour) => Promise<void>, sensors?: number) {
  const before = phone.page().setData.calls
  const start = performance.now()
  const pour = broker.pour(perSecond, sensors)
  const happened = until(pour)
  const sent = await happened.then(
    () => pour.stop(),
    async (reason: unknown) => {
      await pour.stop()
      throw reason
    },
  )
  const { calls, largest } = phone.page().setData
  return { sent, calls: calls - before, largest, seconds: (performance.now() - start) / 1_000 }
}

/** How fast a machine is says how long this takes, and nothing else: it pours until the app has done what it is to do. */
describe('5,000 messages a second in the mini-program', () => {
  it('keep the budget of setData, are all received, and are shown as a sample that can be left', async () => {
    const { sent, calls, largest, seconds } = await cost(PER_SECOND, async (pour) => {
      await journeys.sees(journeys.t('flow.showAll'))
      await phone.view.tap(journeys.t('flow.showAll'))
      await journeys.sees(journeys.t('flow.sample'))
      await pour.reaches(2 * PER_SECOND)
    })
    // first: what is still to come would count in what follows
    await receives(sent)
    expect(calls).toBeGreaterThan(0)
    // one may be due at each end
    expect(calls).toBeLessThanOrEqual(MAX_CALLS_PER_SECOND * seconds + 2)
    expect(largest).toBeLessThanOrEqual(MAX_BYTES)
  })

  it('keep it on one topic too, where what comes stands on cards together', async () => {
    const { sent, largest } = await cost(PER_SECOND, (pour) => pour.reaches(2 * PER_SECOND), 1)
    await receives(sent)
    expect(largest).toBeLessThanOrEqual(MAX_BYTES)
  })

  it('stand still while the display is paused, and are counted', async () => {
    await phone.view.tap({ label: journeys.t('flow.pause') })
    await journeys.sees(journeys.t('flow.paused'))
    const { sent } = await cost(500, (pour) => pour.reaches(500))
    await journeys.sees(journeys.t('flow.paused.newer', { n: sent }))
    await phone.view.tap({ label: journeys.t('flow.resume') })
    await phone.view.until((text) => !text.includes(journeys.t('flow.paused')))
    await journeys.sees('"seq"'.slice(1, 4))
  })

  it('stand in the list without holes when it is calm again', async () => {
    const isCalm = (text: string) =>
      !text.includes(journeys.t('flow.showAll')) && !text.includes(journeys.t('flow.sample'))
    await phone.view.until(isCalm)
    const { sent } = await cost(1_000, () => journeys.sees(journeys.t('flow.showAll')))
    await phone.view.until(isCalm)
    const newest = Array.from({ length: 10 }, (_, i) => sent - 1 - i)
    await phone.view.until((text) => newest.every((number) => new RegExp(`^${number}$`, 'm').test(text)))
  })

  it('cost no setData while the app is hidden, but for what says that it has left its broker', async () => {
    phone.hide({ killAfterMs: Infinity })
    await phone.advance(10)
    const { calls } = await cost(PER_SECOND, async (pour) => {
      await pour.reaches(PER_SECOND)
      // three seconds after it was hidden: a slow machine may be as far by itself
      await phone.advance(3_000)
    })
    expect(calls).toBeLessThanOrEqual(MAX_CALLS_TO_LEAVE)
  })
})
