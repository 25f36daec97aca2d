import * as v from 'valibot'
import { reasonTable, type ReasonCode } from '../session/reasons'

const qos = v.picklist([0, 1, 2])
const ms = v.pipe(v.number(), v.minValue(0))
const code = v.number()
const cause = v.picklist(['hidden', 'stopped', 'disconnected', 'ended'])
const reason = v.picklist(Object.keys(reasonTable) as ReasonCode[])
const failure = { reason, mqttCode: v.optional(code), detail: v.optional(v.string()) }
const id = v.number()
const at = v.number()
const event = <Name extends string, Fields extends v.ObjectEntries>(name: Name, fields: Fields) =>
  v.object({ name: v.literal(name), id, at, ...fields })

const eventSchema = v.variant('name', [
  event('connecting', {}),
  /** the WebSocket is open */
  event('opened', { tookMs: v.optional(ms) }),
  /** CONNACK came; `tookMs` since the WebSocket was open */
  event('connected', { resumed: v.boolean(), protocolVersion: v.picklist([4, 5]), tookMs: v.optional(ms) }),
  event('waiting', { ...failure, attempt: v.number(), waitMs: ms }),
  event('offline', {}),
  event('blocked', failure),
  event('stopped', {}),
  /** hidden in WeChat: the socket was given up */
  event('paused', {}),
  /** a time away is over; `from` (epoch ms) identifies it */
  event('returned', { from: v.number(), awayMs: ms, cause, resumed: v.boolean(), caughtUp: v.number() }),
  event('granted', { filter: v.string(), asked: qos, granted: qos }),
  /** more filters in one answer than are worth a line each */
  event('grantedMany', { n: v.number() }),
  event('refused', { filter: v.string(), mqttCode: code }),
  event('publishRefused', { topic: v.string(), mqttCode: code, detail: v.optional(v.string()) }),
  event('publishUnknown', { topic: v.string() }),
  event('publishExpired', { topic: v.string() }),
  /** stored records that could not be read */
  event('damaged', { n: v.number() }),
  event('hidden', {}),
  event('shown', { awayMs: v.optional(ms) }),
  event('network', { isOnline: v.boolean(), type: v.string() }),
  event('started', { version: v.string() }),
])

/** One line of the event log: what happened to a connection or to the app, never a payload. `at`: epoch ms. */
export type LogEvent = v.InferOutput<typeof eventSchema>
/** An event that has no place in the log yet. */
export type LogFact = LogEvent extends infer E ? (E extends LogEvent ? Omit<E, 'id' | 'at'> : never) : never

export type LogKind = 'connection' | 'session' | 'subscription' | 'publish' | 'storage' | 'app'
export const logKinds: readonly LogKind[] = ['connection', 'session', 'subscription', 'publish', 'storage', 'app']
export type LogTone = 'ok' | 'wait' | 'bad' | 'info' | 'idle'

const looks: Record<LogEvent['name'], { kind: LogKind; tone: LogTone }> = {
  connecting: { kind: 'connection', tone: 'idle' },
  opened: { kind: 'connection', tone: 'idle' },
  waiting: { kind: 'connection', tone: 'wait' },
  offline: { kind: 'connection', tone: 'wait' },
  blocked: { kind: 'connection', tone: 'bad' },
  stopped: { kind: 'connection', tone: 'idle' },
  paused: { kind: 'connection', tone: 'idle' },
  connected: { kind: 'session', tone: 'ok' },
  returned: { kind: 'session', tone: 'ok' },
  granted: { kind: 'subscription', tone: 'ok' },
  grantedMany: { kind: 'subscription', tone: 'ok' },
  refused: { kind: 'subscription', tone: 'bad' },
  publishRefused: { kind: 'publish', tone: 'bad' },
  publishUnknown: { kind: 'publish', tone: 'wait' },
  publishExpired: { kind: 'publish', tone: 'wait' },
  damaged: { kind: 'storage', tone: 'bad' },
  hidden: { kind: 'app', tone: 'info' },
  shown: { kind: 'app', tone: 'info' },
  network: { kind: 'app', tone: 'info' },
  started: { kind: 'app', tone: 'info' },
}

const isOfStorage = (fact: LogFact) => 'reason' in fact && /^storage/.test(fact.reason)

export const kindOf = (fact: LogFact): LogKind => (isOfStorage(fact) ? 'storage' : looks[fact.name].kind)

export function toneOf(fact: LogFact): LogTone {
  if (fact.name === 'returned' && !fact.resumed) return 'wait'
  if (fact.name === 'granted' && fact.granted < fact.asked) return 'wait'
  return looks[fact.name].tone
}

/** What went wrong, or may have. */
export const isProblem = (fact: LogFact): boolean => toneOf(fact) === 'bad' || toneOf(fact) === 'wait'

/** Reads what was stored; what is no event, or one that only a later version knows, is left out. */
export function parseEvents(record: unknown): LogEvent[] {
  if (!Array.isArray(record)) return []
  return record.reduce<LogEvent[]>((events, item) => {
    const parsed = v.safeParse(eventSchema, item)
    if (parsed.success) events.push(parsed.output)
    return events
  }, [])
}
