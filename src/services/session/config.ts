import { profileDefaults } from '@/core/profile/defaults'
import type { Candidate } from '@/core/session/reasons'
import type { QoS } from '@/core/session/packets'
import type { OpenJournal } from '../journal/types'
import type { OpenLink } from '../mqtt/types'
import type { NetworkPort } from '../network/types'
import type { SocketPort } from '../socket/types'
import type { VisibilityPort } from '../visibility/types'
import type { SocketPlaces } from './places'
import type { Handover } from './types'

/** What a session needs to know of its broker and itself. */
export interface SessionConfig {
  profileId: string
  /** `ws://` or `wss://` */
  url: string
  /** 5 falls back to 4 (3.1.1) when the broker refuses it */
  protocolVersion: 4 | 5
  /** stable and unique: the broker knows the session by it §3.1.3.1 */
  clientId: string
  username: string
  password: string
  /** there is one, and it is not known: the session waits for a config that has it */
  isPasswordMissing?: boolean
  keepSession: boolean
  /** seconds; 0 without {@link keepSession} */
  sessionExpirySeconds: number
  /** seconds, 0 turns keep alive off */
  keepAliveSeconds: number
  /** Maximum Packet Size of ours, bytes, told to the broker on MQTT 5 §3.1.2.11.4; absent: the default */
  maximumPacketSize?: number
  /** what the broker tells the others when this client is gone §3.1.2.5 */
  will?: SessionWill
  /** what becomes of a message that was sent and not acknowledged when the broker has lost the session */
  unknownRule: 'ask' | 'resend' | 'drop'
  /** whether the outbox, what was received and the subscriptions outlive the app */
  isDurable: boolean
}

/** What a session cannot do without; the rest of {@link SessionConfig} has defaults (`core/profile/defaults.ts`). */
export type SessionOptions = Pick<SessionConfig, 'profileId' | 'url' | 'clientId'> & Partial<SessionConfig>

export function configOf(options: SessionOptions, { pausesWhenHidden }: SessionServices): SessionConfig {
  const { protocolVersion, keepSession, sessionExpirySeconds, keepAliveSeconds, unknownRule } = profileDefaults
  return {
    ...{ protocolVersion, keepSession, sessionExpirySeconds, unknownRule, username: '', password: '', isDurable: true },
    keepAliveSeconds: pausesWhenHidden ? keepAliveSeconds.weapp : keepAliveSeconds.h5,
    ...options,
  }
}

/** A will, and what is said besides it, for a client that comes and goes. */
export interface SessionWill {
  /**
   * `afterDelay`: the broker reports `offline` when the client has not come back in time; leaving on purpose and hiding
   * count too (MQTT 5: DISCONNECT 0x04). `onLeave`: the client says `offline` itself whenever it leaves.
   */
  mode: 'afterDelay' | 'onLeave'
  topic: string
  offline: Uint8Array
  /** published after every CONNACK: a half-open connection's will may have been sent meanwhile */
  online?: Uint8Array
  qos: QoS
  retain: boolean
  /** Will Delay Interval, seconds; MQTT 5 only */
  delaySeconds: number
}

export interface SessionHooks {
  /** the broker refused MQTT 5: keep 3.1.1 for this profile */
  onProtocolVersion?(protocolVersion: 4 | 5): void
  /** what the session before this one had not settled: it goes on, as the same messages */
  handover?: Handover
}

/** The outside world of a session. `createServices()` gives that of the running platform; tests give doubles. */
export interface SessionServices {
  socketPort: SocketPort
  /** shared by all sessions of the app */
  places: SocketPlaces
  openLink: OpenLink
  visibility: VisibilityPort
  network: NetworkPort
  openJournal: OpenJournal
  clock: Clock
  /** in [0, 1) */
  random: () => number
  /** WeChat cuts the network of a hidden app; an H5 tab keeps it */
  pausesWhenHidden: boolean
  /**
   * A second attempt of another kind at an address that failed. Never rejects.
   * @param isAnswering whether something answered there, if no WebSocket
   * @param isWanted asked before every socket: whether the answer still matters
   */
  diagnose(url: string, isAnswering: boolean, isWanted: () => boolean): Promise<Candidate[]>
}

export interface Clock {
  /** epoch ms */
  now(): number
  /** @returns cancels the timer */
  setTimer(run: () => void, delayMs: number): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(run, delayMs) {
    // a longer delay would overflow and fire at once
    const timer = setTimeout(run, Math.min(delayMs, 0x7fffffff))
    return () => clearTimeout(timer)
  },
}
