import type { SocketDeath } from '../support/weapp-host'
import type { Ledger, SoakQoS } from './ledger'

/** A client under test with the device it runs on, and what can happen to the two. */
export interface Subject {
  readonly name: string
  readonly ledger: Ledger
  /** hides take its sockets away */
  readonly pausesWhenHidden: boolean
  start(): Promise<void>
  readonly isOnline: boolean
  /** In words, for a failure */
  readonly state: string
  /** Resolves when it is online and subscribed: from then on everything is owed to it. */
  ready(): Promise<void>
  /** Resolves when it is online. */
  online(): Promise<void>
  /** Somebody is there to publish: it is neither hidden nor dead. */
  readonly canPublish: boolean
  publish(qos: SoakQoS): void
  hide(death: SocketDeath, isHalfOpen: boolean): void
  /** @param awayMs how much longer it was away than it really was, ms */
  show(awayMs: number): Promise<void>
  network(isOnline: boolean, type: string): void
  /** Ends the process in the middle of whatever it does, and starts another on the same storage. */
  destroy(isHalfOpen: boolean): Promise<void>
  /** Ends the process for good. */
  dispose(): Promise<void>
}

/** Topics that a client publishes to and subscribes. */
export const topicsOf = (name: string) => ({ up: `soak/up/${name}`, down: `soak/down/${name}` })
/** What every client subscribes: numbered messages and heartbeats. */
export const filterOf = (name: string) => `soak/down/${name}/#`
export const UP_FILTER = 'soak/up/#'
export const HEARTBEAT = '{"status":"ok"}'

/** A numbered message: its QoS and number, and something to cut through. */
export const bodyOf = (qos: SoakQoS, number: number): string => `${qos} ${number} ${'温'.repeat((number * 37) % 120)}`

export function readBody(body: string): { qos: SoakQoS; number: number } {
  const [qos, number] = body.split(' ')
  return { qos: Number(qos) as SoakQoS, number: Number(number) }
}

export const isHeartbeat = (topic: string): boolean => topic.endsWith('/beat')
