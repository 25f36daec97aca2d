import type { Connection } from './connection'
import type { Reason } from './reasons'

/**
 * The states of a session and what holds in each: whether a socket is held, and whether the session works towards a
 * connection (the person wants one, and nothing stands in the way that only they can move).
 */
export const stateTable = {
  /** not started, or stopped by the person */
  idle: { holdsSocket: false, isWanted: false },
  /** the WebSocket is being opened */
  connecting: { holdsSocket: true, isWanted: true },
  /** CONNECT was written, CONNACK has not come */
  handshaking: { holdsSocket: true, isWanted: true },
  online: { holdsSocket: true, isWanted: true },
  /** hidden: the socket is given up, the next show connects */
  paused: { holdsSocket: false, isWanted: true },
  /** until `retryAt` */
  waiting: { holdsSocket: false, isWanted: true },
  /** the platform says there is no network */
  offline: { holdsSocket: false, isWanted: true },
  /** something a person has to change */
  blocked: { holdsSocket: false, isWanted: false },
} as const satisfies Record<SessionStatus['name'], { holdsSocket: boolean; isWanted: boolean }>

/** Where a session is, as its users see it. Times are epoch milliseconds. */
export type SessionStatus =
  | { name: 'idle' }
  | { name: 'connecting' | 'handshaking'; attempt: number; since: number }
  | { name: 'online'; resumed: boolean; since: number; connection: Connection }
  | { name: 'paused'; since: number }
  | { name: 'waiting'; reason: Reason; attempt: number; since: number; retryAt: number }
  | { name: 'offline'; reason: Reason; since: number }
  | { name: 'blocked'; reason: Reason; since: number }
