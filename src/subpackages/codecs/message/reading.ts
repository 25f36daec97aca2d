import type { Message } from '@/core/message/message'
import { decodeCbor } from '@/core/payload/cbor'
import { detect, type Detection } from '@/core/payload/detect'
import type { PayloadFormat } from '@/core/payload/formats'
import { decodeJson } from '@/core/payload/json/decodeJson'
import { decodeMessagePack } from '@/core/payload/messagePack'
import { decodeProtobuf } from '@/core/payload/protobuf/fieldTree'
import { decodeSparkplug } from '@/core/payload/sparkplug'
import type { Decode, Decoded } from '@/core/payload/tree'
import { unwrap, type Unwrapped } from '@/core/payload/unwrap'

/** A payload without its wrappings, and what it can be shown as. */
export interface Reading extends Unwrapped {
  detection: Detection
}

/** @param format chosen by the person for the subscription */
export function readPayload(message: Message, format: PayloadFormat | undefined): Reading {
  const { topic, payload } = message
  const contentType = message.direction === 'received' ? message.properties?.contentType : undefined
  const hints = { topic, ...(contentType !== undefined && { contentType }), ...(format && { format }) }
  const outer = detect(payload, hints)
  const inner: Unwrapped = outer.compression ? unwrap(payload) : { bytes: payload, wrappings: [] }
  return { ...inner, detection: inner.wrappings.length > 0 ? detect(inner.bytes, hints) : outer }
}

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
  const said = message.direction === 'received' ? message.properties?.contentType : undefined
  return said ?? `seen ${detection.formats[0] ?? 'hex'}`
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
