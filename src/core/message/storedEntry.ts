import type { PublishProperties } from '../session/packets'
import { decodeBase64, encodeBase64 } from '../payload/base64'
import { decodeUtf8Strict, encodeUtf8 } from '../payload/utf8'
import type { DeliveryStatus, Gap, ReceivedMessage, SentMessage, TimelineEntry } from './message'

/**
 * A timeline entry as JSON can carry it. What every message has is short and what is false is left out: a broker may
 * send thousands of them. The payload stands last, so that what stands before it can be told apart ({@link payloadStart}).
 */
export type StoredEntry = StoredReceived | StoredSent | ({ d: 'g' } & Omit<Gap, 'direction'>)

interface StoredMessage {
  id: number
  /** topic */
  t: string
  /** payload as text, where its bytes are UTF-8 */
  p?: string
  /** payload as base64, where text would be wrong or longer */
  b?: string
  /** QoS */
  q?: 1 | 2
  retain?: 1
  at: number
}

interface StoredReceived extends StoredMessage {
  d: 'r'
  dup?: 1
  again?: 1
  omitted?: number
  properties?: Omit<PublishProperties, 'correlationData'> & { correlationData?: string }
}

interface StoredSent extends StoredMessage {
  d: 's'
  expiresAt?: number
  status: DeliveryStatus
}

/**
 * JSON of {@link storeEntry}, letter for letter, faster for what pours in: messages without anything unusual.
 */
export function entryText(entry: TimelineEntry): string {
  const isPlain =
    entry.direction === 'received' &&
    !entry.properties &&
    !entry.dup &&
    !entry.isRedelivered &&
    entry.omittedBytes === undefined
  if (!isPlain) return JSON.stringify(storeEntry(entry))
  const { id, at, topic, payload, qos, retain } = entry
  const head = `{"d":"r","id":${id},"at":${at},"t":${JSON.stringify(topic)}`
  const marks = `${qos === 0 ? '' : `,"q":${qos}`}${retain ? ',"retain":1' : ''}`
  if (payload.length === 0) return `${head}${marks}}`
  const text = textOf(payload)
  if (text === undefined) return `${head}${marks},"b":"${encodeBase64(payload)}"}`
  return `${head}${marks},"p":${JSON.stringify(text)}}`
}

export function storeEntry(entry: TimelineEntry): StoredEntry {
  switch (entry.direction) {
    case 'gap': {
      const { direction: _, ...facts } = entry
      return { d: 'g', ...facts }
    }
    case 'received':
      return storeReceived(entry)
    case 'sent': {
      const stored: StoredSent = { d: 's', ...storeMessage(entry), status: entry.status }
      if (entry.expiresAt !== undefined) stored.expiresAt = entry.expiresAt
      return storePayload(stored, entry.payload)
    }
  }
}

/** @returns undefined when the value is no entry: it was damaged, or is of a later version */
export function restoreEntry(value: unknown): TimelineEntry | undefined {
  if (!isRecord(value) || !isNumber(value.id) || !isNumber(value.at)) return undefined
  switch (value.d) {
    case 'g':
      return restoreGap(value, value.id, value.at)
    case 'r':
      return restoreReceived(value, value.id, value.at)
    case 's':
      return restoreSent(value, value.id, value.at)
    default:
      return undefined
  }
}

function storeReceived(message: ReceivedMessage): StoredReceived {
  const stored: StoredReceived = { d: 'r', ...storeMessage(message) }
  if (message.dup) stored.dup = 1
  if (message.isRedelivered) stored.again = 1
  if (message.omittedBytes !== undefined) stored.omitted = message.omittedBytes
  if (message.properties) {
    const { correlationData, ...properties } = message.properties
    stored.properties = correlationData ? { ...properties, correlationData: encodeBase64(correlationData) } : properties
  }
  return storePayload(stored, message.payload)
}

function storeMessage({ id, topic, qos, retain, at }: ReceivedMessage | SentMessage): StoredMessage {
  const stored: StoredMessage = { id, at, t: topic }
  if (qos !== 0) stored.q = qos
  if (retain) stored.retain = 1
  return stored
}

function storePayload<T extends StoredMessage>(stored: T, payload: Uint8Array): T {
  if (payload.length === 0) return stored
  const text = textOf(payload)
  if (text !== undefined) stored.p = text
  else stored.b = encodeBase64(payload)
  return stored
}

/** Where the payload begins in the JSON of an entry, or its length: in the text of a value the marks are escaped. */
export function payloadStart(json: string): number {
  const text = json.indexOf(',"p":"')
  const start = text < 0 ? json.indexOf(',"b":"') : text
  return start < 0 ? json.length : start
}

/** Engines limit the number of arguments of a call */
const shortBytes = 4_096

/** Browsers have one; WeChat has none. The one place where it is worth two ways: each message of a flood comes by. */
const decoder = nativeDecoder()

function nativeDecoder(): { decode(bytes: Uint8Array): string } | undefined {
  // eslint-disable-next-line no-restricted-globals -- looked for, not relied on
  return typeof TextDecoder === 'function' ? new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }) : undefined
}

