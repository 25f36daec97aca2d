import type { QoS, Subscribe, SubscribeAck, Unsubscribe } from './packets'

/** What the application wants and what the broker granted; what lies between is asked for. Plain data. */
export interface Subscriptions {
  /** in the order asked for */
  readonly wanted: readonly { filter: string; qos: QoS }[]
  /** what the broker's session holds, as far as it told us; a map, for a filter may be called `constructor` */
  readonly granted: ReadonlyMap<string, Grant>
  /** not asked again until wanted anew */
  readonly refused: ReadonlyMap<string, number>
  readonly pending: Readonly<Record<number, Subscribe | Unsubscribe>>
}

export interface Grant {
  asked: QoS
  granted: QoS
  /** asked for or given up on a connection that went before it answered: the broker may hold it or not */
  isUnsure?: boolean
}

export interface SubscriptionState {
  filter: string
  qos: QoS
  status: { name: 'wanted' } | { name: 'asked' } | { name: 'granted'; qos: QoS } | { name: 'refused'; mqttCode: number }
}

export const noSubscriptions: Subscriptions = { wanted: [], granted: new Map(), refused: new Map(), pending: {} }

const without = <T>(map: ReadonlyMap<string, T>, keys: readonly string[]): Map<string, T> => {
  const rest = new Map(map)
  for (const key of keys) rest.delete(key)
  return rest
}

/** Wants a filter, in its former place when it was wanted before. A refused one is asked again. */
export function want(subs: Subscriptions, filter: string, qos: QoS): Subscriptions {
  const isKnown = subs.wanted.some((w) => w.filter === filter)
  const wanted = isKnown
    ? subs.wanted.map((w) => (w.filter === filter ? { filter, qos } : w))
    : [...subs.wanted, { filter, qos }]
  return { ...subs, wanted, refused: without(subs.refused, [filter]) }
}

export function unwant(subs: Subscriptions, filter: string): Subscriptions {
  return {
    ...subs,
    wanted: subs.wanted.filter((w) => w.filter !== filter),
    refused: without(subs.refused, [filter]),
  }
}

/** Wants a filter that no broker needs to be asked for: it is refused with a code from SUBACK §3.9.3. */
export function refuse(subs: Subscriptions, filter: string, qos: QoS, mqttCode: number): Subscriptions {
  const wanted = want(subs, filter, qos)
  return { ...wanted, refused: new Map(wanted.refused).set(filter, mqttCode) }
}

/** What the broker's session holds or may hold, also when the app is killed before the answer. */
export function heldByBroker(subs: Subscriptions): Map<string, Grant> {
  const held = new Map(subs.granted)
  for (const question of Object.values(subs.pending)) {
    if (question.cmd === 'subscribe') {
      for (const { filter, qos } of question.filters) held.set(filter, { asked: qos, granted: qos, isUnsure: true })
      continue
    }
    for (const filter of question.filters) {
      const grant = held.get(filter)
      if (grant) held.set(filter, { ...grant, isUnsure: true })
    }
  }
  return held
}

/** A connection is up: a fresh session holds nothing, and no answer to an older connection's question will come. */
export function onConnected(subs: Subscriptions, resumed: boolean): Subscriptions {
  if (!resumed) return { ...subs, granted: new Map(), pending: {} }
  return { ...subs, granted: heldByBroker(subs), pending: {} }
}

/**
 * The packets that close the difference between wanted and granted; at most one of each kind.
 * @param allocate gives a free Packet Identifier
 * @param kept filters not to give up yet, wanted or not
 */
export function ask(
  subs: Subscriptions,
  allocate: () => number,
  kept: ReadonlySet<string> = new Set(),
): { subs: Subscriptions; packets: (Subscribe | Unsubscribe)[] } {
  const inFlight = pendingFilters(subs)
  const missing = subs.wanted.filter(
    ({ filter, qos }) => !inFlight.has(filter) && !subs.refused.has(filter) && !isGranted(subs, filter, qos),
  )
  const needed = new Set([...kept, ...subs.wanted.map((w) => w.filter)])
  const surplus = [...subs.granted.keys()].filter((filter) => !needed.has(filter) && !inFlight.has(filter))
  const packets: (Subscribe | Unsubscribe)[] = []
  if (missing.length > 0) {
    const filters = missing.map(({ filter, qos }) => ({
      filter,
      qos,
      noLocal: false,
      retainAsPublished: false,
      // a change of QoS is no reason to send the retained messages again §3.8.3.1
      retainHandling: isKnown(subs.granted.get(filter)) ? (1 as const) : (0 as const),
    }))
    packets.push({ cmd: 'subscribe', packetId: allocate(), filters })
  }
  if (surplus.length > 0) packets.push({ cmd: 'unsubscribe', packetId: allocate(), filters: surplus })
  const pending = { ...subs.pending }
  for (const packet of packets) pending[packet.packetId] = packet
  return { subs: { ...subs, pending }, packets }
}

/** Takes a SUBACK or UNSUBACK. An answer to no question changes nothing. */
export function answered(subs: Subscriptions, ack: SubscribeAck): Subscriptions {
  const question = subs.pending[ack.packetId]
  if (!question || (question.cmd === 'subscribe') !== (ack.cmd === 'suback')) return subs
  const pending = { ...subs.pending }
  delete pending[ack.packetId]
  if (question.cmd === 'unsubscribe') {
    return { ...subs, pending, granted: without(subs.granted, question.filters) }
  }
  const granted = new Map(subs.granted)
  const refused = new Map(subs.refused)
  question.filters.forEach(({ filter, qos }, i) => {
    const code = ack.reasonCodes[i] ?? 0x80
    if (code <= 2) {
      granted.set(filter, { asked: qos, granted: code as QoS })
    } else {
      granted.delete(filter)
      // no longer wanted in the meantime: nothing to tell
      if (subs.wanted.some((w) => w.filter === filter)) refused.set(filter, code)
    }
  })
  return { ...subs, pending, granted, refused }
}

export function isPacketIdInUse(subs: Subscriptions, packetId: number): boolean {
  return subs.pending[packetId] !== undefined
}

/** What a screen shows of each wanted filter. */
export function subscriptionStates(subs: Subscriptions): SubscriptionState[] {
  const inFlight = pendingFilters(subs)
  return subs.wanted.map(({ filter, qos }) => {
    const refusal = subs.refused.get(filter)
    const grant = subs.granted.get(filter)
    if (refusal !== undefined) return { filter, qos, status: { name: 'refused', mqttCode: refusal } }
    if (grant && isGranted(subs, filter, qos)) return { filter, qos, status: { name: 'granted', qos: grant.granted } }
    return { filter, qos, status: { name: inFlight.has(filter) ? 'asked' : 'wanted' } }
  })
}

const isKnown = (grant: Grant | undefined) => grant !== undefined && !grant.isUnsure

function isGranted(subs: Subscriptions, filter: string, qos: QoS): boolean {
  const grant = subs.granted.get(filter)
  return isKnown(grant) && grant?.asked === qos
}

function pendingFilters(subs: Subscriptions): Set<string> {
  const filters = new Set<string>()
  for (const packet of Object.values(subs.pending)) {
    for (const filter of packet.filters) filters.add(typeof filter === 'string' ? filter : filter.filter)
  }
  return filters
}
