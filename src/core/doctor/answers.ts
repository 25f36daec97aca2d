import type { QoS } from '../session/packets'
import type { Note } from './steps'

interface Answer {
  state: 'passed' | 'noted'
  note: Note
}

/** SUBACK §3.9.3 to a subscription with QoS 1. A refusal is the server's answer, and not a fault of the connection. */
export function subscribeAnswer(mqttCode: number): Answer {
  if (mqttCode >= 0x80) return { state: 'noted', note: { code: 'subscribeDenied', mqttCode } }
  const qos: QoS = mqttCode === 0 ? 0 : 1
  return qos === 1
    ? { state: 'passed', note: { code: 'granted', qos } }
    : { state: 'noted', note: { code: 'lowered', qos } }
}

/** What came of the doctor's own message. */
export interface EchoObservation {
  protocolVersion: 4 | 5
  /** it was subscribed to */
  isSubscribed: boolean
  /** reason code of PUBACK §3.4.2.1, or of the DISCONNECT that came instead */
  pubackCode?: number
  /** QoS it came back with, if it did */
  returnedQos?: QoS
}

/** Whether nothing more is to come: the message may come back before it is acknowledged. */
export function isEchoOver({ isSubscribed, pubackCode, returnedQos }: EchoObservation): boolean {
  if (returnedQos === 0) return true
  if (pubackCode === undefined) return false
  return pubackCode >= 0x80 || !isSubscribed || returnedQos !== undefined
}

/** @returns undefined where nobody answered: neither PUBACK nor the message */
export function echoAnswer(seen: EchoObservation): Answer | undefined {
  const { protocolVersion, isSubscribed, pubackCode, returnedQos } = seen
  if (returnedQos === 1 && pubackCode !== undefined) return { state: 'passed', note: { code: 'returned', qos: 1 } }
  if (returnedQos !== undefined && pubackCode === undefined && returnedQos > 0) return undefined
  if (returnedQos !== undefined) return { state: 'noted', note: { code: 'returnedLower', qos: returnedQos } }
  if (pubackCode === undefined) return undefined
  if (pubackCode >= 0x80) return { state: 'noted', note: { code: 'publishDenied', mqttCode: pubackCode } }
  if (!isSubscribed) return { state: 'noted', note: { code: 'onlyAcknowledged' } }
  return { state: 'noted', note: { code: protocolVersion === 4 ? 'notReturned4' : 'notReturned' } }
}
