import type { Connack } from './packets'

/**
 * What holds on one connection: what CONNACK said, and where it was silent what was asked or the protocol's default.
 * Field names are those of MQTT 5 §3.2.2.3; on 3.1.1 a broker says none of it.
 */
export interface Connection extends Omit<Connack, 'sessionPresent' | 'serverKeepAliveSeconds'> {
  protocolVersion: 4 | 5
  /** the Server Keep Alive where there is one, else what was asked */
  keepAliveSeconds: number
  isServerKeepAlive: boolean
  /** granted, or else as asked; absent on 3.1.1, where the broker alone decides. 0: it keeps nothing */
  sessionExpirySeconds?: number
  receiveMaximum: number
}

/** Receive Maximum and the largest Packet Identifier §3.2.2.3.3 */
const RECEIVE_MAXIMUM_DEFAULT = 65_535

export function connectionOf(
  { sessionPresent: _, serverKeepAliveSeconds, ...said }: Connack,
  asked: { protocolVersion: 4 | 5; keepAliveMs: number; sessionExpirySeconds: number },
): Connection {
  const { protocolVersion, keepAliveMs, sessionExpirySeconds } = asked
  return {
    ...(protocolVersion === 5 && { sessionExpirySeconds }),
    receiveMaximum: RECEIVE_MAXIMUM_DEFAULT,
    ...said,
    protocolVersion,
    keepAliveSeconds: serverKeepAliveSeconds ?? keepAliveMs / 1000,
    isServerKeepAlive: serverKeepAliveSeconds !== undefined,
  }
}
