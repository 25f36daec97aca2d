import { setFlagsFromString } from 'v8'
import { runInNewContext } from 'vm'
import type { TimelineEntry } from '@/core/message/message'
import { sessionDefaults } from '@/core/profile/defaults'
import type { QoS } from '@/core/session/packets'
import { Phone } from '../support/crash/phone'
import { ModelBroker } from '../support/model-broker/modelBroker'
import { VirtualTime } from '../support/virtualTime'

// a slow machine may take its time
jest.setTimeout(600_000)

const HOUR_MS = 3_600_000
const CYCLES_A_DAY = 500
const SECONDS_A_CYCLE = 86_400 / CYCLES_A_DAY

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Mulberry32: the same life for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** What became of numbered messages, in space that does not grow. */
class Ledger {
  count = 0
  readonly qos: Uint8Array
  readonly copies: Uint8Array
  readonly unflagged: Uint8Array
  readonly status: string[] = []
  /** the newest entry of each */
  private readonly ids: Float64Array

  constructor(size: number) {
    this.qos = new Uint8Array(size)
    this.copies = new Uint8Array(size)
    this.unflagged = new Uint8Array(size)
    this.ids = new Float64Array(size)
  }

  next(qos: QoS): number {
    this.qos[this.count] = qos
    this.count += 1
    return this.count - 1
  }

  /** An entry counts once, however often it is told or restored. */
  saw(n: number, id: number, isFlagged: boolean): void {
    if (id <= (this.ids[n] ?? 0)) return
    this.ids[n] = id
    this.copies[n] = (this.copies[n] ?? 0) + 1
    if (!isFlagged) this.unflagged[n] = (this.unflagged[n] ?? 0) + 1
  }

  /** Numbers for which something is so. */
  where(isSo: (n: number) => boolean): number[] {
    return Array.from({ length: this.count }, (_, n) => n).filter(isSo)
  }
}

/** Reached within the first days. */
const historyBytes = 4_000_000

class PhoneLife {
  readonly time = new VirtualTime().install()
  readonly broker = new ModelBroker(this.time.worldClock)
  readonly phone: Phone
  readonly inbound = new Ledger(60_000)
  readonly outbound = new Ledger(60_000)
  readonly faults: Record<string, number> = {}
  private readonly random: () => number

  constructor(
    seed: number,
    readonly protocolVersion: 4 | 5,
  ) {
    this.random = randomOf(seed)
    this.phone = new Phone(this.time, this.broker.network, {
      config: { protocolVersion },
      historyBytes,
      prepare: (session) => session.subscribe('in/#', { qos: 2 }),
    })
  }

  async begin(): Promise<void> {
    this.phone.start()
    await this.time.until(() => this.broker.sessionOf('phone')?.subscriptions.has('in/#') === true, 'subscribed')
  }

  async days(days: number): Promise<void> {
    const end = this.time.now() + days * 24 * HOUR_MS
    for (let left = days * CYCLES_A_DAY; left > 0; left -= 1) {
      await this.cycle(Math.min(SECONDS_A_CYCLE * 1_000, end - this.time.now()))
      this.tally()
    }
  }

  /** In front and quiet, with everything settled. */
  async rest(): Promise<void> {
    this.phone.setNet({ isOnline: true, type: 'wifi' })
    this.phone.show()
    await this.phone.reaches('online')
    await this.time.advance(60_000)
    this.tally()
  }

  private async cycle(ms: number): Promise<void> {
    const inFrontMs = Math.floor(ms * (0.1 + 0.5 * this.random()))
    await this.inFront(inFrontMs)
    const awayMs = this.chance(0.3) ? Math.floor(this.random() * 3_000) : ms - inFrontMs
    await this.away(awayMs)
    await this.inFront(Math.max(0, ms - inFrontMs - awayMs))
  }

  private async inFront(ms: number): Promise<void> {
    if (ms < 1_000) return
    const at = Math.floor(this.random() * (ms - 500))
    await this.time.advance(at)
    this.messages()
    await this.fault()
    await this.time.advance(Math.max(0, ms - at - 10))
  }

  private async away(ms: number): Promise<void> {
    this.phone.hide()
    const { process } = this.phone.app
    const isLong = ms > 6_000
    await this.time.advance(Math.min(ms, 5_000))
    const isFrozen = isLong && this.chance(0.6)
    if (isFrozen) process.freeze()
    if (isLong && this.chance(0.1)) this.changeNetwork()
    this.publish()
    await this.time.advance(Math.max(0, ms - 5_000))
    if (isLong && this.chance(0.1)) {
      this.note('killed while hidden')
      process.kill(this.chance(0.5) ? 'kept' : 'torn')
      this.phone.forgetOldRuns()
      await this.time.advance(100)
      this.phone.start()
    } else if (isFrozen) {
      this.phone.thaw(this.pick(['before', 'after', 'never']))
    } else this.phone.show()
  }

  private async fault(): Promise<void> {
    const connection = this.broker.connectionOf('phone')
    if (this.chance(0.05)) this.changeNetwork()
    const dice = this.random()
    if (dice < 0.05) {
      this.note('torn')
      connection?.tear()
    } else if (dice < 0.1) {
      this.note('silent')
      connection?.swallow(this.pick(['toServer', 'toApp', 'both']))
    } else if (dice < 0.12) {
      // what was typed is written by then
      await this.time.advance(2 * this.phone.disk.writeMs + 1 + Math.floor(this.random() * 12))
      this.note('killed in front')
      this.phone.kill(this.chance(0.5) ? 'kept' : 'torn')
      this.phone.forgetOldRuns()
      this.phone.start()
    }
  }

