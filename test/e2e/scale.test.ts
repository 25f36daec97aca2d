import { savedLimits } from '../../src/core/collections/savedMessage'
import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { Peer } from '../support/app/peer'
import { phoneWith } from '../support/app/storedProfile'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'
import { startWeapp, type WeappHost } from '../support/weapp-host'

/** A phone takes this much at once without a pause that is felt. */
const maxBytes = 64 * 1024
const maxCallsPerSecond = 10
const scrollMs = 3_000

const connections = 100
const topics = 10_000

let broker: Broker
let phone: WeappHost

/** A hundred connections, of which one is open, and as many saved messages as the app keeps. */
function fullPhone() {
  const everything = { filter: '#', qos: 0, alias: '', color: 0, isEnabled: true } as const
  const storage = phoneWith(
    {
      id: 'live',
      url: broker.wsUrl,
      protocolVersion: broker.kind === 'mosquitto' ? 5 : 4,
      subscriptions: [everything],
    },
    ...Array.from({ length: connections - 1 }, (_, i) => ({
      ...{ id: `c${i}`, name: `Pump house ${i}`, url: 'ws://127.0.0.1:9/mqtt', isPaused: true },
    })),
  )
  for (let i = 0; i < savedLimits.messages; i += 1) {
    const payload = `{"on":${i % 2 === 0},"speed":{{speed}},"at":"{{now_iso}}"}`
    const content = { name: `Command ${i}`, folder: `Folder ${i % 5}`, topic: `pump/${i}/cmd`, payload, qos: 1 }
    storage.set(`saved/s${i}`, JSON.stringify({ version: 1, id: `s${i}`, ...content }))
  }
  return storage
}

beforeAll(async () => {
  broker = await startBroker({ mosquittoConfig: ['max_queued_messages 0'] })
  phone = await startWeapp({ directory: built('weapp'), view: 'vm', storage: fullPhone() })
}, 60_000)
afterAll(async () => {
  const errors = phone?.errors
  await phone?.dispose()
  await broker?.stop()
  expect(errors).toEqual([])
})

describe('a phone with a great deal on it', () => {
  it('draws a hundred connections by and by', async () => {
    await phone.view.until(async () => (await phone.view.count({ className: 'conn-name' })) === connections, 60_000)
    expect(phone.takeHeaviest().bytes).toBeLessThanOrEqual(maxBytes)
  })

  it('draws all the messages that can be saved by and by', async () => {
    const journeys = new Journeys(phone.view, 'zh-CN')
    await phone.view.tap({ text: journeys.t('tab.saved'), className: 'tab' })
    const has = { className: 'saved-name' }
    await phone.view.until(async () => (await phone.view.count(has)) === savedLimits.messages, 60_000)
    await phone.view.tap({ label: journeys.t('saved.search') })
    const field = { className: 'field-input' }
    await phone.view.until(async () => (await phone.view.count(field)) > 0)
    await phone.view.input(field, 'Command 19')
    await phone.view.until(async () => (await phone.view.count(has)) === 12)
    await phone.view.input(field, '')
    await phone.view.until(async () => (await phone.view.count(has)) === savedLimits.messages)
    expect(phone.takeHeaviest().bytes).toBeLessThanOrEqual(maxBytes)
  })

  it('scrolls through ten thousand topics with ten drawings a second', async () => {
    await phone.coldStart('subpackages/topics/tree/index?profile=live')
    const journeys = new Journeys(phone.view, 'zh-CN')
    await phone.view.until((text) => text.includes('等第一条'))
    const peer = await Peer.join(broker.tcpUrl)
    for (let from = 0; from < topics; from += 500) {
      await Promise.all(
        Array.from({ length: 500 }, (_, i) => peer.publish(`site/${(from + i) % 100}/${from + i}`, `{"n":${i}}`)),
      )
    }
    await peer.leave()
    await journeys.sees(journeys.t('topics.count', { n: '10,000' }))
    await phone.view.tap(journeys.t('topics.sort.recent'))
    await journeys.sees(journeys.t('topics.expandAll'))
    await phone.view.tap({ text: journeys.t('topics.expandAll'), className: 'li-title' })
    await phone.advance(2_000)
    const now = () => Number(phone.evaluate('Date.now()'))
    const before = { calls: phone.page().setData.calls, at: now() }
    for (let i = 0; i < scrollMs / 50; i += 1) {
      await phone.view.scroll({ className: 'row-list' }, i * 400)
      await phone.advance(50)
    }
    // the app's clock goes on by itself, too
    const seconds = (now() - before.at) / 1_000
    const calls = phone.page().setData.calls - before.calls
    // one may be due at each end
    expect(calls).toBeLessThanOrEqual(maxCallsPerSecond * seconds + 2)
    expect(phone.takeHeaviest().bytes).toBeLessThanOrEqual(maxBytes)
  }, 120_000)
})
