import type { DeliveryStatus, SentMessage } from '../message/message'
import {
  acknowledge,
  cancel,
  emptyOutbox,
  enqueue,
  expire,
  forget,
  freePacketId,
  handed,
  nextExpiry,
  outboxBytes,
  resend,
  send,
  type OutboxPacket,
  type OutboxStep,
} from './outbox'
import type { BrokerLimits, Outbox } from './outbox'
import type { Acknowledgement, QoS } from './packets'

const free = () => false

const message = (id: number, qos: QoS = 1, change: Partial<SentMessage> = {}): SentMessage => ({
  direction: 'sent',
  id,
  topic: `t/${id}`,
  payload: Uint8Array.of(id),
  qos,
  retain: false,
  at: 0,
  status: { name: 'queued' },
  ...change,
})

const boxOf = (...messages: SentMessage[]): Outbox => messages.reduce(enqueue, emptyOutbox)

const plan = (box: Outbox, limits: BrokerLimits = {}, isTaken: (id: number) => boolean = free) =>
  send(box, limits, isTaken, 1_000)

/** Sends what can be sent, and a socket takes it. */
function sendAll(...args: Parameters<typeof plan>): OutboxStep {
  const step = plan(...args)
  const after = handed(step.outbox, step.packets)
  return { ...after, packets: step.packets, changed: [...step.changed, ...after.changed] }
}

const ack = (cmd: Acknowledgement['cmd'], packetId: number, reasonCode = 0): Acknowledgement => ({
  cmd,
  packetId,
  reasonCode,
})

const statuses = (changed: SentMessage[]): [number, DeliveryStatus['name']][] =>
  changed.map(({ id, status }) => [id, status.name])

const topics = (packets: OutboxPacket[]) =>
  packets.map(({ packet: p }) => (p.cmd === 'publish' ? p.topic : `pubrel ${p.packetId}`))

const wire = ({ packets }: OutboxStep) => packets.map(({ packet }) => packet)

