import type { DeliveryStatus, SentMessage } from '../message/message'
import { encodeUtf8 } from '../payload/utf8'
import type { Acknowledgement, Connack, Publish } from './packets'

/** A message of ours on its way. `packetId` is set once it was handed to a connection (QoS 1 and 2). */
export interface OutboxEntry {
  readonly message: SentMessage
  readonly packetId?: number
  /** PUBREC came: from here on only PUBREL is resent [MQTT-4.3.3-4] */
  readonly isReleased?: boolean
  /** in flight on an earlier connection and not sent again on this one yet */
  readonly isOwed?: boolean
  /** epoch ms of the first sending, for the round trip */
  readonly sentAt?: number
}

/** Messages not settled yet, oldest first: those in flight, then those queued. Plain data. */
export interface Outbox {
  readonly entries: readonly OutboxEntry[]
  readonly lastPacketId: number
}

export const emptyOutbox: Outbox = { entries: [], lastPacketId: 0 }

/** What the broker's CONNACK allows. */
export type BrokerLimits = Pick<Connack, 'receiveMaximum' | 'maximumPacketSize' | 'maximumQoS' | 'retainAvailable'>

export interface OutboxStep {
  outbox: Outbox
  packets: (Publish | { cmd: 'pubrel'; packetId: number })[]
  /** messages whose status changed, settled or not */
  changed: SentMessage[]
}

const DEFAULT_RECEIVE_MAXIMUM = 65_535

export const enqueue = (outbox: Outbox, message: SentMessage): Outbox => ({
  ...outbox,
  entries: [...outbox.entries, { message }],
})

export const outboxBytes = (outbox: Outbox): number =>
  outbox.entries.reduce((sum, entry) => sum + entry.message.payload.length, 0)

/**
 * Hands as many queued messages as the broker's Receive Maximum allows to the connection, in order §4.9; what is still
 * to be resent goes before. What the broker said it would not take is refused here with the code it would have used.
 * @param isTaken whether a Packet Identifier is in use elsewhere (SUBSCRIBE shares the space)
 */
export function send(outbox: Outbox, limits: BrokerLimits, isTaken: (id: number) => boolean, now: number): OutboxStep {
  const step = resendOwed(outbox, limits)
  const resent = step.outbox.entries
  if (resent.some((entry) => entry.isOwed)) return step
  const window = windowOf(limits)
  let inFlight = resent.filter((entry) => entry.packetId !== undefined).length
  const entries: OutboxEntry[] = []
  let { lastPacketId } = outbox
  const used = new Set(resent.map((entry) => entry.packetId))
  let isFull = false
  for (const entry of resent) {
    const { message } = entry
    if (entry.packetId !== undefined || isFull) {
      entries.push(entry)
      continue
    }
    const refusal = refusalOf(message, limits)
    if (refusal !== undefined) {
      step.changed.push(withStatus(message, { name: 'refused', mqttCode: refusal }))
    } else if (message.qos === 0) {
      step.packets.push(publishPacket(message, undefined, false))
      step.changed.push(withStatus(message, { name: 'acknowledged' }))
    } else if (inFlight >= window) {
      // order holds among all that follow, QoS 0 included
      isFull = true
      entries.push(entry)
    } else {
      lastPacketId = freePacketId(lastPacketId, (id) => used.has(id) || isTaken(id))
      used.add(lastPacketId)
      inFlight += 1
      const sending = withStatus(message, { name: 'sending' })
      entries.push({ message: sending, packetId: lastPacketId, sentAt: now })
      step.packets.push(publishPacket(message, lastPacketId, false))
      step.changed.push(sending)
    }
  }
  return { ...step, outbox: { entries, lastPacketId } }
}

/**
 * The session was resumed: everything in flight goes again, same ID, DUP 1, in order [MQTT-4.4.0-1], [MQTT-4.6.0-1].
 * What a smaller Receive Maximum than before leaves over follows by {@link send}.
 */
export function resend(outbox: Outbox, limits: BrokerLimits): OutboxStep {
  const entries = outbox.entries.map((e) => (e.packetId === undefined ? e : { ...e, isOwed: true }))
  return resendOwed({ ...outbox, entries }, limits)
}

function resendOwed(outbox: Outbox, limits: BrokerLimits): OutboxStep {
  const packets: OutboxStep['packets'] = []
  let inFlight = outbox.entries.filter((entry) => entry.packetId !== undefined && !entry.isOwed).length
  const entries = outbox.entries.map((entry) => {
    const { packetId, isReleased, isOwed, message } = entry
    // PUBREL is not held back by Receive Maximum §4.9
    if (packetId === undefined || !isOwed || (!isReleased && inFlight >= windowOf(limits))) return entry
    packets.push(isReleased ? { cmd: 'pubrel', packetId } : publishPacket(message, packetId, true))
    inFlight += 1
    return { ...entry, isOwed: false }
  })
  return { outbox: { ...outbox, entries }, packets, changed: [] }
}

