/**
 * The text of a journal. A segment is a file of blocks; its first holds all facts, the others hold what changed.
 * Values stay the JSON text they came as, so that a checkpoint costs no second look at them.
 */

/** Records that are committed together. */
export interface Group {
  /** JSON of a fact, or undefined where it was deleted */
  readonly changes: Map<string, string | undefined>
  /** JSON of timeline entries */
  readonly added: string[]
  /** about how many characters it will take */
  length: number
  /** called when it is committed */
  readonly waiting: (() => void)[]
}

export const newGroup = (): Group => ({ changes: new Map(), added: [], length: 0, waiting: [] })
export const isEmpty = ({ changes, added }: Group) => changes.size === 0 && added.length === 0

/** Puts `later` behind `group`; a later change of a fact replaces the earlier. */
export function appendGroup(group: Group, later: Group): void {
  later.changes.forEach((json, key) => group.changes.set(key, json))
  for (const json of later.added) group.added.push(json)
  for (const done of later.waiting) group.waiting.push(done)
  group.length += later.length
}

export const journalRoot = 'journal/'
export const segmentPrefix = (name: string) => `${journalRoot}${name}/`
export const segmentPath = (name: string, index: number) => segmentPrefix(name) + String(index).padStart(8, '0')

/** @returns undefined when the path is that of no segment */
export function parsePath(path: string): { name: string; index: number } | undefined {
  const match = /^journal\/(.+)\/(\d{8})$/.exec(path)
  return match ? { name: match[1] ?? '', index: Number(match[2]) } : undefined
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
  lengths: ReadonlyMap<number, number>,
): string {
  const members: string[] = []
  facts.forEach((json, key) => members.push(member(key, json)))
  const older = JSON.stringify([...lengths])
  return `{"v":1,"at":${at},"checkpoint":{${members.join()}},"older":${older}${addedText(added)}}`
}

const member = (key: string, json: string) => `${JSON.stringify(key)}:${json}`
const addedText = (added: string[]) => (added.length > 0 ? `,"add":[${added.join()}]` : '')

/** A block that was read; what of it was not what it should be is absent and counted. */
export interface Block {
  at?: number
  checkpoint?: Record<string, unknown>
  older: [index: number, length: number][]
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
  take(value.at, isFiniteNumber, (at) => (block.at = at))
  take(value.set, isRecord, (set) => (block.set = set))
  take(value.delete, isTexts, (deleted) => (block.deleted = deleted))
  take(value.add, isList, (added) => (block.added = added))
  take(value.older, isLengths, (older) => (block.older = older))
  if (value.v === 1) take(value.checkpoint, isRecord, (checkpoint) => (block.checkpoint = checkpoint))
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
const isLengths = (value: unknown): value is [number, number][] =>
  Array.isArray(value) && value.every((pair) => isList(pair) && pair.length === 2 && pair.every(isFiniteNumber))
