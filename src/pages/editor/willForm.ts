import type { Profile } from '@/core/profile/profile'
import type { QoS } from '@/core/session/packets'
import { validateTopicName, type TopicProblem } from '@/core/topic/validate'
import { statusTopic } from '@/features/connections/clientId'

/** What the others are told when this client is gone, as it stands in the form. */
export interface WillForm {
  willMode: 'never' | 'afterDelay' | 'onLeave'
  willTopic: string
  willOffline: string
  willOnline: string
  willQos: QoS
  willRetain: boolean
  /** seconds */
  willDelay: string
}

type WillContext = WillForm & Pick<Profile, 'protocolVersion' | 'keepSession' | 'sessionExpirySeconds'>

/** Two minutes: switching apps for a moment disturbs nobody */
const defaultDelaySeconds = 120
const shortestDelaySeconds = 5
const longestDelaySeconds = 86_400

/** What is there, or what a first will would be. */
export function willFormOf({ will, clientId }: Profile): WillForm {
  return {
    willMode: will?.mode ?? 'never',
    willTopic: will?.topic ?? statusTopic(clientId),
    willOffline: will?.offline ?? 'offline',
    willOnline: will?.online ?? 'online',
    willQos: will?.qos ?? 1,
    willRetain: will?.retain ?? true,
    willDelay: String(will?.delaySeconds ?? defaultDelaySeconds),
  }
}

export interface WillProblems {
  topic?: TopicProblem
  /** no whole number in range; shorter, and resuming over one's own half-open connection would fire it */
  isDelayInvalid: boolean
  /** a will is sent when the session ends, whatever its delay [MQTT-3.1.3-9] */
  needsSession: boolean
}

export function willProblems(form: WillContext): WillProblems {
  if (form.willMode === 'never') return { isDelayInvalid: false, needsSession: false }
  const { problem: topic } = validateTopicName(form.willTopic)
  if (!isDelayed(form)) return { topic, isDelayInvalid: false, needsSession: false }
  const seconds = delayOf(form.willDelay)
  const isKept = form.keepSession && form.sessionExpirySeconds >= (seconds ?? 0)
  return { topic, isDelayInvalid: seconds === undefined, needsSession: seconds !== undefined && !isKept }
}

export function isWillValid(form: WillContext): boolean {
  const { topic, isDelayInvalid, needsSession } = willProblems(form)
  return !topic && !isDelayInvalid && !needsSession
}

/** 3.1.1 has no Will Delay Interval. */
export function isDelayed({ willMode, protocolVersion }: Pick<WillContext, 'willMode' | 'protocolVersion'>): boolean {
  return willMode === 'afterDelay' && protocolVersion === 5
}

/** @returns undefined when it is no whole number in range */
export function delayOf(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text)) return undefined
  const seconds = Number(text)
  return seconds >= shortestDelaySeconds && seconds <= longestDelaySeconds ? seconds : undefined
}

export function willOf(form: WillForm): Profile['will'] {
  if (form.willMode === 'never') return undefined
  return {
    mode: form.willMode,
    topic: form.willTopic,
    offline: form.willOffline,
    online: form.willOnline,
    qos: form.willQos,
    retain: form.willRetain,
    delaySeconds: delayOf(form.willDelay) ?? defaultDelaySeconds,
  }
}
