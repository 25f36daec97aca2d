import { setTimeout as delay } from 'node:timers/promises'
import { startMosquitto } from '../support/brokers/mosquitto'
import type { Broker } from '../support/brokers/types'
import { startFaultProxy } from '../support/faultProxy'
import { createRandom, type SeededRandom } from '../support/weapp-host/random'
import { afflict, faults, mend, Tally, type FaultKind, type Situation } from './faults'
import { H5Device } from './h5Device'
import { sum, type Account, type SoakQoS } from './ledger'
import { SoakPeer } from './peer'
import { PlainSubject } from './plainSubject'
import { SessionSubject } from './sessionSubject'
import { bodyOf, HEARTBEAT, readBody, topicsOf, UP_FILTER, type Subject } from './subject'
import { weappDevice } from './weappDevice'

export interface SoakOptions {
  /** how many faults the session layer meets, at least */
  faults: number
  seed: number
  /** end the broker by SIGKILL, which loses messages of its own: told, not judged */
  isBrokerKilled: boolean
  /** kinds left out, to find out which one a failure needs */
  without: readonly string[]
  phones: number
  tabs: number
  controls: number
  /** the clients' clocks go so much faster than real time */
  speed: number
  /** identical messages towards the phones, all in all */
  heartbeats: number
  progress: (line: string) => void
}

export const soakDefaults = { phones: 4, tabs: 4, controls: 2, speed: 4, heartbeats: 10_000, without: [] }

export interface SoakResult {
  seed: number
  speed: number
  durationMs: number
  faults: Tally
  controlFaults: Tally
  session: Account
  control: Account
  /** what went wrong besides messages: clients that did not come back, errors */
  failures: string[]
  missing: string[]
}

const COME_BACK_WITHIN_MS = 60_000
const SETTLE_WITHIN_MS = 60_000
const RESTART_EVERY_MS = 6_000
/** longer than it takes the control to find out that nobody is there: 1.5 × keep alive of its time */
const QUIET_MS = 25_000
const RESTART = 'broker restart'
const TICK_MS = 50
const PROGRESS_EVERY_MS = 15_000
const KINDS = Object.keys(faults) as FaultKind[]

/** SIGTERM saves everything; saving all that waits after every packet as well would take it a second for each. */
const SAVED_AT_THE_END = ['autosave_on_changes false', 'autosave_interval 1800']
/**
 * mosquitto has more in flight than this at times, and when it reads them from its disk it queues those beyond as if they
 * had never been sent: a QoS 2 message whose PUBREL was sent comes again [MQTT-4.3.3-6] (2.0.11, 60 of 260 in flight;
 * `persist__client_msg_restore`). 65,535 counts as no limit, and queues all of them.
 */
const WIDE_WINDOW = ['max_inflight_messages 65534']

/** Everything of one run. */
class Soak {
  private readonly random: SeededRandom
  private readonly situations: Situation[] = []
  private readonly tally = new Tally()
  private readonly controlTally = new Tally()
  private readonly failures: string[] = []
  private readonly startedAt = performance.now()
  private isOver = false
  private stopTraffic = false
  private broker!: Broker
  private peer!: SoakPeer

  constructor(private readonly options: SoakOptions) {
    this.random = createRandom(options.seed)
  }

  async run(): Promise<SoakResult> {
    try {
      await this.setUp()
      await this.afflictAll()
      await this.settle()
      return this.result()
    } finally {
      await this.tearDown()
    }
  }

  private get sessions() {
    return this.situations.filter(({ subject }) => !(subject instanceof PlainSubject))
  }

  private get controls() {
    return this.situations.filter(({ subject }) => subject instanceof PlainSubject)
  }

  // ---- the stage

