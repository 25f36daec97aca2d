import fc from 'fast-check'
import type { DeliveryStatus } from '@/core/message/message'
import {
  acknowledge,
  cancel,
  emptyOutbox,
  enqueue,
  forget,
  handed,
  resend,
  send,
  type Outbox,
  type OutboxStep,
} from '@/core/session/outbox'
import type { Acknowledgement, QoS } from '@/core/session/packets'

type Step =
  | { type: 'enqueue'; qos: QoS }
  /** `isHanded`: the plan was recorded and the connection still there */
  | { type: 'send'; isHanded: boolean }
  | { type: 'ack'; nth: number; reasonCode: number }
  | { type: 'strayAck'; cmd: Acknowledgement['cmd']; packetId: number }
  | { type: 'connect'; resumed: boolean; receiveMaximum: number }
  | { type: 'cancel'; nth: number }

const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('enqueue' as const), qos: fc.constantFrom<QoS>(0, 1, 2) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('send' as const), isHanded: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('ack' as const),
      nth: fc.nat(9),
      reasonCode: fc.constantFrom(0, 0, 0, 0x10, 0x87, 0x92),
    }),
  },
  fc.record({
    type: fc.constant('strayAck' as const),
    cmd: fc.constantFrom<Acknowledgement['cmd']>('puback', 'pubrec', 'pubrel', 'pubcomp'),
    packetId: fc.integer({ min: 1, max: 65_535 }),
  }),
  fc.record({
    type: fc.constant('connect' as const),
    resumed: fc.boolean(),
    receiveMaximum: fc.constantFrom(1, 2, 3, 65_535),
  }),
  fc.record({ type: fc.constant('cancel' as const), nth: fc.nat(9) }),
)

/** An outbox with a broker that answers what it was sent, on connections that come and go. */
class World {
  box: Outbox
  readonly queued: number[] = []
  readonly statuses = new Map<number, DeliveryStatus>()
  /** topics of the PUBLISH packets without DUP, in the order they were written */
  readonly firstSends: number[] = []
  /** what this connection carries and the broker has not answered for good */
  onWire = new Set<number>()
  private limits = { receiveMaximum: 65_535 }
  private readonly taken: (id: number) => boolean

  constructor(lastPacketId: number, takenIds: number[]) {
    this.box = { ...emptyOutbox, lastPacketId }
    this.taken = (id) => takenIds.includes(id)
  }

  play(step: Step): void {
    switch (step.type) {
      case 'enqueue': {
        const id = this.queued.length + 1
        this.queued.push(id)
        const payload = new Uint8Array(0)
        const status = { name: 'queued' as const }
        this.statuses.set(id, status)
        const flags = { qos: step.qos, retain: false, at: 0 }
        this.box = enqueue(this.box, { direction: 'sent', id, topic: String(id), payload, status, ...flags })
        return
      }
      case 'send':
        return this.take(send(this.box, this.limits, this.taken, 0), step.isHanded)
      case 'ack': {
        const entry = this.box.entries.filter((e) => this.onWire.has(e.packetId ?? 0))[step.nth]
        if (!entry?.packetId) return
        const cmd = entry.message.qos === 1 ? 'puback' : entry.isReleased ? 'pubcomp' : 'pubrec'
        const { packetId } = entry
        this.take(acknowledge(this.box, { cmd, packetId, reasonCode: step.reasonCode }, 0))
        if (!this.box.entries.some((e) => e.packetId === packetId)) this.onWire.delete(packetId)
        return
      }
      case 'strayAck': {
        if (this.box.entries.some((e) => e.packetId === step.packetId)) return
        const step2 = acknowledge(this.box, { cmd: step.cmd, packetId: step.packetId, reasonCode: 0 }, 0)
        expect(step2.outbox).toBe(this.box)
        return
      }
      case 'connect':
        this.limits = { receiveMaximum: step.receiveMaximum }
        this.onWire = new Set()
        return this.take(step.resumed ? resend(this.box, this.limits, 0) : forget(this.box))
      case 'cancel': {
        const entry = this.box.entries[step.nth]
        if (entry) this.take(cancel(this.box, entry.message.id))
      }
    }
  }

