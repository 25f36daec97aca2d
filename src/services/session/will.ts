import type { Connack, Publish } from '@/core/session/packets'
import type { LinkOptions } from '../mqtt/types'
import type { SessionConfig, SessionWill } from './config'

/** Coming back over one's own half-open connection ends it, and must not send its will: the CONNECT comes in time. */
const WILL_DELAY_MIN_SECONDS = 5

/** The will of CONNECT §3.1.2.5: for the connection that breaks, in `onLeave` as well. */
export function willOptions(will: SessionWill | undefined, protocolVersion: 4 | 5): LinkOptions['will'] {
  if (!will) return undefined
  const { topic, offline, qos, retain } = will
  // 3.1.1 has no Will Delay
  return { topic, payload: offline, qos, retain, delaySeconds: protocolVersion === 5 ? willDelaySeconds(will) : 0 }
}

/** Session Expiry to ask for: a will is sent when its session ends, if that is before its delay §3.1.3.2.2. */
export function sessionExpirySeconds({ keepSession, sessionExpirySeconds: kept, will }: SessionConfig): number {
  return Math.max(keepSession ? kept : 0, will ? willDelaySeconds(will) : 0)
}

/** Reason code of DISCONNECT when leaving: 0x04 has the will sent after its delay, 0x00 drops it §3.14.2.1. */
export const leaveCode = ({ will }: SessionConfig): 0x00 | 0x04 => (will?.mode === 'afterDelay' ? 0x04 : 0x00)

/** What the client says itself before it leaves: DISCONNECT 0x00 drops its will. */
export function farewell({ will }: SessionConfig, connack: Connack): Publish | undefined {
  return will?.mode === 'onLeave' ? statusMessage(will, will.offline, connack) : undefined
}

/** What is said after every CONNACK. */
export const onlineStatus = ({ will }: SessionConfig, connack: Connack): Publish | undefined =>
  will?.online && statusMessage(will, will.online, connack)

/**
 * QoS 0: there is no time to wait for an acknowledgement, and no use in sending it late. Not retained where the broker
 * retains nothing: it would end the connection over it [MQTT-3.2.2-14].
 */
function statusMessage(will: SessionWill, payload: Uint8Array, { retainAvailable = true }: Connack): Publish {
  const retain = will.retain && retainAvailable
  return { cmd: 'publish', topic: will.topic, payload, qos: 0, retain, dup: false }
}

const willDelaySeconds = ({ delaySeconds }: SessionWill) => Math.max(WILL_DELAY_MIN_SECONDS, delaySeconds)
