import type { AddressProblem } from '../profile/address'
import type { QoS } from '../session/packets'
import type { Reason } from '../session/reasons'

/** What the doctor looks at, in this order; it stops at the first failure. */
export const doctorSteps = [
  'address',
  'port',
  'path',
  /** whether the platform lets the app open this address at all */
  'domain',
  'socket',
  'subProtocol',
  'connack',
  'subscribe',
  'echo',
] as const

export type StepId = (typeof doctorSteps)[number]

/** Place of a step in the list, from 0. */
export const stepIndex = (step: StepId): number => doctorSteps.indexOf(step)

/** What stands beside a step; its words are the i18n key `doctor.note.<code>`. */
export type Note =
  | { code: 'host'; host: string }
  | { code: 'port' | 'tcpPort'; scheme: string; port: string }
  | { code: 'path' | 'noPath'; path: string }
  /** WeChat checks no list for addresses of the local network */
  | { code: 'localNetwork' }
  | { code: 'notBlocked' }
  /** the browser opens no WebSocket without it */
  | { code: 'subProtocolChosen' }
  /** WeChat does not tell what the server chose */
  | { code: 'subProtocolAsked' }
  | { code: 'accepted' | 'fellBack'; protocolVersion: 4 | 5 }
  | { code: 'granted' | 'lowered'; qos: QoS }
  /** an ACL has answered: the doctor's topic is not for this account, which says nothing of other topics */
  | { code: 'subscribeDenied' | 'publishDenied'; mqttCode: number }
  /** acknowledged; it could not come back, nothing was subscribed */
  | { code: 'onlyAcknowledged' }
  /** acknowledged and subscribed, and yet it did not come back: an ACL may have dropped it without a word */
  | { code: 'notReturned' }
  /** as that; MQTT 3.1.1 has no way to say that publishing was not allowed */
  | { code: 'notReturned4' }
  | { code: 'returned' | 'returnedLower'; qos: QoS }

/** What a second attempt of another kind has shown. Nothing is found that did not answer. */
export type Found =
  /** another path of the same host and port opens */
  | { kind: 'path'; path: string; url: string }
  /** another port or scheme of the same host opens */
  | { kind: 'address'; url: string }
  /** the same address opens without the sub-protocol `mqtt` */
  | { kind: 'noSubProtocol' }
  /** MQTT 3.1.1 is accepted where 5 was not answered */
  | { kind: 'version'; protocolVersion: 4 }

/** The one thing that mends it. */
export type Fix =
  | { kind: 'address'; url: string }
  | { kind: 'version'; protocolVersion: 4 | 5 }
  /** user name and password are to be typed */
  | { kind: 'login' }
  /** something else of the connection is to be changed, and nobody knows to what */
  | { kind: 'edit' }
  /** nothing is to be changed */
  | { kind: 'again' }

export interface Failure {
  /** what the address itself lacks, before anything was opened */
  problem?: AddressProblem
  /** what the platform or the broker said */
  reason?: Reason
  found?: Found
  fix: Fix
}

export type StepResult =
  /** @property trying what a second attempt opens now */
  | { state: 'running'; trying?: string }
  /** `noted` goes on, but is worth knowing: unusual, or an answer of another kind than hoped for */
  | { state: 'passed' | 'noted'; note?: Note; ms: number }
  | { state: 'failed'; failure: Failure; ms: number }