  private take({ outbox, packets, changed }: OutboxStep, isHanded = true): void {
    this.box = outbox
    this.note(changed)
    // a plan that is not recorded in time is of no connection
    if (!isHanded && packets.length > 0) return this.play({ type: 'connect', resumed: true, ...this.limits })
    if (packets.length > 0) {
      const after = handed(this.box, packets)
      this.box = after.outbox
      this.note(after.changed)
    }
    for (const { packet } of packets) {
      if (packet.packetId !== undefined) {
        // never the same identifier twice on a connection while it is in use
        expect(this.onWire.has(packet.packetId)).toBe(false)
        this.onWire.add(packet.packetId)
      }
      if (packet.cmd === 'publish' && !packet.dup) this.firstSends.push(Number(packet.topic))
    }
    const publishes = this.box.entries.filter((e) => this.onWire.has(e.packetId ?? 0) && !e.isReleased)
    expect(publishes.length).toBeLessThanOrEqual(this.limits.receiveMaximum)
  }

  private note(changed: OutboxStep['changed']): void {
    for (const { id, status } of changed) {
      const before = this.statuses.get(id)?.name
      expect(before === 'queued' || before === 'sending').toBe(true)
      this.statuses.set(id, status)
    }
  }
}

function play(steps: Step[], lastPacketId: number, takenIds: number[], check: (world: World) => void): World {
  const world = new World(lastPacketId, takenIds)
  for (const step of steps) {
    world.play(step)
    check(world)
  }
  return world
}

const scenario = [
  fc.array(stepArbitrary, { maxLength: 60 }),
  fc.constantFrom(0, 65_530),
  fc.array(fc.constantFrom(1, 2, 3, 65_534, 65_535), { maxLength: 4 }),
] as const

const runs = { numRuns: 2_000 }

describe('whatever happens to an outbox', () => {
  it('every message is in it or has one final status', () => {
    fc.assert(
      fc.property(...scenario, (steps, last, taken) => {
        play(steps, last, taken, ({ box, queued, statuses }) => {
          const inside = new Map(box.entries.map((e) => [e.message.id, e.message.status.name]))
          for (const id of queued) {
            const name = statuses.get(id)?.name
            const isFinal = name !== 'queued' && name !== 'sending'
            expect(inside.has(id)).toBe(!isFinal)
            if (!isFinal) expect(inside.get(id)).toBe(name)
          }
        })
      }),
      runs,
    )
  })

  it('identifiers in flight are unique, within 1 to 65,535 and nobody else’s', () => {
    fc.assert(
      fc.property(...scenario, (steps, last, taken) => {
        play(steps, last, taken, ({ box }) => {
          const ids = box.entries.flatMap((e) => e.packetId ?? [])
          expect(new Set(ids).size).toBe(ids.length)
          for (const id of ids) {
            expect(id >= 1 && id <= 65_535).toBe(true)
            expect(taken).not.toContain(id)
          }
        })
      }),
      runs,
    )
  })

  it('what is sent first was queued first, and nothing is sent twice without DUP', () => {
    fc.assert(
      fc.property(...scenario, (steps, last, taken) => {
        const { firstSends } = play(steps, last, taken, () => undefined)
        expect(firstSends).toEqual([...new Set(firstSends)].sort((a, b) => a - b))
      }),
      runs,
    )
  })

  it('a broker that answers empties it', () => {
    fc.assert(
      fc.property(...scenario, (steps, last, taken) => {
        const world = play(steps, last, taken, () => undefined)
        world.play({ type: 'connect', resumed: true, receiveMaximum: 1 })
        for (let i = 0; i < 3 * steps.length + 3; i += 1) {
          world.play({ type: 'send', isHanded: true })
          world.play({ type: 'ack', nth: 0, reasonCode: 0 })
        }
        expect(world.box.entries).toEqual([])
      }),
      runs,
    )
  })
})
