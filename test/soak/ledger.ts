/** Who promised what to whom, and what came of it: one ledger for each client under test. */

export type SoakQoS = 1 | 2

interface DownRecord {
  /** the broker has taken it over */
  isAcknowledged: boolean
  arrivals: number
}

interface UpRecord {
  /** on the disk, as far as the client keeps anything there */
  isKept: boolean
  /** the client's last word; `gone`: its process ended before the message was kept */
  status: UpStatus
  arrivals: number
}

export type UpStatus = 'queued' | 'sending' | 'acknowledged' | 'refused' | 'unknown' | 'cancelled' | 'expired' | 'gone'

const FINAL: readonly UpStatus[] = ['acknowledged', 'refused', 'unknown', 'cancelled', 'expired', 'gone']

export interface Line {
  sent: number
  arrived: number
  /** taken over, never arrived, and nobody said so */
  lost: number
  /** arrived more often than once */
  again: number
}

export interface DownLine extends Line {
  /** of a message seen before, with DUP=1 and without a word about it */
  unflagged: number
}

export interface UpLine extends Line {
  /** the client says that it does not know */
  unknown: number
  /** published in the moment the process ended, before anything could be kept */
  gone: number
}

export interface BeatLine {
  sent: number
  arrived: number
  /** told as delivered again */
  flagged: number
}

export interface Account {
  down: Record<SoakQoS, DownLine>
  up: Record<SoakQoS, UpLine>
  beats: Record<SoakQoS, BeatLine>
  /** connections on which the broker had no session, the first one not counted */
  lostSessions: number
}

export class Ledger {
  private readonly down = { 1: new Map<number, DownRecord>(), 2: new Map<number, DownRecord>() }
  private readonly up = { 1: new Map<number, UpRecord>(), 2: new Map<number, UpRecord>() }
  private readonly unflagged = { 1: 0, 2: 0 }
  private readonly beats = { 1: { sent: 0, arrived: 0, flagged: 0 }, 2: { sent: 0, arrived: 0, flagged: 0 } }
  /** what has not reached the other side, as far as each side knows */
  private readonly underWay = new Set<string>()
  private connections = { fresh: 0, isFirst: true }
  private wake: () => void = () => undefined

  // ---- towards the client

  /** @returns the number of the next message towards the client */
  downPublished(qos: SoakQoS): number {
    const number = this.down[qos].size
    this.down[qos].set(number, { isAcknowledged: false, arrivals: 0 })
    this.underWay.add(`down ${qos} ${number}`)
    return number
  }

  downAcknowledged(qos: SoakQoS, number: number): void {
    const record = this.down[qos].get(number)
    if (record) record.isAcknowledged = true
    this.wake()
  }

  downArrived(qos: SoakQoS, number: number, message: { dup: boolean; isRedelivered?: boolean }): void {
    const record = this.down[qos].get(number)
    if (!record) throw new Error(`message ${number} at QoS ${qos} was never sent`)
    if (record.arrivals > 0 && message.dup && message.isRedelivered !== true) this.unflagged[qos] += 1
    record.arrivals += 1
    this.underWay.delete(`down ${qos} ${number}`)
    this.wake()
  }

  beatSent(qos: SoakQoS): void {
    this.beats[qos].sent += 1
  }

  beatArrived(qos: SoakQoS, isRedelivered: boolean): void {
    this.beats[qos].arrived += 1
    if (isRedelivered) this.beats[qos].flagged += 1
    this.wake()
  }

  // ---- from the client

  upPublished(qos: SoakQoS): number {
    const number = this.up[qos].size
    this.up[qos].set(number, { isKept: false, status: 'queued', arrivals: 0 })
    return number
  }

  upKept(qos: SoakQoS, number: number): void {
    const record = this.up[qos].get(number)
    if (record) record.isKept = true
  }

  upStatus(qos: SoakQoS, number: number, status: UpStatus): void {
    const record = this.up[qos].get(number)
    if (record) record.status = status
    if (status === 'sending') this.underWay.add(`up ${qos} ${number}`)
    else this.underWay.delete(`up ${qos} ${number}`)
    this.wake()
  }

