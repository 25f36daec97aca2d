import type { TimelineEntry } from '@/core/message/message'
import { entryText, payloadStart, restoreEntry } from '@/core/message/storedEntry'
import { sumOfBytes, sumOfText } from './checksum'

/**
 * A record is U+001E, which JSON never holds, the letter of its kind, its length, its checksum, and JSON. So the next one is
 * found whatever became of one, and one whose end is gone is found by its length.
 */
export const startOfRecord = '\u001e'

/** Kinds: `b` begins a block, `c` one with all facts, `s` a fact, `d` a fact deleted, `e` an entry, `i` a line of an index, `x` what a person did. */
export type RecordKind = 'b' | 'c' | 's' | 'd' | 'e' | 'i' | 'x'

export function recordText(kind: RecordKind, json: string, sum = sumOfText(json, kind.charCodeAt(0))): string {
  return `${startOfRecord}${kind}${json.length.toString(36)},${sum.toString(36)}${json}`
}

/** @returns the record of an entry, and about how many bytes it takes as UTF-8 */
export function entryRecord(entry: TimelineEntry): { record: string; bytes: number } {
  const json = entryText(entry)
  const start = payloadStart(json)
  const record = recordText('e', json, sumOfEntry(json, start, entry))
  // Chinese has three bytes for a character; base64 has fewer bytes than characters before it is encoded
  const excess = entry.direction === 'gap' ? 0 : entry.payload.length - (json.length - start - marks)
  return { record, bytes: record.length + Math.max(0, excess) }
}

/** What stands around a payload: `,"p":"` and `"}` */
const marks = 8

/** The payload counts as bytes, not as text: there are fewer of them, and four are summed at once. */
function sumOfEntry(json: string, start: number, entry: TimelineEntry): number {
  const sum = sumOfText(json, 101, start)
  return entry.direction === 'gap' ? sum : sumOfBytes(entry.payload, sum)
}

interface Header {
  /** where the JSON begins */
  start: number
  length: number
  sum: number
}

function headerOf(raw: string): Header | undefined {
  const match = /^[a-z]([0-9a-z]{1,6}),([0-9a-z]{1,7})(?=[[{])/.exec(raw)
  return match
    ? { start: match[0].length, length: parseInt(match[1] ?? '', 36), sum: parseInt(match[2] ?? '', 36) }
    : undefined
}

/** The JSON of a record, unchecked. @param raw as it stands behind U+001E, or an entry of the first version: JSON alone */
export function jsonOf(raw: string): string {
  return raw[0] === '{' ? raw : raw.slice(raw.search(/[[{]/))
}

/** What was read of a record. */
export interface Read<T> {
  value?: T
  /** records whose bytes were touched: also one that has lost its beginning, and stands behind this one */
  damaged: number
}

/** Reads any record but an entry. */
export function readRecord(raw: string): Read<unknown> {
  const kind = raw.charCodeAt(0)
  return readBy(raw, (json, sum) => (sumOfText(json, kind) === sum ? parseJson(json) : undefined))
}

/** Reads the record of an entry. */
export function readEntry(raw: string): Read<TimelineEntry> {
  if (raw[0] === '{') {
    const value = restoreEntry(parseJson(raw))
    return value ? { value, damaged: 0 } : { damaged: 1 }
  }
  return readBy(raw, (json, sum) => {
    const entry = restoreEntry(parseJson(json))
    return entry && sumOfEntry(json, payloadStart(json), entry) === sum ? entry : undefined
  })
}

function readBy<T>(raw: string, read: (json: string, sum: number) => T | undefined): Read<T> {
  const header = headerOf(raw)
  if (!header) return { damaged: 1 }
  const { start, length, sum } = header
  const whole = read(raw.slice(start), sum)
  if (whole !== undefined) return { value: whole, damaged: 0 }
  // what follows has lost its beginning
  const value = raw.length > start + length ? read(raw.slice(start, start + length), sum) : undefined
  return value === undefined ? { damaged: 1 } : { value, damaged: 1 }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
