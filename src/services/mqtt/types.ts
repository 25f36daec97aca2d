import type { Connack, InboundPacket, OutboundPacket, QoS } from '@/core/session/packets'
import type { SocketClose, SocketPort } from '../socket/types'

/** Opens one MQTT connection over one socket. A link never reconnects: the session opens another. */
export type OpenLink = (socketPort: SocketPort, options: LinkOptions, events: LinkEvents) => Link

/** What a CONNECT says. Field names are those of MQTT 5 §3.1; on 3.1.1 what has no counterpart is left out. */
export interface LinkOptions {
  url: string
  /** 5, or 4 for MQTT 3.1.1 */
  protocolVersion: 4 | 5
  clientId: string
  username?: string
  password?: string
  /** Clean Start §3.1.2.4 (3.1.1: Clean Session) */
  cleanStart: boolean
  /** Session Expiry Interval, seconds §3.1.2.11.2 */
  sessionExpirySeconds: number
  /** Keep Alive, seconds §3.1.2.10. The link sends no pings by itself: the session does. */
  keepAliveSeconds: number
  /** WebSocket handshake, ms */
  connectTimeoutMs: number
  /** Receive Maximum of ours §3.1.2.11.3 */
  receiveMaximum: number
  /**
   * Maximum Packet Size of ours, bytes §3.1.2.11.4: a larger packet closes the link by its header alone. 3.1.1 cannot
   * announce it: there a larger PUBLISH is acknowledged and given without its payload.
   */
  maximumPacketSize: number
  /** `delaySeconds` is left out on 3.1.1, which has no Will Delay Interval §3.1.3.2.2 */
  will?: { topic: string; payload: Uint8Array; qos: QoS; retain: boolean; delaySeconds: number }
  /**
   * Calls `done` once everything the events told so far is durable, at once where nothing is open. PUBACK, PUBREC,
   * PUBREL and PUBCOMP wait for it, so that nothing is acknowledged that a kill could still take away. Asked at most once
   * per frame; what was held when the link ends is dropped, and `done` does nothing then.
   */
  whenCommitted(done: () => void): void
  /**
   * Packet Identifiers of QoS 2 messages received and not yet released §4.3.3. Owned by the session, kept across
   * links; the link adds and removes an ID just before it tells the packet, and empties the set when CONNACK says Session
   * Present 0.
   */
  receivedIds: Set<number>
}

export interface LinkEvents {
  /** The WebSocket is open and CONNECT has been written. */
  socketOpened(): void
  /** CONNACK with a success code. */
  connected(connack: Connack): void
  /**
   * Every packet after CONNACK, in order, and before the gate is asked for its acknowledgement. A QoS 2 PUBLISH whose ID
   * is known is acknowledged and not given; PUBREL is given whether its ID was known or not.
   */
  received(packet: InboundPacket): void
  /** Bytes came, whole packet or not: the peer lives. */
  progressed(): void
  /** At most once, and last. Nothing comes after {@link Link.close}. */
  closed(close: LinkClose): void
}

export interface Link {
  /**
   * Writes one packet. Packet IDs are the session's. Writes of one turn leave joined in one frame.
   * Dropped when the link is not connected, reads no more, or is closed.
   * @returns whether it was taken
   */
  send(packet: OutboundPacket): boolean
  /** Sends DISCONNECT with the reason code (3.1.1: without) where one is given, then closes the socket. No event follows. */
  close(disconnect?: { reasonCode: number }): void
}

export type LinkClose =
  /** The socket ended; `opened` tells whether it had been open. */
  | { kind: 'socket'; opened: boolean; close: SocketClose }
  /** CONNACK with a failure code: MQTT 5 §3.2.2.2, or 3.1.1 §3.2.2.3 (1–5) */
  | { kind: 'refused'; protocolVersion: 4 | 5; reasonCode: number; reasonString?: string }
  /** DISCONNECT by the server, MQTT 5 §3.14.2.1 */
  | { kind: 'disconnected'; reasonCode: number; reasonString?: string }
  /** MQTT 5: a packet over what we announced [MQTT-3.1.2-24], answered by DISCONNECT 0x95 */
  | { kind: 'packetTooLarge'; detail: string }
  /** What came waits for storage, and no more of it fits in memory; it has been acknowledged. No fault of the peer */
  | { kind: 'storageSlow'; detail: string }
  /** The peer broke the protocol, in words for the log */
  | { kind: 'protocolError'; detail: string }