  private async setUp(): Promise<void> {
    const { phones, tabs, controls, speed } = this.options
    this.broker = await startMosquitto({
      mosquittoConfig: this.options.isBrokerKilled ? WIDE_WINDOW : [...WIDE_WINDOW, ...SAVED_AT_THE_END],
    })
    this.peer = await SoakPeer.join(this.broker.tcpUrl, UP_FILTER, (topic, payload) => this.heard(topic, payload))
    for (let i = 0; i < phones; i += 1) {
      await this.enter(`phone${i}`, async (url, random) => weappDevice(url, speed, random))
    }
    for (let i = 0; i < tabs; i += 1) {
      await this.enter(`tab${i}`, (url, random) => Promise.resolve(new H5Device(url, speed, random)))
    }
    for (let i = 0; i < controls; i += 1) await this.enter(`control${i}`)
    await Promise.all(this.situations.map(({ subject }) => subject.start().then(() => subject.ready())))
  }

  private async enter(name: string, device?: (url: string, random: SeededRandom) => Promise<SessionSubject['device']>) {
    const { speed } = this.options
    const random = createRandom(this.random.below(0x7fffffff))
    const proxy = await startFaultProxy(this.broker.wsUrl)
    // every third speaks 3.1.1
    const version = this.situations.length % 3 === 2 ? 4 : 5
    const subject = device
      ? new SessionSubject(name, await device(proxy.url, random), proxy, version)
      : new PlainSubject(name, proxy, speed)
    const situation = { subject, proxy, random, speed, latencyMs: 5 + random.below(25) }
    mend(situation)
    this.situations.push(situation)
  }

  private async tearDown(): Promise<void> {
    this.isOver = true
    this.stopTraffic = true
    for (const { subject, proxy } of this.situations) {
      await subject.dispose()
      await proxy.stop()
    }
    await this.peer?.leave()
    await this.broker?.stop()
  }

  private heard(topic: string, payload: Buffer): void {
    const subject = this.situations.find((s) => topicsOf(s.subject.name).up === topic)?.subject
    const { qos, number } = readBody(payload.toString('utf8'))
    subject?.ledger.upArrived(qos, number)
  }

  // ---- the play

  private async afflictAll(): Promise<void> {
    const isEnough = () => this.isOver
    const kinds = KINDS.filter((kind) => !this.options.without.includes(kind))
    const traffic = this.situations.map((situation) => this.traffic(situation))
    const comeBack = (subject: Subject, after: string) => this.comeBack(subject, after)
    const pains = [
      ...this.sessions.map((s) => afflict(s, kinds, this.tally, isEnough, comeBack)),
      // the control needs no verdict on whether it came back
      ...this.controls.map((s) => afflict(s, KINDS, this.controlTally, isEnough, () => Promise.resolve())),
      ...(this.options.without.includes(RESTART) ? [] : [this.restartBroker()]),
      this.watch(),
    ]
    const failed = Promise.all(pains)
    await failed.finally(() => (this.isOver = true))
    this.stopTraffic = true
    await Promise.all(traffic)
  }

  private async watch(): Promise<void> {
    let toldAt = 0
    while (!this.isOver) {
      await delay(50)
      const { dealt } = this.tally
      if (performance.now() - toldAt > PROGRESS_EVERY_MS) {
        toldAt = performance.now()
        const { down, up } = this.account(this.sessions)
        const arrived = down[1].arrived + down[2].arrived + up[1].arrived + up[2].arrived
        this.options.progress(
          `${this.seconds()} s: ${dealt} of ${this.options.faults} faults, ${arrived} messages there`,
        )
      }
      if (dealt >= this.options.faults) this.isOver = true
    }
  }

  private seconds = () => Math.round((performance.now() - this.startedAt) / 1000)

  private async comeBack(subject: Subject, after: string): Promise<void> {
    const given = new AbortController()
    const late = delay(COME_BACK_WITHIN_MS, true, { signal: given.signal }).catch(() => false)
    const isLate = await Promise.race([late, subject.online().then(() => false)])
    given.abort()
    if (!isLate) return
    this.failures.push(`${subject.name} did not come back after ${after}: ${subject.state}`)
    this.isOver = true
  }