describe('sending', () => {
  it('hands everything over in the order it was queued, with packet identifiers from 1 on', () => {
    const step = sendAll(boxOf(message(1, 1), message(2, 0), message(3, 2)))
    expect(wire(step)).toEqual([
      expect.objectContaining({ topic: 't/1', qos: 1, packetId: 1, dup: false }),
      expect.objectContaining({ topic: 't/2', qos: 0, packetId: undefined, dup: false }),
      expect.objectContaining({ topic: 't/3', qos: 2, packetId: 2, dup: false }),
    ])
    expect(statuses(step.changed)).toEqual([
      [1, 'sending'],
      [3, 'sending'],
      [2, 'acknowledged'],
    ])
    expect(step.outbox.entries.map((e) => e.message.status.name)).toEqual(['sending', 'sending'])
  })

  it('keeps within the Receive Maximum, and sends the rest as acknowledgements come', () => {
    const first = sendAll(boxOf(message(1), message(2), message(3)), { receiveMaximum: 2 })
    expect(topics(first.packets)).toEqual(['t/1', 't/2'])
    expect(sendAll(first.outbox, { receiveMaximum: 2 }).packets).toEqual([])
    const acked = acknowledge(first.outbox, ack('puback', 1), 1_050)
    expect(topics(sendAll(acked.outbox, { receiveMaximum: 2 }).packets)).toEqual(['t/3'])
  })

  it('counts a QoS 2 message against the Receive Maximum until PUBCOMP', () => {
    const { outbox } = sendAll(boxOf(message(1, 2), message(2)), { receiveMaximum: 1 })
    const received = acknowledge(outbox, ack('pubrec', 1), 1_010).outbox
    expect(sendAll(received, { receiveMaximum: 1 }).packets).toEqual([])
    const completed = acknowledge(received, ack('pubcomp', 1), 1_020).outbox
    expect(topics(sendAll(completed, { receiveMaximum: 1 }).packets)).toEqual(['t/2'])
  })

  it('holds QoS 0 behind a full window: it would overtake', () => {
    const step = sendAll(boxOf(message(1), message(2), message(3, 0)), { receiveMaximum: 1 })
    expect(topics(step.packets)).toEqual(['t/1'])
    expect(step.outbox.entries.map((e) => e.message.id)).toEqual([1, 2, 3])
  })

  it('sends QoS 0 that stands before whatever fills the window', () => {
    const { outbox } = sendAll(boxOf(message(1)), { receiveMaximum: 1 })
    expect(topics(sendAll(enqueue(outbox, message(2, 0)), { receiveMaximum: 1 }).packets)).toEqual(['t/2'])
  })

  it('never takes a packet identifier in use, by its own messages or by a SUBSCRIBE', () => {
    const first = sendAll(boxOf(message(1), message(2)))
    const second = sendAll({ ...enqueue(first.outbox, message(3)), lastPacketId: 0 }, {}, (id) => id === 3)
    expect(wire(second)).toEqual([expect.objectContaining({ packetId: 4 })])
  })

  it('wraps packet identifiers at 65,535 to 1', () => {
    expect(freePacketId(65_534, free)).toBe(65_535)
    expect(freePacketId(65_535, free)).toBe(1)
    expect(freePacketId(65_534, (id) => id === 65_535 || id === 1)).toBe(2)
  })

  it.each<[string, SentMessage, BrokerLimits, number]>([
    ['a QoS above maximumQoS', message(1, 2), { maximumQoS: 1 }, 0x9b],
    ['QoS 1 where only 0 is granted', message(1, 1), { maximumQoS: 0 }, 0x9b],
    ['retain where it is not available', message(1, 1, { retain: true }), { retainAvailable: false }, 0x9a],
    [
      'a packet above maximumPacketSize',
      message(1, 1, { payload: new Uint8Array(90) }),
      { maximumPacketSize: 90 },
      0x95,
    ],
  ])('refuses %s by itself with the code the broker would use', (_name, refused, limits, mqttCode) => {
    const step = sendAll(boxOf(refused, message(2, 0)), limits)
    expect(step.changed[0]).toMatchObject({ id: 1, status: { name: 'refused', mqttCode } })
    expect(topics(step.packets)).toEqual(['t/2'])
    expect(step.outbox.entries).toEqual([])
  })

  it('takes what the limits just allow', () => {
    const step = sendAll(boxOf(message(1, 1, { retain: true }), message(2, 1)), {
      maximumQoS: 1,
      retainAvailable: true,
    })
    expect(topics(step.packets)).toEqual(['t/1', 't/2'])
  })

  // fixed header 1 + remaining length, topic length 2, topic, packet identifier 2 above QoS 0, property length 1
  it.each<[QoS, string, number, number]>([
    [0, 'topic', 100, 1 + 1 + 2 + 5 + 0 + 1 + 100],
    [1, 'topic', 100, 1 + 1 + 2 + 5 + 2 + 1 + 100],
    [1, '温室', 100, 1 + 1 + 2 + 6 + 2 + 1 + 100],
    [2, 'topic', 200, 1 + 2 + 2 + 5 + 2 + 1 + 200],
    [1, 'topic', 20_000, 1 + 3 + 2 + 5 + 2 + 1 + 20_000],
  ])('knows the size of a packet to the byte: QoS %i on %s', (qos, topic, length, size) => {
    const box = boxOf(message(1, qos, { topic, payload: new Uint8Array(length) }))
    expect(sendAll(box, { maximumPacketSize: size }).packets).toHaveLength(1)
    expect(sendAll(box, { maximumPacketSize: size - 1 }).packets).toHaveLength(0)
  })

  it('counts the bytes of all that is not settled', () => {
    const { outbox } = sendAll(boxOf(message(1, 1, { payload: new Uint8Array(10) })))
    expect(outboxBytes(enqueue(outbox, message(2, 1, { payload: new Uint8Array(5) })))).toBe(15)
  })
})

