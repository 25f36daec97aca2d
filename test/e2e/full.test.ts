import { randomBytes } from 'node:crypto'
import { translator } from '../../src/i18n/t'
import { Journeys } from '../support/app/journeys'
import { Peer } from '../support/app/peer'
import { h5Phone, servePage, weappPhone, type Phone } from '../support/app/phone'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'
import { PhoneBrowser } from '../support/h5/browser'
import { describeWith } from '../support/requirements'

const t = translator('zh-CN')
/** A segment of the journal and a half: the first can go */
const OLDEST_GO_BYTES = 400_000
/** Less than a segment takes, and the newest is never given up */
const ROOM_BYTES = 120_000
/** More than that, and each another one */
const MESSAGES = 60
const large = (n: number) => `#${n} ${randomBytes(1_500).toString('hex')}`
let broker: Broker

beforeAll(async () => {
  broker = await startBroker()
})
afterAll(() => broker?.stop())

async function connect({ view }: Phone, prefix: string): Promise<Journeys> {
  const journeys = new Journeys(view, 'zh-CN')
  await journeys.addConnection({ name: '温室', address: `${broker.wsUrl}/mqtt` })
  await journeys.isOnline()
  await journeys.subscribe(`${prefix}/#`)
  return journeys
}

/** A phone that was nearly full is: not even a message of few bytes can be stored. */
async function fill(phone: Phone, prefix: string): Promise<Journeys> {
  const journeys = await connect(phone, prefix)
  await phone.room(1)
  const peer = await Peer.join(broker.tcpUrl)
  for (let n = 1; n < MESSAGES; n += 1) await peer.publish(`${prefix}/large`, large(n))
  await peer.publish(`${prefix}/small`, '最后一条')
  await peer.leave()
  await journeys.sees(t('reason.storageFull'))
  await journeys.sees(t('reason.storageFull.next'))
  expect(await phone.view.text()).not.toContain('最后一条')
  return journeys
}

/** What was not stored was not acknowledged: the broker has kept it, and all of it comes. */
async function hasAll(journeys: Journeys): Promise<void> {
  await journeys.isOnline()
  await journeys.sees('最后一条')
  const { view, t: words } = journeys
  await view.until((text) => {
    const lines = text.split('\n').map((line) => line.trim())
    const newest = Array.from({ length: 5 }, (_, i) => `#${MESSAGES - 1 - i} `)
    // what had come before it was known that there is no room comes again, and counts
    const total = Number(lines[lines.indexOf(words('messages.all')) + 1])
    return total >= MESSAGES && newest.every((start) => lines.filter((line) => line.startsWith(start)).length === 1)
  })
}

async function goOnInMemory(phone: Phone, prefix: string): Promise<void> {
  const { view } = phone
  const journeys = await fill(phone, prefix)
  await view.tap(t('reason.continueInMemory'))
  await hasAll(journeys)
  // as long as it is so
  await journeys.sees(t('messages.unstored'))
  await journeys.publish(`${prefix}/b`, '还能发')
  await journeys.sees('还能发')
  await view.until((text) => new RegExp(t('sent.acknowledged', { ms: '\\d+' })).test(text))
}

async function makeRoom(phone: Phone, prefix: string): Promise<void> {
  const journeys = await fill(phone, prefix)
  await phone.room(100 * ROOM_BYTES)
  await phone.view.tap(t('state.retryNow'))
  await hasAll(journeys)
  expect(await phone.view.text()).not.toContain(t('messages.unstored'))
}

/** @param open a new phone with so much room */
function journeysOn(platform: string, open: (roomBytes: number) => Promise<Phone>): void {
  const on = async (journey: (phone: Phone, prefix: string) => Promise<void>) => {
    const phone = await open(ROOM_BYTES)
    try {
      await journey(phone, `${platform}/${journey.name}`)
      expect(phone.errors()).toEqual([])
    } finally {
      await phone.close()
    }
  }

  it('nothing can be stored: that is said, nothing is taken for received, and it goes on in memory', () =>
    on(goOnInMemory))
  it('nothing can be stored: with room made and another try all of it comes', () => on(makeRoom))
}

describe('a full phone, in the mini-program', () => {
  journeysOn('weapp', (roomBytes) => weappPhone({}, { roomBytes }))

  it('where history can be given up the oldest of it goes: nothing stops, and all that is new is stored', async () => {
    const files = new Map<string, Uint8Array>()
    const phone = await weappPhone({}, { roomBytes: OLDEST_GO_BYTES, files })
    try {
      const journeys = await connect(phone, 'weapp/oldest')
      const peer = await Peer.join(broker.tcpUrl)
      const count = Math.ceil((1.2 * OLDEST_GO_BYTES) / large(0).length)
      for (let n = 1; n <= count; n += 1) await peer.publish('weapp/oldest/large', large(n))
      await peer.leave()
      await phone.view.until((text) => new RegExp(`^${count}$`, 'm').test(text))
      const stored = Buffer.concat([...files.values()]).toString()
      for (const n of [1, 2, 3]) expect(stored).not.toContain(`#${n} `)
      for (const n of [count - 2, count - 1, count]) expect(stored).toContain(`#${n} `)
      await journeys.isOnline()
      expect(await phone.view.text()).not.toContain(t('messages.unstored'))
      await journeys.back()
      await journeys.toTab('settings')
      await journeys.sees(t('storage.whenFull'))
      expect(phone.errors()).toEqual([])
    } finally {
      await phone.close()
    }
  })
})

describeWith({ chromium: true }, 'a full phone, on H5', () => {
  let browser: PhoneBrowser
  let page: Awaited<ReturnType<typeof servePage>>
  beforeAll(async () => {
    page = await servePage()
    browser = await PhoneBrowser.launch()
  })
  afterAll(async () => {
    await browser?.close()
    await page?.stop()
  })
  journeysOn('h5', (roomBytes) => h5Phone(browser, page.url, { roomBytes }))
})
