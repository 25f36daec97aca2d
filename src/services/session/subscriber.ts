import type { ReceivedMessage } from '@/core/message/message'
import type { OutboundPacket, QoS, Subscribe, SubscribeAck, Unsubscribe } from '@/core/session/packets'
import * as subscriptions from '@/core/session/subscriptions'
import type { Grant, Subscriptions, SubscriptionState } from '@/core/session/subscriptions'
import { matches } from '@/core/topic/match'
import { validateFilter } from '@/core/topic/validate'
import type { Journal } from '../journal/types'
import { runGuarded } from '../listeners'
import type { Clock } from './config'
import { factKeys } from './facts'
import type { Subscription } from './types'

/** SUBACK §3.9.3 */
const TOPIC_FILTER_INVALID = 0x8f

/** The page that wants what an earlier run had may open a while after the connection */
const INHERITED_KEPT_MS = 10_000

/** What subscribing needs of its session. */
export interface SubscriberPorts {
  isOnline(): boolean
  send(packet: OutboundPacket): void
  changed(): void
  allocatePacketId(): number
  journal: Journal
  clock: Clock
}

interface Holder {
  filter: string
  onMessage?(message: ReceivedMessage): void
}

/** Who wants which filter, and what the broker's session holds of it. */
export class Subscriber {
  private subs = subscriptions.noSubscriptions
  /** everyone who holds a filter: it is wanted as long as one does */
  private readonly holders = new Set<Holder>()
  /** those of them who want to hear; a new array when they change */
  private listening: readonly Holder[] = []
  private shown: { subs: Subscriptions; states: SubscriptionState[] } | undefined
  /** what the journal says the broker holds */
  private recorded: ReadonlyMap<string, Grant> = new Map()
  /** granted to an earlier run: not given up before this one has had time to want it */
  private readonly inherited = new Set<string>()
  private stopTimer: (() => void) | undefined

  constructor(private readonly ports: SubscriberPorts) {}

  /** The same array until something of it changes. */
  get states(): readonly SubscriptionState[] {
    if (this.shown?.subs !== this.subs) {
      this.shown = { subs: this.subs, states: subscriptions.subscriptionStates(this.subs) }
    }
    return this.shown.states
  }

  restore(granted: ReadonlyMap<string, Grant>): void {
    this.recorded = granted
    this.subs = { ...this.subs, granted }
    for (const filter of granted.keys()) this.inherited.add(filter)
  }

  isPacketIdInUse(packetId: number): boolean {
    return subscriptions.isPacketIdInUse(this.subs, packetId)
  }

  subscribe(filter: string, qos: QoS, onMessage?: (message: ReceivedMessage) => void): Subscription {
    const holder: Holder = { filter, onMessage }
    this.holders.add(holder)
    if (onMessage) this.listening = [...this.listening, holder]
    this.subs = validateFilter(filter).problem
      ? subscriptions.refuse(this.subs, filter, qos, TOPIC_FILTER_INVALID)
      : subscriptions.want(this.subs, filter, qos)
    this.ask()
    const stateOf = () => this.states.find((state) => state.filter === filter)
    return {
      filter,
      get state() {
        return stateOf() ?? { filter, qos, status: { name: 'wanted' } }
      },
      unsubscribe: () => {
        this.listening = this.listening.filter((other) => other !== holder)
        const isLast = this.holders.delete(holder) && ![...this.holders].some((other) => other.filter === filter)
        if (!isLast) return
        this.inherited.delete(filter)
        this.subs = subscriptions.unwant(this.subs, filter)
        this.ask()
      },
    }
  }

  connected(resumed: boolean): void {
    this.subs = subscriptions.onConnected(this.subs, resumed)
    this.record()
    this.ask()
    if (this.inherited.size > 0 && this.ports.isOnline()) {
      this.stopTimer ??= this.ports.clock.setTimer(() => this.endInheritance(), INHERITED_KEPT_MS)
    }
  }

  answered(ack: SubscribeAck): void {
    this.subs = subscriptions.answered(this.subs, ack)
    this.record()
    // wanted anew while the answer was out
    this.ask()
  }

  /** Gives a message to each listener whose filter matches, once. */
  deliver(message: ReceivedMessage): void {
    for (const holder of this.listening) {
      // an earlier one may have ended a later one
      const isWanted = this.holders.has(holder) && matches(holder.filter, message.topic)
      if (isWanted) runGuarded(() => holder.onMessage?.(message))
    }
  }

  end(): void {
    this.holders.clear()
    this.listening = []
    this.stopTimer?.()
  }

  private endInheritance(): void {
    this.inherited.clear()
    this.ask()
  }

  /** Asks for the difference between wanted and granted, if there is a connection. */
  private ask(): void {
    if (this.ports.isOnline()) {
      const { subs, packets } = subscriptions.ask(this.subs, () => this.ports.allocatePacketId(), this.inherited)
      this.subs = subs
      this.record()
      for (const packet of packets) this.hand(packet)
    }
    this.ports.changed()
  }

  private hand(packet: Subscribe | Unsubscribe): void {
    // not held until it is recorded: a kill in between has a filter asked for again, which costs nothing
    if (packet.cmd === 'subscribe') return this.ports.send(packet)
    // given up and still taken for held, a filter wanted by the next run would never be asked for again
    this.ports.journal.whenCommitted(() => {
      if (this.subs.pending[packet.packetId] === packet) this.ports.send(packet)
    })
  }

  private record(): void {
    const { journal } = this.ports
    const held = subscriptions.heldByBroker(this.subs)
    for (const [filter, grant] of held) {
      if (!isSame(grant, this.recorded.get(filter))) journal.set(factKeys.grant(filter), grant)
    }
    for (const filter of this.recorded.keys()) if (!held.has(filter)) journal.delete(factKeys.grant(filter))
    this.recorded = held
  }
}

const isSame = (a: Grant, b: Grant | undefined) =>
  a.asked === b?.asked && a.granted === b.granted && a.isUnsure === b.isUnsure
