import { endMark } from '../files/blocks'
import type { Group } from './group'
import { recordText } from './records'

/**
 * The text of a journal. A segment is a file of blocks, and a block a row of records; the first holds all facts, the others
 * hold what changed. Values stay the JSON text they came as, so that a checkpoint costs no second look at them.
 */

export const journalRoot = 'journal/'
/** summaries of segments: `segmentIndex.ts` */
export const indexRoot = 'index/'
/** what a person did with entries: `history/personal.ts` */
export const personalRoot = 'personal/'
/** all that there is of journals */
export const roots = [journalRoot, indexRoot, personalRoot]
export const segmentPrefix = (name: string) => `${journalRoot}${name}/`
export const segmentPath = (name: string, file: string) => segmentPrefix(name) + file

/** @param writer who alone appends to it: of two tabs that go on from the same segment none writes into the other's */
export const segmentFile = (index: number, writer: string) => `${String(index).padStart(8, '0')}-${writer}`
/** Number of a segment; that of a later one is higher. */
export const indexOf = (file: string) => Number(file.slice(0, 8))

/** The one that is written to. */
export interface OpenSegment {
  file: string
  /** characters in its first block and behind it */
  checkpointLength: number
  length: number
}

/** @returns undefined when the path is that of no segment */
export function parsePath(path: string): { name: string; file: string } | undefined {
  const match = /^journal\/(.+)\/(\d{8}(?:-[0-9a-z]+)?)$/.exec(path)
  return match ? { name: match[1] ?? '', file: match[2] ?? '' } : undefined
}

/** One that is written to. */
export interface OpenSegment {
  file: string
  /** characters in its first block and behind it */
  checkpointLength: number
  length: number
}

/** How {@link checkpointText} writes. The first version had a JSON object for each block (`firstVersion.ts`). */
export const version = 2

/** @param at epoch ms */
export function groupText(at: number, { changes, added }: Group): string {
  let records = ''
  changes.forEach((json, key) => (records += json === undefined ? deletedText(key) : factText(key, json)))
  return blockText('b', `"at":${at}`, changes.size, records, added)
}

/**
 * The first block of a segment: facts as they are after the group, and the entries of the group, so that it is
 * committed with the segment or not at all. What the group deleted is told, too, for who finds it damaged.
 */
export function checkpointText(at: number, facts: ReadonlyMap<string, string>, { changes, added }: Group): string {
  let records = ''
  let count = facts.size
  facts.forEach((json, key) => (records += factText(key, json)))
  changes.forEach((json, key) => {
    if (json !== undefined) return
    records += deletedText(key)
    count += 1
  })
  return blockText('c', `"v":${version},"at":${at},"facts":${facts.size}`, count, records, added)
}

function blockText(kind: 'b' | 'c', head: string, count: number, records: string, added: Group['added']): string {
  const parts = [recordText(kind, `{${head},"records":${count + added.length}}`), records]
  for (const { record } of added) parts.push(record)
  parts.push(endMark)
  // one text at once: of a sum of so many each engine keeps all parts until somebody reads it
  return parts.join('')
}

const factText = (key: string, json: string) => recordText('s', `{${JSON.stringify(key)}:${json}}`)
const deletedText = (key: string) => recordText('d', `[${JSON.stringify(key)}]`)