/** The broker began a fresh session: nobody can say what became of what was in flight. */
export function forget(outbox: Outbox): OutboxStep {
  const lost = outbox.entries.filter((entry) => entry.packetId !== undefined)
  return {
    outbox: { ...outbox, entries: outbox.entries.filter((entry) => entry.packetId === undefined) },
    packets: [],
    changed: lost.map(({ message }) => withStatus(message, { name: 'unknown' })),
  }
}

/** Takes PUBACK, PUBREC or PUBCOMP; one that answers nothing of ours changes nothing. */
export function acknowledge(outbox: Outbox, ack: Acknowledgement, now: number): OutboxStep {
  const entry = outbox.entries.find((e) => e.packetId === ack.packetId)
  const unchanged: OutboxStep = { outbox, packets: [], changed: [] }
  if (!entry || ack.cmd === 'pubrel') return unchanged
  const replace = (next: OutboxEntry): Outbox => ({
    ...outbox,
    entries: outbox.entries.map((e) => (e === entry ? next : e)),
  })
  const settle = (status: DeliveryStatus): OutboxStep => ({
    outbox: { ...outbox, entries: outbox.entries.filter((e) => e !== entry) },
    packets: [],
    changed: [withStatus(entry.message, status)],
  })
  const { qos } = entry.message
  const isFailure = ack.reasonCode >= 0x80
  if (ack.cmd === 'puback' ? qos !== 1 : qos !== 2) return unchanged
  if (ack.cmd === 'pubcomp' && !entry.isReleased) return unchanged
  // 0x92 on PUBCOMP: the broker has released it already §3.7.2.1
  if (isFailure && ack.cmd !== 'pubcomp') {
    return settle({ name: 'refused', mqttCode: ack.reasonCode, detail: ack.reasonString })
  }
  if (ack.cmd === 'pubrec') return { ...unchanged, outbox: replace({ ...entry, isReleased: true }) }
  return settle({ name: 'acknowledged', roundTripMs: now - (entry.sentAt ?? now) })
}

/** Withdraws a message that no connection has seen. */
export function cancel(outbox: Outbox, messageId: number): OutboxStep {
  const entry = outbox.entries.find((e) => e.message.id === messageId && e.packetId === undefined)
  if (!entry) return { outbox, packets: [], changed: [] }
  return {
    outbox: { ...outbox, entries: outbox.entries.filter((e) => e !== entry) },
    packets: [],
    changed: [withStatus(entry.message, { name: 'cancelled' })],
  }
}

/** Packet Identifiers run from 1 to 65,535 and are not reused while in use §2.2.1. */
export function freePacketId(last: number, isTaken: (id: number) => boolean): number {
  let id = last
  do id = id >= 65_535 ? 1 : id + 1
  while (isTaken(id))
  return id
}

const windowOf = (limits: BrokerLimits) => limits.receiveMaximum ?? DEFAULT_RECEIVE_MAXIMUM

const withStatus = (message: SentMessage, status: DeliveryStatus): SentMessage => ({ ...message, status })

function publishPacket(message: SentMessage, packetId: number | undefined, dup: boolean): Publish {
  const { topic, payload, qos, retain } = message
  return { cmd: 'publish', topic, payload, qos, retain, dup, packetId }
}

/** PUBACK codes §3.4.2.1 and DISCONNECT codes §3.14.2.1 for what CONNACK ruled out. */
function refusalOf(message: SentMessage, limits: BrokerLimits): number | undefined {
  if (message.qos > (limits.maximumQoS ?? 2)) return 0x9b
  if (message.retain && limits.retainAvailable === false) return 0x9a
  if (limits.maximumPacketSize !== undefined && packetSize(message) > limits.maximumPacketSize) return 0x95
  return undefined
}

/** Bytes of the PUBLISH in MQTT 5 without properties §3.3; 3.1.1 knows no Maximum Packet Size. */
function packetSize({ topic, payload, qos }: SentMessage): number {
  const rest = 2 + encodeUtf8(topic).length + (qos > 0 ? 2 : 0) + 1 + payload.length
  // Variable Byte Integer: seven bits a byte §1.5.5
  const lengthBytes = rest < 0x80 ? 1 : rest < 0x4000 ? 2 : rest < 0x20_0000 ? 3 : 4
  return 1 + lengthBytes + rest
}
