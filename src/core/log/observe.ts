import type { TimelineEntry } from '../message/message'
import type { Reason } from '../session/reasons'
import type { SessionStatus } from '../session/states'
import type { SubscriptionState } from '../session/subscriptions'
import type { LogFact } from './event'

/** What a log needs of a text that others wrote. */
const maxTopicLength = 256
const maxDetailLength = 200

/** Answers to more filters at once are told as one */
const tellEachFilterUpTo = 3

/** What a change of a session's status has to tell. Attempts after the first are told by the wait before them. */
export function factOfStatus(before: SessionStatus | undefined, after: SessionStatus): LogFact | undefined {
  if (before === after) return undefined
  switch (after.name) {
    case 'connecting':
      return after.attempt > 1 || before?.name === 'connecting' ? undefined : { name: 'connecting' }
    case 'handshaking':
      return { name: 'opened', ...took(before, 'connecting', after.since) }
    case 'online': {
      // what is granted changes on a connection, too
      if (before?.name === 'online' && before.since === after.since) return undefined
      const { resumed, since, connection } = after
      const { protocolVersion } = connection
      return { name: 'connected', resumed, protocolVersion, ...took(before, 'handshaking', since) }
    }
    case 'waiting': {
      if (before?.name === 'waiting' && before.since === after.since) return undefined
      const waitMs = Math.max(0, after.retryAt - after.since)
      return { name: 'waiting', ...failureOf(after.reason), attempt: after.attempt, waitMs }
    }
    case 'offline':
      return before?.name === 'offline' ? undefined : { name: 'offline' }
    case 'blocked':
      if (before?.name === 'blocked' && before.reason.code === after.reason.code) return undefined
      return { name: 'blocked', ...failureOf(after.reason) }
    case 'paused':
      return before?.name === 'paused' ? undefined : { name: 'paused' }
    case 'idle':
      return before === undefined || before.name === 'idle' ? undefined : { name: 'stopped' }
  }
}

function took(before: SessionStatus | undefined, name: 'connecting' | 'handshaking', now: number) {
  return before?.name === name ? { tookMs: Math.max(0, now - before.since) } : {}
}

function failureOf({ code, mqttCode, detail }: Reason) {
  return {
    reason: code,
    ...(mqttCode !== undefined && { mqttCode }),
    ...(detail !== undefined && detail !== '' && { detail: detail.slice(0, maxDetailLength) }),
  }
}

/** What brokers have answered since: grants that are new or other than before, and refusals. */
export function factsOfSubscriptions(
  before: readonly SubscriptionState[],
  after: readonly SubscriptionState[],
): LogFact[] {
  if (before === after) return []
  const old = new Map(before.map(({ filter, status }) => [filter, status]))
  const facts: LogFact[] = []
  const granted: LogFact[] = []
  for (const { filter, qos, status } of after) {
    const former = old.get(filter)
    if (status.name === 'refused' && former?.name !== 'refused') {
      facts.push({ name: 'refused', filter: shortTopic(filter), mqttCode: status.mqttCode })
    }
    if (status.name === 'granted' && !(former?.name === 'granted' && former.qos === status.qos)) {
      granted.push({ name: 'granted', filter: shortTopic(filter), asked: qos, granted: status.qos })
    }
  }
  if (granted.length <= tellEachFilterUpTo) return [...granted, ...facts]
  return [{ name: 'grantedMany', n: granted.length }, ...facts]
}

/** What a timeline entry has to tell: an absence that is over, a message that did not get through. */
export function factOfEntry(entry: TimelineEntry): LogFact | undefined {
  if (entry.direction === 'received') return undefined
  if (entry.direction === 'gap') {
    const { from, to, cause, resumed, caughtUp } = entry
    if (to === undefined || resumed === undefined) return undefined
    return { name: 'returned', from, awayMs: Math.max(0, to - from), cause, resumed, caughtUp }
  }
  const topic = shortTopic(entry.topic)
  const { status } = entry
  switch (status.name) {
    case 'refused': {
      const detail = status.detail?.slice(0, maxDetailLength)
      return { name: 'publishRefused', topic, mqttCode: status.mqttCode, ...(detail && { detail }) }
    }
    case 'unknown':
      return { name: 'publishUnknown', topic }
    case 'expired':
      return { name: 'publishExpired', topic }
    case 'queued':
    case 'sending':
    case 'acknowledged':
    case 'cancelled':
      return undefined
  }
}

/** The tail says more than the head. */
function shortTopic(topic: string): string {
  return topic.length <= maxTopicLength ? topic : `…${topic.slice(topic.length - maxTopicLength)}`
}
