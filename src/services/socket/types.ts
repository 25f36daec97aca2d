/**
 * One WebSocket, the same on every platform: binary in, binary out, sub-protocol `mqtt`.
 * [MQTT-6.0.0-1…4]: only binary frames; a packet may span frames and a frame may hold several packets.
 */
export interface SocketPort {
  /**
   * Opens one socket. Never throws: whatever the platform refuses arrives as `events.closed`, asynchronously.
   * @param request what to open
   * @param events called until `closed`, which comes at most once and last; nothing comes after {@link Socket.close}
   */
  open(request: SocketRequest, events: SocketEvents): Socket
}

export interface SocketRequest {
  /** `ws://` or `wss://`, host, port and path */
  url: string
  /** how long the WebSocket handshake may take, ms */
  timeoutMs: number
  /** asks for no sub-protocol: no MQTT can be spoken then, but whether there is a WebSocket can be seen */
  withoutSubProtocol?: boolean
}

export interface SocketEvents {
  opened(): void
  /** Bytes of one binary frame; the receiver owns them. */
  received(bytes: Uint8Array): void
  closed(close: SocketClose): void
}

export interface Socket {
  /** Sends one binary frame; the bytes are copied or sent before it returns. Dropped when the socket is not open. */
  send(bytes: Uint8Array): void
  /** Closes with 1000. No event follows, whatever the platform still reports. */
  close(): void
}

/** Why a socket is no more, as far as the platform says. */
export interface SocketClose {
  cause: SocketCloseCause
  /** WebSocket close code when one was reported: 1006 says only that no close frame came */
  code?: number
  /** The platform's own words, for the log and never for translation */
  detail?: string
}

export type SocketCloseCause =
  /** never opened, and the platform gives no cause */
  | 'failed'
  /** the handshake took longer than `timeoutMs` */
  | 'timeout'
  /** was open and was closed by the peer or the network */
  | 'closed'
  /** WeChat interrupted it because the app was hidden */
  | 'interrupted'
  /** WeChat: the host is not among the mini-program's socket domains */
  | 'domainNotListed'
  /** WeChat: five sockets are open already */
  | 'tooManySockets'
  /** the address cannot be opened at all: syntax, or `ws://` from an https page */
  | 'invalidAddress'
  | 'insecureBlocked'
  /** the peer answered, but not with a WebSocket handshake (WeChat tells this apart) */
  | 'notWebSocket'
  /** nothing listens there (WeChat tells this apart) */
  | 'refused'
  /** a text frame came [MQTT-6.0.0-1] */
  | 'textFrame'
