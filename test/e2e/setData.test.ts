import { loadedPhone, type LoadCost, type LoadedPhone } from '../support/app/messageLoad'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'

/**
 * Budgets of drawing in WeChat: counts and bytes, which no slow machine exceeds, for the app draws by the clock.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/performance/tips/runtime_setData.html
 */
const MAX_CALLS_PER_SECOND = 10
const MAX_BYTES = 32 * 1024

let broker: Broker
let loaded: LoadedPhone

beforeAll(async () => {
  broker = await startBroker()
  loaded = await loadedPhone(broker)
})
afterAll(async () => {
  await loaded?.stop()
  await broker?.stop()
})

const expectWithinBudget = ({ calls, seconds, largest }: LoadCost) => {
  expect(calls).toBeGreaterThan(0)
  // one may be due at each end
  expect(calls).toBeLessThanOrEqual(MAX_CALLS_PER_SECOND * seconds + 2)
  expect(largest).toBeLessThanOrEqual(MAX_BYTES)
}

describe('setData of the message page', () => {
  it('keeps its budget at 2 messages a second', async () => expectWithinBudget(await loaded.load(2, 6)))

  it('keeps its budget at 100 messages a second', async () => {
    const cost = await loaded.load(100, 400)
    expectWithinBudget(cost)
    // fewer than messages: it draws at its own rate
    expect(cost.calls).toBeLessThan(cost.messages)
  })

  it('is not called while the app is hidden', async () => {
    await loaded.hide()
    const before = loaded.phone.frames.length
    expect(await loaded.load(100, 100)).toMatchObject({ calls: 0, bytes: 0 })
    expect(loaded.phone.frames.length).toBeGreaterThan(before)
  })
})