/** The payload as text, where that is right and short. */
function textOf(payload: Uint8Array): string | undefined {
  if (decoder) {
    try {
      const text = decoder.decode(payload)
      return isShortAsText(text) ? text : undefined
    } catch {
      return undefined
    }
  }
  if (payload.length <= shortBytes) {
    // ASCII, or U+0080…U+00FF for each byte: without a look at each, which is what costs where nothing is compiled
    const text = Reflect.apply(String.fromCharCode, undefined, payload) as string
    if (/^[\t\n\r -~]*$/.test(text)) return text
    const decoded = decodedBytes(text)
    return decoded !== undefined && isShortAsText(decoded) ? decoded : undefined
  }
  const text = decodeUtf8Strict(payload)
  return text !== undefined && isShortAsText(text) ? text : undefined
}

/** UTF-8 of which each byte is a character, by what engines have for addresses: they do it without a loop of ours. */
function decodedBytes(text: string): string | undefined {
  try {
    return decodeURIComponent(escape(text))
  } catch {
    return undefined
  }
}

/** JSON writes a control character in six; base64 is a third longer than the bytes. */
function isShortAsText(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what is counted
  const controls = text.match(/[\0-\x07\v\x0e-\x1f]/g)
  return controls === null || controls.length * 15 <= text.length
}

function restoreMessage(value: Record<string, unknown>, id: number, at: number) {
  const payload = restorePayload(value)
  const qos = value.q ?? 0
  if (typeof value.t !== 'string' || !payload || (qos !== 0 && qos !== 1 && qos !== 2)) return undefined
  return { id, at, topic: value.t, payload, qos, retain: value.retain === 1 } as const
}

function restorePayload({ p, b }: Record<string, unknown>): Uint8Array | undefined {
  if (p !== undefined) return typeof p === 'string' ? encodeUtf8(p) : undefined
  if (b !== undefined) return typeof b === 'string' ? decodeBase64(b) : undefined
  return new Uint8Array(0)
}

function restoreReceived(value: Record<string, unknown>, id: number, at: number): ReceivedMessage | undefined {
  const message = restoreMessage(value, id, at)
  if (!message || !isOptionalNumber(value.omitted)) return undefined
  const received: ReceivedMessage = { ...message, direction: 'received', dup: value.dup === 1 }
  if (value.again === 1) received.isRedelivered = true
  if (value.omitted !== undefined) received.omittedBytes = value.omitted
  if (value.properties === undefined) return received
  const properties = restoreProperties(value.properties)
  return properties && { ...received, properties }
}

function restoreSent(value: Record<string, unknown>, id: number, at: number): SentMessage | undefined {
  const message = restoreMessage(value, id, at)
  const status = restoreStatus(value.status)
  if (!message || !status || !isOptionalNumber(value.expiresAt)) return undefined
  const sent: SentMessage = { ...message, direction: 'sent', status }
  if (value.expiresAt !== undefined) sent.expiresAt = value.expiresAt
  return sent
}

function restoreStatus(value: unknown): DeliveryStatus | undefined {
  if (!isRecord(value)) return undefined
  const { name, roundTripMs, mqttCode, detail } = value
  switch (name) {
    case 'queued':
    case 'sending':
    case 'unknown':
    case 'cancelled':
    case 'expired':
      return { name }
    case 'acknowledged':
      if (!isOptionalNumber(roundTripMs)) return undefined
      return roundTripMs === undefined ? { name } : { name, roundTripMs }
    case 'refused':
      if (!isNumber(mqttCode)) return undefined
      return typeof detail === 'string' ? { name, mqttCode, detail } : { name, mqttCode }
    default:
      return undefined
  }
}

const causes: readonly unknown[] = ['hidden', 'stopped', 'disconnected', 'ended'] satisfies Gap['cause'][]
const isCause = (value: unknown): value is Gap['cause'] => causes.indexOf(value) >= 0

function restoreGap(value: Record<string, unknown>, id: number, at: number): Gap | undefined {
  const { from, to, caughtUp, cause, resumed } = value
  if (!isNumber(from) || !isOptionalNumber(to) || !isNumber(caughtUp) || !isCause(cause)) return undefined
  const gap: Gap = { direction: 'gap', id, at, from, caughtUp, cause }
  if (to !== undefined) gap.to = to
  if (typeof resumed === 'boolean') gap.resumed = resumed
  return gap
}

type Check = (value: unknown) => boolean
const isText: Check = (value) => typeof value === 'string'
const isPair: Check = (value) => Array.isArray(value) && value.length === 2 && value.every(isText)

const propertyChecks: Record<Exclude<keyof PublishProperties, 'correlationData'>, Check> = {
  payloadFormatIndicator: (value) => typeof value === 'boolean',
  messageExpirySeconds: (value) => isNumber(value),
  contentType: isText,
  responseTopic: isText,
  subscriptionIdentifiers: (value) => Array.isArray(value) && value.every(isNumber),
  userProperties: (value) => Array.isArray(value) && value.every(isPair),
}

function restoreProperties(value: unknown): PublishProperties | undefined {
  if (!isRecord(value)) return undefined
  const { correlationData: text, ...rest } = value
  const properties: Record<string, unknown> = {}
  for (const [name, isValid] of Object.entries(propertyChecks)) {
    if (rest[name] === undefined) continue
    if (!isValid(rest[name])) return undefined
    properties[name] = rest[name]
  }
  if (text === undefined) return properties
  const correlationData = typeof text === 'string' ? decodeBase64(text) : undefined
  return correlationData && { ...properties, correlationData }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isNumber = (value: unknown): value is number => typeof value === 'number' && isFinite(value)
const isOptionalNumber = (value: unknown): value is number | undefined => value === undefined || isNumber(value)
