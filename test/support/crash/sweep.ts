import type { ReceivedMessage, SentMessage, TimelineEntry } from '@/core/message/message'
import type { QoS } from '@/core/session/packets'
import { ModelBroker } from '../model-broker/modelBroker'
import type { BrokerRules } from '../model-broker/types'
import { VirtualTime } from '../virtualTime'
import type { Death, Operation } from './appProcess'
import { Phone, type PhoneParts, type Run } from './phone'

/** What may be wrong after a death and a cold start. */
export type Wrong =
  /** a message to the client is not in its list */
  | 'lost inbound'
  /** a QoS 2 message stands in the list twice, or was shown as two */
  | 'shown twice'
  /** a QoS 1 message came again with DUP and nothing says so */
  | 'unflagged redelivery'
  /** what was shown before the death is not restored */
  | 'not restored'
  /** a message of ours was recorded and is gone */
  | 'lost outbound'
  /** the broker has a message of ours of which the client knows nothing */
  | 'ghost'
  /** the broker has a QoS 2 message of ours twice */
  | 'sent twice'
  /** sent again, and nothing says so [MQTT-3.3.1-1] */
  | 'without DUP'
  /** first arrivals, in either direction, are not in the order of sending */
  | 'out of order'
  /** said to be acknowledged, and the broker has it not */
  | 'falsely acknowledged'
  /** `unknown` though the broker kept the session, or in flight for ever */
  | 'unsettled'
  /** a rule of the protocol or of the files port was broken */
  | 'violation'

export interface Finding {
  /** where the first run ended, and the second */
  deaths: readonly Death[]
  operations: readonly (Operation | undefined)[]
  wrong: Wrong
  detail: string
}

interface Typed {
  topic: string
  qos: QoS
  run: Run
  /** storage operations of that run so far */
  operationsBefore: number
}

export interface LifeParts extends PhoneParts {
  /** what each run of the app dies over, from the first on; runs beyond live */
  deaths?: readonly Death[]
  /** whether the broker forgets the session when the client dies */
  isForgetful?: boolean
  rules?: Partial<BrokerRules>
}

/** One life of a phone: a script of messages both ways, hide and show, and deaths, each followed by a cold start. */
export class Life {
  readonly time = new VirtualTime().install()
  readonly broker: ModelBroker
  readonly phone: Phone
  private readonly typed: Typed[] = []
  private readonly published: { topic: string; qos: QoS }[] = []

  private readonly deaths: readonly Death[]

  constructor(private readonly parts: LifeParts) {
    this.deaths = parts.deaths ?? []
    this.broker = new ModelBroker(this.time.worldClock, parts.rules)
    this.phone = new Phone(this.time, this.broker.network, {
      ...parts,
      prepare: (session) => session.subscribe('in/#', { qos: 2 }),
    })
  }

  /** @returns what is wrong at the end */
  async play(): Promise<Finding[]> {
    try {
      this.phone.start(this.deaths[0])
      await this.wait(400)
      await this.subscribed()
      await this.exchange('a', [1, 2])
      this.type('b', [1, 2, 0])
      await this.wait(1_500)
      this.phone.hide()
      await this.wait(4_000)
      this.publish('c', [2, 1])
      this.type('c', [2])
      await this.wait(2_000)
      this.phone.show()
      await this.wait(700)
      await this.subscribed()
      await this.exchange('d', [2, 1, 2])
      await this.wait(15_000)
      return this.findings()
    } finally {
      this.time.uninstall()
    }
  }

  /** What a run of the app did. */
  operationsOf(run: number): Operation[] {
    return this.phone.runs[run]?.process.operations ?? []
  }

  private async exchange(name: string, qoss: QoS[]): Promise<void> {
    this.publish(name, qoss)
    this.type(name, qoss)
    await this.wait(300)
  }

  private publish(name: string, qoss: QoS[]): void {
    qoss.forEach((qos, n) => {
      const topic = `in/${name}${n}q${qos}`
      this.published.push({ topic, qos })
      this.broker.publish(topic, topic, { qos })
    })
  }

  private type(name: string, qoss: QoS[]): void {
    qoss.forEach((qos, n) => {
      const run = this.phone.app
      if (run.process.isDead) return
      const topic = `out/${name}${n}q${qos}`
      this.typed.push({ topic, qos, run, operationsBefore: run.process.operations.length })
      run.session.publish(topic, Uint8Array.from(Buffer.from(topic)), { qos, retain: false, queueOffline: true })
    })
  }

  /** A dead app is started again by the person. */
  private async wait(ms: number): Promise<void> {
    await this.time.advance(ms)
    // somebody has made room
    if (/^blocked storage/.test(this.phone.status)) {
      this.phone.session.retryNow()
      await this.time.advance(1_000)
    }
    if (!this.phone.app.process.isDead) return
    if (this.parts.isForgetful) this.broker.loseSession('phone')
    await this.time.advance(500)
    this.phone.start(this.deaths[this.phone.runs.length])
    await this.wait(1_000)
  }

