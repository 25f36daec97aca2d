import type { Reason } from './reasons'

/** The states of a session and what holds in each: read by the machine, the runner and the screens. */
export const stateTable = {
  /** not started, or stopped by the person */
  idle: { holdsSocket: false, mayConnect: false, isTerminal: false },
  /** the WebSocket is being opened */
  connecting: { holdsSocket: true, mayConnect: false, isTerminal: false },
  /** CONNECT was written, CONNACK has not come */
  handshaking: { holdsSocket: true, mayConnect: false, isTerminal: false },
  online: { holdsSocket: true, mayConnect: false, isTerminal: false },
  /** hidden: the socket is given up, the next show connects */
  paused: { holdsSocket: false, mayConnect: false, isTerminal: false },
  /** until `retryAt` */
  waiting: { holdsSocket: false, mayConnect: true, isTerminal: false },
  /** the platform says there is no network */
  offline: { holdsSocket: false, mayConnect: false, isTerminal: false },
  /** something a person has to change */
  blocked: { holdsSocket: false, mayConnect: false, isTerminal: true },
} as const satisfies Record<string, { holdsSocket: boolean; mayConnect: boolean; isTerminal: boolean }>

export type StateName = keyof typeof stateTable

/** Where a session is, as its users see it. Times are epoch milliseconds. */
export type SessionStatus =
  | { name: 'idle' }
  | { name: 'connecting' | 'handshaking'; attempt: number; since: number }
  | { name: 'online'; resumed: boolean; since: number }
  | { name: 'paused'; since: number }
  | { name: 'waiting'; reason: Reason; attempt: number; since: number; retryAt: number }
  | { name: 'offline'; reason: Reason; since: number }
  | { name: 'blocked'; reason: Reason; since: number }