describe('acknowledgements', () => {
  const inFlight = (qos: QoS) => sendAll(boxOf(message(1, qos))).outbox

  it('PUBACK settles QoS 1 with its round trip', () => {
    const step = acknowledge(inFlight(1), ack('puback', 1), 1_042)
    expect(step.changed).toMatchObject([{ id: 1, status: { name: 'acknowledged', roundTripMs: 42 } }])
    expect(step.outbox.entries).toEqual([])
  })

  it('PUBACK 0x10 (no matching subscribers) is a success', () => {
    expect(statuses(acknowledge(inFlight(1), ack('puback', 1, 0x10), 0).changed)).toEqual([[1, 'acknowledged']])
  })

  it('PUBREC settles nothing, PUBCOMP does', () => {
    const received = acknowledge(inFlight(2), ack('pubrec', 1), 1_010)
    expect(received.changed).toEqual([])
    expect(received.outbox.entries).toMatchObject([{ packetId: 1, isReleased: true }])
    const step = acknowledge(received.outbox, ack('pubcomp', 1), 1_030)
    expect(step.changed).toMatchObject([{ status: { name: 'acknowledged', roundTripMs: 30 } }])
  })

  it.each<[Acknowledgement['cmd'], QoS]>([
    ['puback', 1],
    ['pubrec', 2],
  ])('a failing %s refuses the message with its code and words', (cmd, qos) => {
    const step = acknowledge(inFlight(qos), { ...ack(cmd, 1, 0x97), reasonString: 'quota' }, 0)
    expect(step.changed).toMatchObject([{ status: { name: 'refused', mqttCode: 0x97, detail: 'quota' } }])
    expect(step.outbox.entries).toEqual([])
  })

  it('PUBCOMP 0x92 settles: the broker has released it already', () => {
    const { outbox } = acknowledge(inFlight(2), ack('pubrec', 1), 0)
    expect(statuses(acknowledge(outbox, ack('pubcomp', 1, 0x92), 0).changed)).toEqual([[1, 'acknowledged']])
  })

  it.each<[string, QoS, Acknowledgement]>([
    ['of an unknown identifier', 1, ack('puback', 9)],
    ['PUBREC for QoS 1', 1, ack('pubrec', 1)],
    ['PUBCOMP for QoS 1', 1, ack('pubcomp', 1)],
    ['PUBACK for QoS 2', 2, ack('puback', 1)],
    ['PUBREL', 2, ack('pubrel', 1)],
    ['PUBCOMP before PUBREC', 2, ack('pubcomp', 1)],
  ])('one that answers nothing changes nothing: %s', (_name, qos, acknowledgement) => {
    const outbox = inFlight(qos)
    expect(acknowledge(outbox, acknowledgement, 0)).toEqual({ outbox, packets: [], changed: [] })
  })

  it('an identifier is free again once it is settled, and only then', () => {
    const { outbox } = acknowledge(inFlight(1), ack('puback', 1), 0)
    const again = sendAll({ ...enqueue(outbox, message(2)), lastPacketId: 65_535 })
    expect(wire(again)).toMatchObject([{ packetId: 1 }])
  })
})