  private async subscribed(): Promise<void> {
    const isSubscribed = () => this.broker.sessionOf('phone')?.subscriptions.has('in/#') === true
    for (let tries = 0; tries < 20 && !isSubscribed(); tries += 1) await this.wait(500)
  }

  private findings(): Finding[] {
    const { deaths, broker, phone } = this
    const found: Finding[] = []
    const operations = deaths.map(({ at }, run) => this.operationsOf(run)[at])
    const say = (wrong: Wrong, detail: string) => found.push({ deaths, operations, wrong, detail })
    for (const words of [...broker.violations, ...phone.disk.violations]) say('violation', words)
    if (phone.status !== 'online') say('unsettled', `status ${phone.status}`)
    const shown = new Map<number, TimelineEntry>()
    for (const run of phone.runs) {
      for (const entry of [...(run.restored ?? []), ...run.entries]) shown.set(entry.id, entry)
    }
    const { restored = [], entries } = phone.app
    const last = new Map([...restored, ...entries].map((entry) => [entry.id, entry]))
    for (const { id, direction } of shown.values()) {
      // a message of ours is on the screen before it is on the disk: see `lost outbound`
      if (!last.has(id) && direction === 'received') say('not restored', `${direction} ${id}`)
    }
    this.checkOrder(shown, say)
    this.checkInbound([...shown.values()].filter(isReceived), say)
    this.checkOutbound([...last.values()].filter(isSent), say)
    return found
  }

  private checkInbound(shown: ReceivedMessage[], say: (wrong: Wrong, detail: string) => void): void {
    for (const { topic, qos } of this.published) {
      const copies = shown.filter((entry) => entry.topic === topic)
      if (copies.length === 0 && !this.parts.isForgetful) say('lost inbound', topic)
      if (copies.length > 1 && qos === 2) say('shown twice', topic)
      const flagged = copies.filter(({ isRedelivered }) => isRedelivered).length
      if (qos === 1 && copies.length - flagged > 1) say('unflagged redelivery', topic)
    }
    const left = this.broker.sessionOf('phone')?.unfinished
    if (left !== 0) say('unsettled', `${left} messages that the client does not finish`)
  }

  private checkOutbound(known: SentMessage[], say: (wrong: Wrong, detail: string) => void): void {
    for (const { topic, qos, run, operationsBefore } of this.typed) {
      const message = known.find((entry) => entry.topic === topic)
      const arrived = this.broker.received.filter((entry) => entry.topic === topic)
      const count = arrived.length
      if (arrived.slice(1).some(({ dup }) => !dup)) say('without DUP', topic)
      if (!message) {
        if (count > 0) say('ghost', topic)
        if (this.wasRecorded(run, operationsBefore)) say('lost outbound', topic)
        continue
      }
      const { name } = message.status
      if (count > 1 && qos === 2) say('sent twice', topic)
      if (name === 'acknowledged' && count === 0 && qos > 0) say('falsely acknowledged', topic)
      const mayBeUnknown = this.parts.isForgetful === true || qos === 0
      if (name !== 'acknowledged' && !(name === 'unknown' && mayBeUnknown)) say('unsettled', `${topic} ${name}`)
    }
  }

  private checkOrder(shown: ReadonlyMap<number, TimelineEntry>, say: (wrong: Wrong, detail: string) => void): void {
    const inbound = [...shown.values()].filter(isReceived).sort((a, b) => a.id - b.id)
    const orders = {
      in: [this.published, inbound],
      // QoS 0 does not wait for what is sent again
      out: [this.typed.filter(({ qos }) => qos > 0), this.broker.received.filter(({ qos }) => qos > 0)],
    }
    for (const [direction, [sent, arrived]] of Object.entries(orders) as [string, { topic: string }[][]][]) {
      const first = [...new Set(arrived?.map(({ topic }) => topic))]
      const expected = sent?.map(({ topic }) => topic).filter((topic) => first.indexOf(topic) >= 0)
      if (first.join() !== expected?.join()) say('out of order', `${direction}: ${first.join(' ')}`)
    }
  }

  /** An append that began after the message was typed came to its end: it held the message, or one before it did. */
  private wasRecorded({ process }: Run, operationsBefore: number): boolean {
    const { death } = process
    const appends = process.operations.flatMap(({ kind }, at) =>
      kind === 'append' && at >= operationsBefore ? [at] : [],
    )
    const finished = appends.filter((at) => {
      if (at === death?.at) return death.how === 'done'
      const isLast = at === appends[appends.length - 1]
      return process.isDead && isLast ? death?.pendingWrites === 'kept' : true
    })
    return finished.length > 0
  }
}

const isReceived = (entry: TimelineEntry): entry is ReceivedMessage => entry.direction === 'received'
const isSent = (entry: TimelineEntry): entry is SentMessage => entry.direction === 'sent'
