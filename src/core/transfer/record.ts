import * as v from 'valibot'
import type { DeliveryStatus, Gap, ReceivedMessage, SentMessage, TimelineEntry } from '../message/message'
import { decodeBase64, encodeBase64 } from '../payload/base64'
import { decodeUtf8Strict, encodeUtf8 } from '../payload/utf8'
import type { PublishProperties } from '../session/packets'
import { isoTimeOf, parseIsoTime } from './isoTime'

/**
 * An entry as other programs read it: one JSON object, names in full, times ISO 8601 in UTC. A payload is `payload` where
 * it is UTF-8, else `payloadBase64`.
 */
export type LogRecord = v.InferOutput<typeof recordSchema>

const isoTime = v.pipe(
  v.string(),
  v.check((text) => isFinite(parseIsoTime(text)), 'not an ISO 8601 time'),
)
const base64 = v.pipe(
  v.string(),
  v.check((text) => decodeBase64(text) !== undefined, 'not base64'),
)
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const propertiesSchema = v.object({
  payloadFormatIndicator: v.optional(v.boolean()),
  messageExpirySeconds: v.optional(count),
  contentType: v.optional(v.string()),
  responseTopic: v.optional(v.string()),
  correlationDataBase64: v.optional(base64),
  subscriptionIdentifiers: v.optional(v.array(count)),
  userProperties: v.optional(v.array(v.tuple([v.string(), v.string()]))),
})

const message = {
  time: isoTime,
  topic: v.pipe(v.string(), v.maxLength(65_535)),
  qos: v.picklist([0, 1, 2]),
  retain: v.optional(v.boolean(), false),
  payload: v.optional(v.string()),
  payloadBase64: v.optional(base64),
}

const statusSchema = v.variant('name', [
  v.object({ name: v.picklist(['queued', 'sending', 'unknown', 'cancelled', 'expired']) }),
  v.object({ name: v.literal('acknowledged'), roundTripMs: v.optional(v.number()) }),
  v.object({ name: v.literal('refused'), mqttCode: count, detail: v.optional(v.string()) }),
])

const recordSchema = v.variant('direction', [
  v.object({
    direction: v.literal('received'),
    ...message,
    dup: v.optional(v.boolean(), false),
    redelivered: v.optional(v.boolean()),
    /** the payload was larger than was taken */
    omittedBytes: v.optional(count),
    properties: v.optional(propertiesSchema),
  }),
  v.object({ direction: v.literal('sent'), ...message, expiresAt: v.optional(isoTime), status: statusSchema }),
  v.object({
    direction: v.literal('gap'),
    time: isoTime,
    from: isoTime,
    to: v.optional(isoTime),
    resumed: v.optional(v.boolean()),
    caughtUp: v.optional(count, 0),
    cause: v.picklist(['hidden', 'stopped', 'disconnected', 'ended']),
  }),
])

export function recordOf(entry: TimelineEntry): LogRecord {
  switch (entry.direction) {
    case 'received':
      return omitAbsent({
        direction: 'received' as const,
        ...messageRecord(entry),
        dup: entry.dup,
        redelivered: entry.isRedelivered,
        omittedBytes: entry.omittedBytes,
        properties: entry.properties && propertiesRecord(entry.properties),
      })
    case 'sent': {
      const { expiresAt, status } = entry
      return omitAbsent({
        direction: 'sent' as const,
        ...messageRecord(entry),
        expiresAt: expiresAt === undefined ? undefined : isoTimeOf(expiresAt),
        status,
      })
    }
    case 'gap': {
      const { at, from, to, resumed, caughtUp, cause } = entry
      return omitAbsent({
        direction: 'gap' as const,
        time: isoTimeOf(at),
        from: isoTimeOf(from),
        to: to === undefined ? undefined : isoTimeOf(to),
        resumed,
        caughtUp,
        cause,
      })
    }
  }
}

/** @returns in words what is wrong with a value that is no record */
export function entryOf(value: unknown, id: number): TimelineEntry | { problem: string } {
  const read = v.safeParse(recordSchema, value)
  if (!read.success) return { problem: problemOf(read.issues[0]) }
  const record = read.output
  switch (record.direction) {
    case 'received':
      return receivedOf(record, id)
    case 'sent':
      return sentOf(record, id)
    case 'gap':
      return gapOf(record, id)
  }
}

type RecordOf<D extends LogRecord['direction']> = Extract<LogRecord, { direction: D }>

function receivedOf(record: RecordOf<'received'>, id: number): ReceivedMessage {
  const { dup, redelivered, omittedBytes, properties } = record
  return omitAbsent({
    direction: 'received' as const,
    ...messageOf(record, id),
    dup,
    isRedelivered: redelivered,
    omittedBytes,
    properties: properties && propertiesOf(properties),
  })
}

function sentOf(record: RecordOf<'sent'>, id: number): SentMessage {
  const { expiresAt } = record
  const status: DeliveryStatus = record.status
  return omitAbsent({
    direction: 'sent' as const,
    ...messageOf(record, id),
    expiresAt: expiresAt === undefined ? undefined : parseIsoTime(expiresAt),
    status,
  })
}

function gapOf({ time, from, to, resumed, caughtUp, cause }: RecordOf<'gap'>, id: number): Gap {
  return omitAbsent({
    direction: 'gap' as const,
    id,
    at: parseIsoTime(time),
    from: parseIsoTime(from),
    to: to === undefined ? undefined : parseIsoTime(to),
    resumed,
    caughtUp,
    cause,
  })
}

function messageRecord({ at, topic, qos, retain, payload }: ReceivedMessage | SentMessage) {
  const text = decodeUtf8Strict(payload)
  const content = text === undefined ? { payloadBase64: encodeBase64(payload) } : { payload: text }
  return { time: isoTimeOf(at), topic, qos, retain, ...content }
}

function messageOf(record: RecordOf<'received' | 'sent'>, id: number) {
  const { time, topic, qos, retain, payload, payloadBase64 } = record
  const bytes = payloadBase64 === undefined ? encodeUtf8(payload ?? '') : decodeBase64(payloadBase64)
  return { id, at: parseIsoTime(time), topic, qos, retain, payload: bytes ?? new Uint8Array(0) }
}

function propertiesRecord({
  correlationData,
  ...properties
}: PublishProperties): v.InferOutput<typeof propertiesSchema> {
  return omitAbsent({ ...properties, correlationDataBase64: correlationData && encodeBase64(correlationData) })
}

function propertiesOf({ correlationDataBase64, ...rest }: v.InferOutput<typeof propertiesSchema>): PublishProperties {
  const correlationData = correlationDataBase64 === undefined ? undefined : decodeBase64(correlationDataBase64)
  return omitAbsent({ ...rest, correlationData })
}

/** Without the members that are undefined, which JSON does not have. */
function omitAbsent<T extends object>(value: T): T {
  for (const key of Object.keys(value) as (keyof T)[]) if (value[key] === undefined) delete value[key]
  return value
}

function problemOf(issue: v.BaseIssue<unknown> | undefined): string {
  const path = issue && v.getDotPath(issue)
  return `${path ?? 'record'}: ${issue?.message ?? 'invalid'}`
}