  private async restartBroker(): Promise<void> {
    while (!this.isOver) {
      await delay(RESTART_EVERY_MS / 2 + this.random.below(RESTART_EVERY_MS))
      if (this.isOver) return
      const isHit = this.sessions.some(({ subject }) => subject.isOnline && subject.ledger.hasUnacknowledged)
      this.tally.add(RESTART, isHit)
      await this.peer.holdingStill(async () => {
        if (this.options.isBrokerKilled) await this.broker.kill('SIGKILL')
        await this.broker.restart()
      })
    }
  }

  // ---- messages

  private async traffic({ subject, random }: Situation): Promise<void> {
    let turn = 0
    while (!this.stopTraffic) {
      await delay(TICK_MS / 2 + random.below(TICK_MS))
      turn += 1
      const qos: SoakQoS = turn % 2 === 0 ? 1 : 2
      void this.publishDown(subject, qos)
      subject.publish(qos)
      this.sendBeats(subject)
    }
  }

  /** Heartbeats keep pace with the faults. */
  private sendBeats({ name, ledger }: Subject): void {
    const share = this.isOver ? 1 : Math.min(1, this.tally.dealt / this.options.faults)
    const wanted = (this.options.heartbeats / (this.options.phones + this.options.tabs)) * share
    for (let sent = ledger.beatsSent; sent < wanted; sent += 1) {
      const qos: SoakQoS = sent % 2 === 0 ? 1 : 2
      ledger.beatSent(qos)
      void this.peer.publish(`${topicsOf(name).down}/beat`, HEARTBEAT, qos)
    }
  }

  private async publishDown({ name, ledger }: Subject, qos: SoakQoS): Promise<void> {
    const number = ledger.downPublished(qos)
    await this.peer.publish(topicsOf(name).down, bodyOf(qos, number), qos)
    ledger.downAcknowledged(qos, number)
  }

  // ---- the end

  private async settle(): Promise<void> {
    for (const situation of this.situations) mend(situation)
    this.options.progress(`${this.seconds()} s: all is well again, waiting for what is owed`)
    for (const { subject } of this.sessions) await this.comeBack(subject, 'everything')
    await this.untilSettled()
    await Promise.all(this.controls.map(({ subject }) => this.untilQuiet(subject)))
    // behind everything that was owed: what comes twice has come by then
    for (const { subject } of this.situations) {
      this.sendBeats(subject)
      for (const qos of [1, 2] as const) {
        subject.publish(qos)
        void this.publishDown(subject, qos)
      }
    }
    await this.untilSettled()
  }

  private async untilSettled(): Promise<void> {
    const given = new AbortController()
    const late = delay(SETTLE_WITHIN_MS, true, { signal: given.signal }).catch(() => false)
    let isLate = false
    void late.then((is) => (isLate = is))
    for (const { subject } of this.sessions) {
      while (!subject.ledger.isSettled && !isLate) await Promise.race([subject.ledger.changed(), late])
    }
    given.abort()
    for (const { subject } of this.sessions) {
      if (subject.ledger.isSettled) continue
      this.failures.push(`${subject.name} is owed something after ${SETTLE_WITHIN_MS} ms: ${subject.state}`)
    }
  }

  /** The control is waited for as long as anything comes. */
  private async untilQuiet({ ledger }: Subject): Promise<void> {
    const until = performance.now() + SETTLE_WITHIN_MS
    for (let isQuiet = false; !isQuiet && !ledger.isSettled && performance.now() < until;) {
      isQuiet = await Promise.race([ledger.changed().then(() => false), delay(QUIET_MS, true)])
    }
  }

  private account = (situations: Situation[]) => sum(situations.map(({ subject }) => subject.ledger.account()))

  private result(): SoakResult {
    return {
      seed: this.options.seed,
      speed: this.options.speed,
      durationMs: performance.now() - this.startedAt,
      faults: this.tally,
      controlFaults: this.controlTally,
      session: this.account(this.sessions),
      control: this.account(this.controls),
      failures: this.failures,
      missing: this.sessions.flatMap(({ subject }) => subject.ledger.missing().map((m) => `${subject.name} ${m}`)),
    }
  }
}

/** Clients on a bad network for a while, and what came of every message. @throws Error when the stage falls apart */
export const soak = (options: SoakOptions): Promise<SoakResult> => new Soak(options).run()
