import { Phone } from '../support/crash/phone'
import { ModelBroker } from '../support/model-broker/modelBroker'
import type { BrokerRules } from '../support/model-broker/types'
import { VirtualTime } from '../support/virtualTime'

// a slow machine may take its time
jest.setTimeout(600_000)

const HEARTBEATS = 10_000
const WINDOW = 8

interface Copies {
  /** serial numbers of what was shown as new */
  asNew: number[]
  /** of what was shown as delivered again, with DUP and without */
  again: { dup: number[]; plain: number[] }
}

/** Identical messages at QoS 1 while the connection is lost again and again; only a User Property tells them apart. */
async function beat(packetIds: BrokerRules['packetIds']): Promise<Copies & { losses: number }> {
  const time = new VirtualTime().install()
  try {
    const broker = new ModelBroker(time.worldClock, { packetIds })
    const phone = new Phone(time, broker.network, {
      prepare: (session) => session.subscribe('alive', { qos: 1 }),
    })
    phone.start()
    await time.until(() => broker.sessionOf('phone')?.subscriptions.has('alive') === true, 'subscribed')
    const copies: Copies = { asNew: [], again: { dup: [], plain: [] } }
    let losses = 0
    for (let serial = 0; serial < HEARTBEATS;) {
      for (let n = 0; n < WINDOW; n += 1, serial += 1) {
        broker.publish('alive', 'yes', { qos: 1, properties: { userProperties: { serial: String(serial) } } })
      }
      // at another moment each time: on the way there, while it is written, on the way back, afterwards
      await time.advance(serial % 29)
      if (serial % 3 === 0) {
        losses += 1
        broker.connectionOf('phone')?.tear()
        await time.until(() => phone.status === 'online' && broker.clientIds.length === 1, 'back')
      }
      await time.advance(serial % 5 === 0 ? 40 : 0)
    }
    await time.advance(60_000)
    expect(broker.sessionOf('phone')?.unfinished).toBe(0)
    for (const entry of phone.app.entries) {
      if (entry.direction !== 'received') continue
      const serial = Number(entry.properties?.userProperties?.[0]?.[1])
      const list = entry.isRedelivered ? copies.again[entry.dup ? 'dup' : 'plain'] : copies.asNew
      list.push(serial)
    }
    return { ...copies, losses }
  } finally {
    time.uninstall()
  }
}

it.each(['next', 'lowest'] as const)(
  'identical heartbeats over a lossy connection, identifiers: %s',
  async (packetIds) => {
    const { asNew, again, losses } = await beat(packetIds)
    const isNew = new Set(asNew)
    const flagged = new Set([...again.dup, ...again.plain])
    const dropped = Array.from({ length: HEARTBEATS }, (_, n) => n).filter((n) => !isNew.has(n) && !flagged.has(n))
    const merged = { dup: again.dup.filter((n) => !isNew.has(n)), plain: again.plain.filter((n) => !isNew.has(n)) }
    console.log(
      `identifiers ${packetIds}: ${HEARTBEATS} heartbeats, ${losses} losses, ${flagged.size} delivered again, ` +
        `${asNew.length - isNew.size} of them unflagged; new ones taken for old: ${merged.dup.length} with DUP, ` +
        `${merged.plain.length} without; ${dropped.length} dropped`,
    )
    expect(dropped).toEqual([])
    expect(asNew.length).toBe(isNew.size)
    if (packetIds === 'next') expect(merged).toEqual({ dup: [], plain: [] })
    // an identifier that is used again at once, for the same words, with DUP: the wire does not tell that from a lost PUBACK.
    // Without DUP it is new, as soon as the broker has shown that it sets DUP
    else expect(merged.plain.length).toBeLessThan(HEARTBEATS / 100)
  },
)
