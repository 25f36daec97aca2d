import type { Gap } from './gap'
import type { Connack } from './packets'
import type { Candidate, Reason } from './reasons'

/** What happens to a session. Events of a link carry its generation: those of an older one change nothing. */
export type SessionEvent =
  /** `hasSessionState`: we know what the broker's session holds; `gap`: the time away that an earlier run began */
  | { type: 'started'; hasSessionState: boolean; gap?: Pick<Gap, 'from' | 'cause'> }
  /** what must be kept cannot be kept: `storageFull` or `storageFailed` */
  | { type: 'storageFailed'; reason: Reason }
  | { type: 'stopped' }
  | { type: 'retryRequested' }
  | { type: 'hidden' }
  | { type: 'shown' }
  | { type: 'networkChanged'; isOnline: boolean; networkType: string }
  /** the deadline that `nextDeadline` named has come, or time was lost to a freeze */
  | { type: 'timePassed' }
  | { type: 'socketOpened'; generation: number }
  | { type: 'connected'; generation: number; connack: Connack }
  | { type: 'linkClosed'; generation: number; reason: Reason }
  /** bytes came */
  | { type: 'progressed'; generation: number }
  | { type: 'pingAnswered'; generation: number }
  /** something was written that the peer should answer or at least notice; `bytes` of it are still to leave */
  | { type: 'packetSent'; generation: number; bytes?: number }
  /** all sockets the app may have are taken, by these profiles: the link was not opened */
  | { type: 'placeDenied'; generation: number; holders: readonly string[] }
  /** there is a place for a socket now, and it is this session's turn */
  | { type: 'placeFreed' }
  /** a message came that a kept session may have held back: QoS > 0 and not retained */
  | { type: 'keptMessageReceived'; generation: number }
  /** the second attempt that `serial` asked for has narrowed what the failure may be */
  | { type: 'diagnosed'; serial: number; candidates: Candidate[] }

/** What the runner has to do, in this order. */
export type SessionEffect =
  | { type: 'openLink'; generation: number; protocolVersion: 4 | 5; cleanStart: boolean }
  /** @property disconnectCode DISCONNECT reason code to send first; absent: just close */
  | { type: 'closeLink'; generation: number; disconnectCode?: number }
  | { type: 'sendPing'; generation: number }
  /** the connection is up: resend and subscribe what is missing. `resumed` is Session Present */
  | { type: 'resume'; generation: number; connack: Connack; resumed: boolean }
  /** the platform named no cause: look for one by a second attempt of another kind */
  | { type: 'diagnose'; serial: number; reason: Reason }
  | { type: 'rememberProtocolVersion'; protocolVersion: 4 | 5 }
  | { type: 'showGap'; gap: Gap }
