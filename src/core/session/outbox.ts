import type { DeliveryStatus, SentMessage } from '../message/message'
import { encodeUtf8 } from '../payload/utf8'
import { sessionDefaults } from '../profile/defaults'
import type { Acknowledgement, Connack, Publish } from './packets'

/** A message of ours on its way. */
export interface OutboxEntry {
  readonly message: SentMessage
  /** the ID of the message that this one repeats: it stands where that stood, over a kill, too */
  readonly place?: number
  /** set once it is about to be sent (QoS 1 and 2) */
  readonly packetId?: number
  /** about to be sent, which is recorded first: QoS 0 has no other mark */
  readonly isPlanned?: boolean
  /** a socket has been given it, or a kill hides whether one was */
  readonly isHanded?: boolean
  /** PUBREC came: from here on only PUBREL is resent [MQTT-4.3.3-4] */
  readonly isReleased?: boolean
  /** in flight on an earlier connection and not sent again on this one yet */
  readonly isOwed?: boolean
  /** epoch ms of the first sending, for the round trip */
  readonly sentAt?: number
}

/** Messages not settled yet, oldest first. Plain data. */
export interface Outbox {
  readonly entries: readonly OutboxEntry[]
  readonly lastPacketId: number
  /** given up while the broker may hold them: used again before it has forgotten, they would make a new message pass for an old one */
  readonly blockedIds: ReadonlySet<number>
}

export const emptyOutbox: Outbox = { entries: [], lastPacketId: 0, blockedIds: new Set() }

/** What the broker's CONNACK allows. */
export type BrokerLimits = Pick<Connack, 'receiveMaximum' | 'maximumPacketSize' | 'maximumQoS' | 'retainAvailable'>

/** A packet of the outbox and the message it carries. */
export interface OutboxPacket {
  messageId: number
  packet: Publish | { cmd: 'pubrel'; packetId: number }
}

export interface OutboxStep {
  outbox: Outbox
  /** to be sent once the outbox is recorded; {@link handed} is told then */
  packets: OutboxPacket[]
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

const isQueued = (entry: OutboxEntry) => entry.packetId === undefined && !entry.isPlanned

/**
 * Plans the sending of as many queued messages as the broker's Receive Maximum allows, in order §4.9; what is still to
 * be resent goes before. What the broker said it would not take is refused here with the code it would have used.
 * @param isTaken whether a Packet Identifier is in use elsewhere (SUBSCRIBE shares the space)
 */
export function send(outbox: Outbox, limits: BrokerLimits, isTaken: (id: number) => boolean, now: number): OutboxStep {
  const expired = expire(outbox, now)
  const step = resendOwed(expired.outbox, limits, now)
  step.changed.unshift(...expired.changed)
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
    const refusal = isQueued(entry) ? refusalOf(message, limits) : undefined
    // order holds among all that follow, QoS 0 included
    isFull = isFull || (isQueued(entry) && refusal === undefined && message.qos > 0 && inFlight >= window)
    if (!isQueued(entry) || isFull) {
      entries.push(entry)
    } else if (refusal !== undefined) {
      step.changed.push(withStatus(message, { name: 'refused', mqttCode: refusal }))
    } else if (message.qos === 0) {
      entries.push({ ...entry, isPlanned: true })
      step.packets.push({ messageId: message.id, packet: publishPacket(entry, now) })
    } else {
      lastPacketId = freePacketId(lastPacketId, (id) => used.has(id) || outbox.blockedIds.has(id) || isTaken(id))
      used.add(lastPacketId)
      inFlight += 1
      const sending = withStatus(message, { name: 'sending' })
      const planned = { ...entry, message: sending, packetId: lastPacketId, isPlanned: true, sentAt: now }
      entries.push(planned)
      step.packets.push({ messageId: message.id, packet: publishPacket(planned, now) })
      step.changed.push(sending)
    }
  }
  return { ...step, outbox: { ...outbox, entries, lastPacketId } }
}

/** A socket has been given these packets: for QoS 0 that is all there is to come. */
export function handed(outbox: Outbox, packets: readonly OutboxPacket[]): OutboxStep {
  const ids = new Set(packets.map((packet) => packet.messageId))
  const changed: SentMessage[] = []
  const entries: OutboxEntry[] = []
  for (const entry of outbox.entries) {
    if (!ids.has(entry.message.id)) entries.push(entry)
    else if (entry.message.qos === 0) changed.push(withStatus(entry.message, { name: 'acknowledged' }))
    else entries.push({ ...entry, isHanded: true, isPlanned: undefined })
  }
  return { outbox: { ...outbox, entries }, packets: [], changed }
}

/**
 * The session was resumed: everything in flight goes again, same ID, DUP 1, in order [MQTT-4.4.0-1], [MQTT-4.6.0-1].
 * What a smaller Receive Maximum than before leaves over follows by {@link send}. What the new CONNACK rules out must not
 * be sent [MQTT-3.2.2-11], [MQTT-3.2.2-14], [MQTT-3.2.2-15]: whether the broker had it is `unknown`, and its ID stays taken.
 */
export function resend(outbox: Outbox, limits: BrokerLimits, now: number): OutboxStep {
  const back = requeue(outbox)
  const changed = [...back.changed]
  const entries: OutboxEntry[] = []
  const blockedIds = new Set(outbox.blockedIds)
  for (const entry of back.outbox.entries) {
    const { packetId, isReleased, message } = entry
    if (packetId === undefined) entries.push(entry)
    else if (isReleased || refusalOf(message, limits) === undefined) entries.push({ ...entry, isOwed: true })
    else {
      changed.push(withStatus(message, { name: 'unknown' }))
      blockedIds.add(packetId)
    }
  }
  const step = resendOwed({ ...outbox, entries, blockedIds }, limits, now)
  return { ...step, changed }
}

