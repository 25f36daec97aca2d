import { translator } from '../../src/i18n/t'
import { startCast } from '../support/app/screens/cast'
import { everyPage } from '../support/app/screens/everyPage'
import { climate } from '../support/app/screens/hour'
import { pages } from '../support/app/screens/lists/common'
import { wordsOf } from '../support/app/screens/people'
import { openWeappWorld, type WeappWorld } from '../support/app/screens/weappWorld'
import { nowMs } from '../support/app/screens/when'
import { describeWith } from '../support/requirements'

/** A phone takes this much at once without a pause that is felt. */
const maxBytes = 64 * 1024

/** One draws what is known at once, another what had to be read; a session may have something to say meanwhile. */
const maxCalls = 4

/** What a finger can do something with, by the role that a screen reader names. */
const roles = ['button', 'switch', 'tab', 'radio', 'checkbox', 'listitem'] as const

const t = translator('zh-CN')

describeWith({ mosquitto: true }, 'setData of each page of the mini-program', () => {
  let world: WeappWorld
  let storage: WeappWorld['phone']['storage']
  let message: string
  let files: WeappWorld['phone']['files']

  beforeAll(async () => {
    const cast = await startCast()
    world = await openWeappWorld({ language: 'zh-CN', stage: 'lived', cast, startsAtMs: nowMs }, 'vm')
    await world.visit(pages.messages())
    await world.journeys.isOnline()
    for (let n = 0; n < 40; n += 1) await cast.say(`greenhouse/${(n % 3) + 1}/env`, climate(n, n))
    await cast.say('greenhouse/1/alarm', '{"code":"E-204","lv":2}')
    await world.journeys.sees('E-204')
    await world.view.tap({ className: 'msg-first', includes: 'E-204' })
    await world.journeys.sees(world.t('detail.chart'))
    const { route, query } = world.phone.page()
    message = `${route}?profile=${query.profile}&message=${query.message}`
    storage = new Map(world.phone.storage)
    files = new Map(world.phone.files)
  }, 120_000)
  afterAll(() => world?.dispose())

  /** The page on the phone as it was found, whatever was tapped since. */
  async function start(address: string, words: string): Promise<void> {
    const { phone } = world
    await phone.destroy()
    refill(phone.storage, storage)
    refill(phone.files, files)
    await phone.coldStart(address)
    await world.view.until((text) => text.includes(words))
    await world.settle()
  }

  async function isWithin(address: string, words: string): Promise<void> {
    const { phone, view } = world
    await start(address, words)
    const heaviest = [{ after: 'opening', bytes: phone.takeHeaviest().bytes }]
    for (const role of roles) {
      const count = await view.count({ role })
      for (let nth = 0; nth < count; nth += 1) {
        await start(address, words)
        if ((await view.count({ role })) <= nth) continue
        phone.takeHeaviest()
        const isTaken = await view.tap({ role, nth }).then(() => true, unlessDisabled)
        if (!isTaken) continue
        await world.settle()
        heaviest.push({ after: `${role} ${nth}`, bytes: phone.takeHeaviest().bytes })
      }
    }
    expect(heaviest.filter(({ bytes }) => bytes > maxBytes)).toEqual([])
    // a page without a control would be one that was not drawn
    expect(heaviest.length).toBeGreaterThan(1)
  }

  // what examines and searches draws as it goes on
  const drawnAtOnce = everyPage('zh-CN').filter(([address]) => !/\/(doctor|search)\//.test(address))

  it.each(drawnAtOnce)('%s: its content is there after a few', async (address, words) => {
    await start(pages.connections, wordsOf('zh-CN').greenhouse)
    await world.visit(address)
    let calls = NaN
    await world.view.until((text) => {
      calls = world.phone.page().setData.calls
      return text.includes(words)
    })
    expect(calls).toBeLessThanOrEqual(maxCalls)
  })

  it.each(everyPage('zh-CN'))('%s: opened, and each control tapped', isWithin, 120_000)

  it('a message: opened, and each control tapped', () => isWithin(message, t('detail.chart')), 120_000)
})

function unlessDisabled(error: Error): false {
  if (/nothing binds tap/.test(error.message)) return false
  throw error
}

function refill<V>(kept: Map<string, V>, found: ReadonlyMap<string, V>): void {
  kept.clear()
  found.forEach((value, key) => kept.set(key, value))
}