describe('a resumed session', () => {
  it('sends what is in flight again in order: same identifiers, DUP, PUBREL where PUBREC had come', () => {
    const { outbox } = sendAll(boxOf(message(1), message(2, 2), message(3, 2)))
    const box = enqueue(acknowledge(outbox, ack('pubrec', 2), 0).outbox, message(4))
    expect(wire(resend(box, {}, 0))).toEqual([
      expect.objectContaining({ topic: 't/1', packetId: 1, dup: true }),
      { cmd: 'pubrel', packetId: 2 },
      expect.objectContaining({ topic: 't/3', packetId: 3, dup: true, qos: 2 }),
    ])
  })

  it('changes no status and loses nothing by it', () => {
    const { outbox } = sendAll(boxOf(message(1), message(2)))
    const step = resend(outbox, {}, 0)
    expect(step.changed).toEqual([])
    expect(step.outbox.entries.map((e) => e.message)).toEqual(outbox.entries.map((e) => e.message))
  })

  it('keeps within a smaller Receive Maximum than before, and nothing new goes before the rest', () => {
    const { outbox } = sendAll(boxOf(message(1), message(2), message(3)))
    const limits = { receiveMaximum: 1 }
    const first = resend(enqueue(outbox, message(4, 0)), limits, 0)
    expect(topics(first.packets)).toEqual(['t/1'])
    expect(sendAll(first.outbox, limits).packets).toEqual([])
    const second = sendAll(acknowledge(first.outbox, ack('puback', 1), 0).outbox, limits)
    expect(wire(second)).toMatchObject([{ topic: 't/2', packetId: 2, dup: true }])
    const third = sendAll(acknowledge(second.outbox, ack('puback', 2), 0).outbox, limits)
    expect(wire(third)).toMatchObject([
      { topic: 't/3', packetId: 3, dup: true },
      { topic: 't/4', dup: false },
    ])
  })

  it('resends all of it when the connection is lost while some still waits for the window', () => {
    const { outbox } = sendAll(boxOf(message(1), message(2)))
    const { outbox: half } = resend(outbox, { receiveMaximum: 1 }, 0)
    expect(topics(resend(half, {}, 0).packets)).toEqual(['t/1', 't/2'])
  })

  it('PUBREL needs no room in the window', () => {
    const { outbox } = sendAll(boxOf(message(1), message(2, 2)))
    const { outbox: released } = acknowledge(outbox, ack('pubrec', 2), 0)
    expect(topics(resend(released, { receiveMaximum: 1 }, 0).packets)).toEqual(['t/1', 'pubrel 2'])
  })
})

describe('a fresh session', () => {
  it('says of what was in flight that nobody knows, and keeps what was queued', () => {
    const { outbox } = sendAll(boxOf(message(1), message(2, 2), message(3)), { receiveMaximum: 2 })
    const step = forget(acknowledge(outbox, ack('pubrec', 2), 0).outbox)
    expect(statuses(step.changed)).toEqual([
      [1, 'unknown'],
      [2, 'unknown'],
    ])
    expect(step.outbox.entries.map((e) => e.message)).toEqual([message(3)])
  })
})

describe('withdrawing', () => {
  it('works for what is queued, and not for what was sent or is not there', () => {
    const { outbox } = sendAll(boxOf(message(1), message(2)), { receiveMaximum: 1 })
    expect(cancel(outbox, 1)).toEqual({ outbox, packets: [], changed: [] })
    expect(cancel(outbox, 7)).toEqual({ outbox, packets: [], changed: [] })
    const step = cancel(outbox, 2)
    expect(statuses(step.changed)).toEqual([[2, 'cancelled']])
    expect(step.outbox.entries).toHaveLength(1)
  })
})

describe('what is planned', () => {
  it('is not sent until it is recorded: QoS 0 is acknowledged by the socket alone', () => {
    const step = plan(boxOf(message(1, 0)))
    expect(step.changed).toEqual([])
    expect(plan(step.outbox).packets).toEqual([])
    expect(cancel(step.outbox, 1).changed).toEqual([])
    expect(statuses(handed(step.outbox, step.packets).changed)).toEqual([[1, 'acknowledged']])
  })

  it('and met no socket goes back to the queue in its place, whatever became of the session', () => {
    const { outbox } = plan(enqueue(sendAll(boxOf(message(1))).outbox, message(2)))
    const box = enqueue(outbox, message(3))
    expect(statuses(forget(box).changed)).toEqual([
      [2, 'queued'],
      [1, 'unknown'],
    ])
    const resumed = resend(box, {}, 0)
    expect(topics(resumed.packets)).toEqual(['t/1'])
    expect(topics(sendAll(resumed.outbox).packets)).toEqual(['t/2', 't/3'])
  })
})

