import type { Group } from './group'

/**
 * The text of a journal. A segment is a file of blocks; its first holds all facts, the others hold what changed.
 * Values stay the JSON text they came as, so that a checkpoint costs no second look at them.
 */

export const journalRoot = 'journal/'
export const segmentPrefix = (name: string) => `${journalRoot}${name}/`
export const segmentPath = (name: string, file: string) => segmentPrefix(name) + file

/** @param writer who alone appends to it: of two tabs that go on from the same segment none writes into the other's */
export const segmentFile = (index: number, writer: string) => `${String(index).padStart(8, '0')}-${writer}`
/** Number of a segment; that of a later one is higher. */
export const indexOf = (file: string) => Number(file.slice(0, 8))

/** @returns undefined when the path is that of no segment */
export function parsePath(path: string): { name: string; file: string } | undefined {
  const match = /^journal\/(.+)\/(\d{8}(?:-[0-9a-z]+)?)$/.exec(path)
  return match ? { name: match[1] ?? '', file: match[2] ?? '' } : undefined
}

/** @param at epoch ms */
export function groupText(at: number, { changes, added }: Group): string {
  const set: string[] = []
  const deleted: string[] = []
  changes.forEach((json, key) => {
    if (json === undefined) deleted.push(JSON.stringify(key))
    else set.push(member(key, json))
  })
  let text = `{"at":${at}`
  if (set.length > 0) text += `,"set":{${set.join()}}`
  if (deleted.length > 0) text += `,"delete":[${deleted.join()}]`
  return `${text}${addedText(added)}}`
}

/**
 * The first block of a segment: facts as they are after the group, and the entries of the group, so that it is
 * committed with the segment or not at all.
 * @param lengths of the segments before it, which a start then need not read to know
 */
export function checkpointText(
  at: number,
  facts: ReadonlyMap<string, string>,
  { added }: Group,
  lengths: ReadonlyMap<string, number>,
): string {
  const members: string[] = []
  facts.forEach((json, key) => members.push(member(key, json)))
  const older = JSON.stringify([...lengths])
  return `{"v":1,"at":${at},"checkpoint":{${members.join()}},"older":${older}${addedText(added)}}`
}

const member = (key: string, json: string) => `${JSON.stringify(key)}:${json}`
const addedText = (added: Group['added']) =>
  added.length > 0 ? `,"add":[${added.map(({ json }) => json).join()}]` : ''

const members = ['v', 'at', 'checkpoint', 'older', 'set', 'delete', 'add']

/** A block that was read; what of it was not what it should be is absent and counted. */
export interface Block {
  at?: number
  checkpoint?: Record<string, unknown>
  older: [file: string, length: number][]
  set: Record<string, unknown>
  deleted: string[]
  added: unknown[]
  damaged: number
}

/** @returns undefined when the text is no block */
export function parseBlock(text: string): Block | undefined {
  const value = parseJson(text)
  if (!isRecord(value)) return undefined
  const block: Block = { older: [], set: {}, deleted: [], added: [], damaged: 0 }
  const take = <T>(member: unknown, isValid: (value: unknown) => value is T, keep: (value: T) => void) => {
    if (isValid(member)) keep(member)
    else if (member !== undefined) block.damaged += 1
  }
  if (isFiniteNumber(value.at)) block.at = value.at
  else block.damaged += 1
  take(value.set, isRecord, (set) => (block.set = set))
  take(value.delete, isTexts, (deleted) => (block.deleted = deleted))
  take(value.add, isList, (added) => (block.added = added))
  take(value.older, isLengths, (older) => (block.older = older))
  const isOfThisVersion = (facts: unknown): facts is Record<string, unknown> => value.v === 1 && isRecord(facts)
  take(value.checkpoint, isOfThisVersion, (checkpoint) => (block.checkpoint = checkpoint))
  block.damaged += Object.keys(value).filter((name) => members.indexOf(name) < 0).length
  return block
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isFiniteNumber = (value: unknown): value is number => typeof value === 'number' && isFinite(value)
const isList = (value: unknown): value is unknown[] => Array.isArray(value)
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')
const isLengths = (value: unknown): value is [string, number][] =>
  Array.isArray(value) &&
  value.every((pair) => isList(pair) && pair.length === 2 && typeof pair[0] === 'string' && isFiniteNumber(pair[1]))