  upArrived(qos: SoakQoS, number: number): void {
    const record = this.up[qos].get(number)
    if (!record) throw new Error(`message ${number} at QoS ${qos} was never published`)
    record.arrivals += 1
    this.wake()
  }

  /** The client's process ended: what was not kept is no more. */
  killed(): void {
    for (const record of this.upRecords()) {
      if (!record.isKept && !FINAL.includes(record.status)) record.status = 'gone'
    }
  }

  connected(isResumed: boolean): void {
    if (!isResumed && !this.connections.isFirst) this.connections.fresh += 1
    this.connections.isFirst = false
  }

  // ---- the account

  /** Something is under way, in one direction or the other, that has not been acknowledged. */
  get hasUnacknowledged(): boolean {
    return this.underWay.size > 0
  }

  get beatsSent(): number {
    return this.beats[1].sent + this.beats[2].sent
  }

  /** Nothing is owed any more. */
  get isSettled(): boolean {
    const isUpSettled = this.upRecords().every(
      ({ status, arrivals }) => FINAL.includes(status) && (status !== 'acknowledged' || arrivals > 0),
    )
    const areBeatsThere = ([1, 2] as const).every((qos) => this.beats[qos].arrived >= this.beats[qos].sent)
    return isUpSettled && areBeatsThere && this.downRecords().every((r) => r.isAcknowledged && r.arrivals > 0)
  }

  /** Resolves at the next change of anything. */
  changed(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve))
  }

  account(): Account {
    return {
      down: { 1: this.downLine(1), 2: this.downLine(2) },
      up: { 1: this.upLine(1), 2: this.upLine(2) },
      beats: this.beats,
      lostSessions: this.connections.fresh,
    }
  }

  /** What is missing, for the explanation of a failure. */
  missing(): string[] {
    return ([1, 2] as const).flatMap((qos) => [
      ...[...this.down[qos]].filter(([, r]) => isDownLost(r)).map(([n]) => `down QoS ${qos} ${n}`),
      ...[...this.up[qos]].filter(([, r]) => isUpLost(r)).map(([n, r]) => `up QoS ${qos} ${n} ${r.status}`),
    ])
  }

  private downRecords = () => [...this.down[1].values(), ...this.down[2].values()]
  private upRecords = () => [...this.up[1].values(), ...this.up[2].values()]

  private downLine(qos: SoakQoS): DownLine {
    const records = [...this.down[qos].values()]
    return { ...lineOf(records, isDownLost), unflagged: this.unflagged[qos] }
  }

  private upLine(qos: SoakQoS): UpLine {
    const records = [...this.up[qos].values()]
    const having = (status: UpStatus) => records.filter((record) => record.status === status).length
    return { ...lineOf(records, isUpLost), unknown: having('unknown'), gone: having('gone') }
  }
}

const isDownLost = ({ isAcknowledged, arrivals }: DownRecord) => isAcknowledged && arrivals === 0
const isUpLost = ({ status, arrivals }: UpRecord) =>
  arrivals === 0 && ['queued', 'sending', 'acknowledged'].includes(status)

function lineOf<T extends { arrivals: number }>(records: readonly T[], isLost: (record: T) => boolean): Line {
  return {
    sent: records.length,
    arrived: records.filter(({ arrivals }) => arrivals > 0).length,
    lost: records.filter(isLost).length,
    again: records.reduce((sum, { arrivals }) => sum + Math.max(0, arrivals - 1), 0),
  }
}

/** Several accounts as one. */
export function sum(accounts: readonly Account[]): Account {
  const total = new Ledger().account()
  for (const account of accounts) {
    for (const qos of [1, 2] as const) {
      add(total.down[qos], account.down[qos])
      add(total.up[qos], account.up[qos])
      add(total.beats[qos], account.beats[qos])
    }
    total.lostSessions += account.lostSessions
  }
  return total
}

function add<T extends object>(total: T, line: T): void {
  for (const key of Object.keys(line) as (keyof T)[])
    Object.assign(total, { [key]: Number(total[key]) + Number(line[key]) })
}
