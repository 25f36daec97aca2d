import type { ReceivedMessage } from '../message/message'
import { decodeCbor } from '../payload/cbor'
import { detect } from '../payload/detect'
import { decodeMessagePack } from '../payload/messagePack'
import { numberAt, parsePath } from '../payload/path'
import type { ValueNode } from '../payload/tree'
import { chartedBytes, fieldLimits, numberFields, numbersIn, type NumberField } from './series'

type Charted = Pick<ReceivedMessage, 'topic' | 'payload' | 'properties'>

/** What a chart can read numbers in, by a message's first byte, or else by all that is known of it. */
export function chartedFormat({ topic, payload, properties }: Charted): 'json' | 'cbor' | 'messagePack' | undefined {
  if (payload.length > chartedBytes || payload.length === 0) return undefined
  // no container of CBOR or MessagePack begins like a text
  if ((payload[0] ?? 0) < 0x80) return 'json'
  const { contentType } = properties ?? {}
  const [format] = detect(payload, { topic, ...(contentType !== undefined && { contentType }) }).formats
  return format === 'json' || format === 'cbor' || format === 'messagePack' ? format : undefined
}

const binary = { cbor: decodeCbor, messagePack: decodeMessagePack }

function treeOf(message: Charted): ValueNode | undefined {
  const format = chartedFormat(message)
  if (format === undefined || format === 'json') return undefined
  const decoded = binary[format](message.payload, fieldLimits)
  return decoded.ok ? decoded.tree : undefined
}

/** Reads the number of one path out of messages, JSON, CBOR or MessagePack; undefined where there is none. */
export function anyNumberReader(path: string): (message: Charted) => number | undefined {
  const steps = parsePath(path)
  if (!steps) return () => undefined
  return (message) => {
    const format = chartedFormat(message)
    if (format === undefined) return undefined
    if (format === 'json') return numberAt(message.payload, steps)
    const tree = treeOf(message)
    return tree && numberAt(tree, steps)
  }
}

/** The numbers in a message, in its order. */
export function anyNumberFields(message: Charted, most?: number): NumberField[] {
  if (chartedFormat(message) === 'json') return numberFields(message.payload, most)
  const tree = treeOf(message)
  return tree ? numbersIn(tree, most) : []
}