  private changeNetwork(): void {
    this.note('network')
    if (this.chance(0.5)) {
      this.phone.setNet({ isOnline: false, type: 'none' })
      this.time.worldClock.setTimer(() => this.phone.setNet({ isOnline: true, type: '4g' }), 3_000)
    } else this.phone.setNet({ isOnline: true, type: this.chance(0.5) ? 'wifi' : '5g' })
  }

  private messages(): void {
    this.publish()
    for (let n = Math.floor(this.random() * 4); n > 0; n -= 1) {
      const qos = this.chance(0.5) ? 1 : 2
      const topic = `out/${this.outbound.next(qos)}`
      this.phone.session.publish(topic, new Uint8Array(200), { qos, retain: false })
    }
  }

  private publish(): void {
    for (let n = Math.floor(this.random() * 6); n > 0; n -= 1) {
      const qos = this.chance(0.5) ? 1 : 2
      this.broker.publish(`in/${this.inbound.next(qos)}`, 'x'.repeat(800), { qos })
    }
  }

  /** Takes note of what was told and received, and keeps none of it. */
  private tally(): void {
    for (const run of this.phone.runs) {
      for (const entry of [...(run.restored ?? []), ...run.entries.splice(0)]) this.noteEntry(entry)
      run.restored = undefined
    }
    for (const { topic } of this.broker.received.splice(0)) {
      const n = Number(topic.slice('out/'.length))
      this.outbound.copies[n] = (this.outbound.copies[n] ?? 0) + 1
    }
    this.broker.wire.clear()
    this.broker.network.forgetClosed()
  }

  private noteEntry(entry: TimelineEntry): void {
    if (entry.direction === 'gap') return
    const n = Number(entry.topic.slice(entry.topic.indexOf('/') + 1))
    if (entry.direction === 'sent') this.outbound.status[n] = entry.status.name
    else this.inbound.saw(n, entry.id, entry.isRedelivered === true)
  }

  private note(fault: string): void {
    this.faults[fault] = (this.faults[fault] ?? 0) + 1
  }

  private pick<T>(choices: [T, ...T[]]): T {
    return choices[Math.floor(this.random() * choices.length)] ?? choices[0]
  }

  private chance(probability: number): boolean {
    return this.random() < probability
  }
}

/** What may not grow. */
function sampleOf({ time, phone }: PhoneLife) {
  collectGarbage()
  const { characters, files } = phone.disk.size
  const { app, bare, world } = time.timerCount
  // the disk is in this process's memory, too
  return { heapBytes: process.memoryUsage().heapUsed - characters, characters, files, app, bare, world }
}

const inWords = ({ heapBytes, characters, files, app, bare, world }: ReturnType<typeof sampleOf>) =>
  `heap ${(heapBytes / 1e6).toFixed(1)} MB, storage ${(characters / 1e6).toFixed(2)} M characters in ${files} files, ` +
  `timers ${app} session, ${bare} MQTT.js, ${world} broker and network`

it.each([
  [5, 1],
  [4, 2],
] as const)('72 hours of a phone, MQTT version %i: nothing lost, nothing grows', async (protocolVersion, seed) => {
  const life = new PhoneLife(seed, protocolVersion)
  try {
    await life.begin()
    const samples: ReturnType<typeof sampleOf>[] = []
    for (let day = 1; day <= 3; day += 1) {
      await life.days(1)
      await life.rest()
      samples.push(sampleOf(life))
    }
    const { inbound, outbound, broker, phone } = life
    console.log(
      `72 hours, MQTT version ${protocolVersion}, seed ${seed}: ${3 * CYCLES_A_DAY} hides, faults ${JSON.stringify(life.faults)}, ` +
        `${inbound.count} messages in (${inbound.where((n) => (inbound.copies[n] ?? 0) > 1).length} redelivered), ` +
        `${outbound.count} out (${outbound.where((n) => (outbound.copies[n] ?? 0) > 1).length} twice at QoS 1)\n` +
        samples.map((sample, day) => `day ${day + 1}: ${inWords(sample)}`).join('\n'),
    )
    expect(broker.violations).toEqual([])
    expect(phone.disk.violations).toEqual([])
    expect(inbound.where((n) => inbound.copies[n] === 0)).toEqual([])
    expect(inbound.where((n) => inbound.qos[n] === 2 && inbound.copies[n] !== 1)).toEqual([])
    expect(inbound.where((n) => inbound.unflagged[n] !== 1)).toEqual([])
    expect(outbound.where((n) => outbound.copies[n] === 0)).toEqual([])
    expect(outbound.where((n) => outbound.qos[n] === 2 && outbound.copies[n] !== 1)).toEqual([])
    expect(outbound.where((n) => outbound.status[n] !== 'acknowledged')).toEqual([])
    expect(broker.sessionOf('phone')?.unfinished).toBe(0)
    const [first, before, last] = samples
    if (!first || !before || !last) throw new Error('no samples')
    // a day brings 3,800 messages of 3 MB in all; the engine's own coming and going is a part of that
    expect(last.heapBytes - Math.max(first.heapBytes, before.heapBytes)).toBeLessThan(2_000_000)
    expect(last.characters).toBeLessThan(historyBytes + 2 * sessionDefaults.journalSegmentLength)
    for (const { app, bare, world } of samples) {
      expect([app, bare]).toEqual([1, 0])
      // keep alive, and perhaps a handshake or a network that is on its way
      expect(world).toBeLessThanOrEqual(4)
    }
  } finally {
    life.time.uninstall()
  }
})