function resendOwed(outbox: Outbox, limits: BrokerLimits, now: number): OutboxStep {
  const packets: OutboxPacket[] = []
  let inFlight = outbox.entries.filter((entry) => entry.packetId !== undefined && !entry.isOwed).length
  const entries = outbox.entries.map((entry) => {
    const { packetId, isReleased, isOwed, message } = entry
    // PUBREL is not held back by Receive Maximum §4.9
    if (packetId === undefined || !isOwed || (!isReleased && inFlight >= windowOf(limits))) return entry
    packets.push({
      messageId: message.id,
      packet: isReleased ? { cmd: 'pubrel', packetId } : publishPacket(entry, now),
    })
    inFlight += 1
    return { ...entry, isOwed: false }
  })
  return { outbox: { ...outbox, entries }, packets, changed: [] }
}

/** The broker began a fresh session: nobody can say what became of what had been handed over. The rest still waits. */
export function forget(outbox: Outbox): OutboxStep {
  const back = requeue(outbox)
  const lost = withdraw(back.outbox, (entry) => !isQueued(entry), { name: 'unknown' })
  return {
    outbox: { ...lost.outbox, blockedIds: emptyOutbox.blockedIds },
    packets: [],
    changed: [...back.changed, ...lost.changed],
  }
}

/** What was planned and no socket was given goes back to the queue. */
export function requeue(outbox: Outbox): OutboxStep {
  const changed: SentMessage[] = []
  const entries = outbox.entries.map((entry) => {
    if (!entry.isPlanned || entry.isHanded) return entry
    const message = withStatus(entry.message, { name: 'queued' })
    if (entry.message.status.name !== 'queued') changed.push(message)
    return { message, ...(entry.place !== undefined && { place: entry.place }) }
  })
  return { outbox: { ...outbox, entries }, packets: [], changed }
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
  const isIt = (entry: OutboxEntry) => entry.message.id === messageId && isQueued(entry)
  return withdraw(outbox, isIt, { name: 'cancelled' })
}

/** Withdraws what has waited too long; what was sent never expires [MQTT-4.3.3-7]. */
export function expire(outbox: Outbox, now: number): OutboxStep {
  return withdraw(outbox, (entry) => isQueued(entry) && now >= expiryOf(entry.message), { name: 'expired' })
}

/** When {@link expire} has something to do, epoch ms; Infinity where nothing waits that expires. */
export const nextExpiry = (outbox: Outbox): number =>
  outbox.entries.reduce((soonest, e) => (isQueued(e) ? Math.min(soonest, expiryOf(e.message)) : soonest), Infinity)

const expiryOf = ({ expiresAt, at }: SentMessage) =>
  Math.min(expiresAt ?? Infinity, at + sessionDefaults.outboxMaxAgeMs)

function withdraw(outbox: Outbox, isIt: (entry: OutboxEntry) => boolean, status: DeliveryStatus): OutboxStep {
  const gone = outbox.entries.filter(isIt)
  if (gone.length === 0) return { outbox, packets: [], changed: [] }
  return {
    outbox: { ...outbox, entries: outbox.entries.filter((entry) => !isIt(entry)) },
    packets: [],
    changed: gone.map(({ message }) => withStatus(message, status)),
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

function publishPacket({ message, packetId, isHanded }: OutboxEntry, now: number): Publish {
  const { topic, payload, qos, retain, expiresAt } = message
  const packet: Publish = { cmd: 'publish', topic, payload, qos, retain, dup: isHanded === true, packetId }
  if (expiresAt === undefined) return packet
  // reduced by the time spent waiting §3.3.2.3.3; what is resent must not be dropped for having no time left
  const messageExpirySeconds = Math.max(1, Math.ceil((expiresAt - now) / 1_000))
  return { ...packet, properties: { messageExpirySeconds } }
}

/** PUBACK codes §3.4.2.1 and DISCONNECT codes §3.14.2.1 for what CONNACK ruled out. */
function refusalOf(message: SentMessage, limits: BrokerLimits): number | undefined {
  if (message.qos > (limits.maximumQoS ?? 2)) return 0x9b
  if (message.retain && limits.retainAvailable === false) return 0x9a
  return isOverPacketSize(message, limits) ? 0x95 : undefined
}

type Sized = Pick<SentMessage, 'topic' | 'payload' | 'qos' | 'expiresAt'>

/** Whether a PUBLISH must not be sent [MQTT-3.1.2-24]; 3.1.1 knows no Maximum Packet Size. */
export const isOverPacketSize = (message: Sized, { maximumPacketSize }: Pick<BrokerLimits, 'maximumPacketSize'>) =>
  maximumPacketSize !== undefined && packetSize(message) > maximumPacketSize

/** Bytes of the PUBLISH in MQTT 5 §3.3. */
function packetSize({ topic, payload, qos, expiresAt }: Sized): number {
  const propertyBytes = expiresAt === undefined ? 0 : 5
  const rest = 2 + encodeUtf8(topic).length + (qos > 0 ? 2 : 0) + 1 + propertyBytes + payload.length
  // Variable Byte Integer: seven bits a byte §1.5.5
  const lengthBytes = rest < 0x80 ? 1 : rest < 0x4000 ? 2 : rest < 0x20_0000 ? 3 : 4
  return 1 + lengthBytes + rest
}
