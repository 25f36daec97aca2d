import type { Message } from '@/core/message/message'
import { decodeCbor } from '@/core/payload/cbor'
import { detect, type Detection, type DetectionHints } from '@/core/payload/detect'
import type { PayloadFormat } from '@/core/payload/formats'
import { decodeJson } from '@/core/payload/json/decodeJson'
import { decodeMessagePack } from '@/core/payload/messagePack'
import { decodeProtobuf } from '@/core/payload/protobuf/fieldTree'
import { decodeSparkplug } from '@/core/payload/sparkplug'
import type { Decode, Decoded } from '@/core/payload/tree'
import { unwrapSteps, type Steps, type Unwrapped } from '@/core/payload/unwrap'

/** A payload without its wrappings, and what it can be shown as. */
export interface Reading extends Unwrapped {
  detection: Detection
  /** it is still being unpacked: the bytes that have come out so far */
  unpacked?: number
}

/** A payload that may take a while. */
export interface BegunReading {
  /** as far as it has come */
  reading: Reading
  /** what is left to do; absent when nothing is */
  rest?: Steps<Reading>
}

/** Steps that nobody notices; nearly every message is unpacked by then. */
const stepsAtOnce = 16

/** @param format chosen by the person for the subscription */
export function beginReading(message: Message, format: PayloadFormat | undefined): BegunReading {
  const { topic, payload } = message
  const contentType = contentTypeOf(message)
  const hints = { topic, ...(contentType !== undefined && { contentType }), ...(format && { format }) }
  const outer = detect(payload, hints)
  const plain: Reading = { bytes: payload, wrappings: [], detection: outer }
  if (!outer.compression) return { reading: plain }
  const rest = unpack(payload, hints, outer)
  let unpacked = 0
  for (let i = 0; i < stepsAtOnce; i += 1) {
    const step = rest.next()
    if (step.done) return { reading: step.value }
    unpacked = step.value
  }
  return { reading: { ...plain, unpacked }, rest }
}

function* unpack(payload: Uint8Array, hints: DetectionHints, outer: Detection): Steps<Reading> {
  const inner = yield* unwrapSteps(payload)
  return { ...inner, detection: inner.wrappings.length > 0 ? detect(inner.bytes, hints) : outer }
}

/** For a look at another message. @returns undefined when it cannot be had at once */
export function readAtOnce(message: Message, format: PayloadFormat): Reading | undefined {
  const { reading, rest } = beginReading(message, format)
  return rest ? undefined : reading
}

/** What the sender says of the content. */
export const contentTypeOf = (message: Message): string | undefined =>
  message.direction === 'received' ? message.properties?.contentType : undefined

const decoders: Partial<Record<PayloadFormat, Decode>> = {
  json: decodeJson,
  cbor: decodeCbor,
  messagePack: decodeMessagePack,
  protobuf: decodeProtobuf,
  sparkplug: decodeSparkplug,
}

/** Whether a format is shown as a tree. */
export const isTreeFormat = (format: PayloadFormat) => decoders[format] !== undefined

const known = new WeakMap<Uint8Array, Map<PayloadFormat, Decoded>>()

/** Decodes once for each payload and format. @returns undefined for what is no tree. Never throws. */
export function decodeAs(format: PayloadFormat, bytes: Uint8Array): Decoded | undefined {
  const byFormat = known.get(bytes) ?? new Map<PayloadFormat, Decoded>()
  known.set(bytes, byFormat)
  const decoded = byFormat.get(format) ?? decoders[format]?.(bytes)
  if (decoded) byFormat.set(format, decoded)
  return decoded
}

/** What is larger is decoded when it is asked for: on a phone without a compiler it takes a while. */
export const decodedAtOnceBytes = 262_144

/** Under what the choice of a view is remembered: what the sender says of the content, or else what it looks like. */
export function contentKey(message: Message, { detection }: Reading): string {
  return contentTypeOf(message) ?? `seen ${detection.formats[0] ?? 'hex'}`
}

/** The tabs: what suits the payload, best first, and what shows any bytes. */
export function offeredFormats({ detection }: Reading, chosen: PayloadFormat): PayloadFormat[] {
  const { formats } = detection
  const [first = 'hex'] = formats
  const suited = formats.filter((format) => format !== 'hex' && format !== 'base64')
  const offered: PayloadFormat[] = [first]
  for (const format of [...suited, 'text', 'hex', 'base64', chosen] as const) {
    if (offered.indexOf(format) < 0) offered.push(format)
  }
  return offered
}