describe('a resumed session with a smaller Maximum Packet Size', () => {
  it.each([1, 2] as const)('keeps the identifier of a QoS %i message taken until the session is fresh', (qos) => {
    const large = message(1, qos, { payload: new Uint8Array(90) })
    const { outbox } = resend(sendAll(boxOf(large)).outbox, { maximumPacketSize: 50 }, 0)
    const next = { ...enqueue(outbox, message(2)), lastPacketId: 0 }
    expect(wire(plan(next))).toMatchObject([{ packetId: 2 }])
    expect(wire(plan(forget(next).outbox))).toMatchObject([{ packetId: 1 }])
    expect(wire(plan(resend(next, {}, 0).outbox))).toMatchObject([{ packetId: 2 }])
  })

  it('gets nothing it must not be sent, and nobody knows whether the broker had it', () => {
    const large = message(1, 1, { payload: new Uint8Array(90) })
    const step = resend(sendAll(boxOf(large, message(2))).outbox, { maximumPacketSize: 50 }, 0)
    expect(topics(step.packets)).toEqual(['t/2'])
    expect(statuses(step.changed)).toEqual([[1, 'unknown']])
  })

  it('still gets PUBREL, which is small', () => {
    const large = message(1, 2, { payload: new Uint8Array(90) })
    const released = acknowledge(sendAll(boxOf(large)).outbox, ack('pubrec', 1), 0).outbox
    expect(topics(resend(released, { maximumPacketSize: 50 }, 0).packets)).toEqual(['pubrel 1'])
  })
})

it.each<[string, SentMessage, BrokerLimits]>([
  ['a lower Maximum QoS', message(1, 2), { maximumQoS: 1 }],
  ['Retain Available 0', message(1, 1, { retain: true }), { retainAvailable: false }],
])('a resumed session with %s gets nothing it would end the connection over', (_, sent, limits) => {
  const step = resend(sendAll(boxOf(sent)).outbox, limits, 0)
  expect(step.packets).toEqual([])
  expect(statuses(step.changed)).toEqual([[1, 'unknown']])
  expect([...step.outbox.blockedIds]).toEqual([1])
})

it('a lower Maximum QoS holds back no PUBREL', () => {
  const released = acknowledge(sendAll(boxOf(message(1, 2))).outbox, ack('pubrec', 1), 0).outbox
  expect(topics(resend(released, { maximumQoS: 1 }, 0).packets)).toEqual(['pubrel 1'])
})

describe('expiry', () => {
  const hasty = (id: number, qos: QoS = 1) => message(id, qos, { expiresAt: 5_000 })

  it('ends the wait of what is queued, and of nothing that was sent', () => {
    const { outbox } = sendAll(boxOf(hasty(1), hasty(2)), { receiveMaximum: 1 })
    expect(nextExpiry(outbox)).toBe(5_000)
    expect(expire(outbox, 4_999).outbox).toBe(outbox)
    const step = expire(outbox, 5_000)
    expect(statuses(step.changed)).toEqual([[2, 'expired']])
    expect(nextExpiry(step.outbox)).toBe(Infinity)
    expect(topics(resend(step.outbox, {}, 9_000).packets)).toEqual(['t/1'])
  })

  it('is checked before anything is sent', () => {
    const step = send(boxOf(hasty(1), message(2)), {}, free, 6_000)
    expect(statuses(step.changed)).toEqual([
      [1, 'expired'],
      [2, 'sending'],
    ])
  })

  it('tells the broker what is left of it, in whole seconds and never none', () => {
    expect(wire(sendAll(boxOf(hasty(1))))).toMatchObject([{ properties: { messageExpirySeconds: 4 } }])
    expect(wire(resend(sendAll(boxOf(hasty(1))).outbox, {}, 60_000))).toMatchObject([
      { properties: { messageExpirySeconds: 1 } },
    ])
  })

  it('comes to every message that waits for a week', () => {
    expect(nextExpiry(boxOf(message(1, 1, { at: 1_000 })))).toBe(1_000 + 7 * 86_400_000)
  })
})
