import type { TimelineEntry } from '@/core/message/message'
import { sessionDefaults } from '@/core/profile/defaults'
import type { FilesPort } from '../files/types'
import { factKeys } from '../session/facts'
import type { Block } from './block'
import type { Group } from './group'
import { parseSegment } from './parseSegment'
import { readEntry } from './records'
import { indexOf, parsePath, segmentPath, segmentPrefix } from './segments'
import type { Restored } from './types'

export interface LoadedJournal {
  restored: Restored
  /** files of its segments, oldest first */
  segments: string[]
  /** facts need the segments of this number and above */
  floor: number
}

interface Segment {
  file: string
  /** of its last block, epoch ms */
  at: number
  blocks: Block[]
}

/**
 * Reads back to the newest segment that begins whole, and as many before it as the ring takes entries of. Where two tabs
 * have written segments of the same number, the facts are those of who wrote last, and the entries those of both.
 * @param isRemoved a person has removed the entry
 * @throws AppError `storageFailed`
 */
export async function loadJournal(
  files: FilesPort,
  name: string,
  isRemoved: (id: number) => boolean = () => false,
): Promise<LoadedJournal> {
  const restored: Restored = { facts: new Map(), entries: [], damaged: 0 }
  const all = await segmentsOf(files, name)
  const byId = new Map<number, TimelineEntry>()
  const read: Segment[] = []
  let floor = 0
  for (const rivals of groupsOf(all).reverse()) {
    const segments: Segment[] = []
    for (const file of rivals) {
      segments.push(segmentOf(file, await files.read(segmentPath(name, file)), restored))
    }
    segments.sort(byAge).reverse()
    for (const segment of segments) takeEntries(segment, byId, restored, isRemoved)
    if (floor === 0) {
      const whole = segments.find(beginsWhole)
      read.push(...(whole ? [whole] : segments))
      if (whole) {
        floor = indexOf(whole.file)
        takeFacts(read, restored)
      }
    }
    if (floor > 0 && (byId.size >= sessionDefaults.ringCapacity || hasCleared(restored, byId))) break
  }
  if (floor === 0) takeFacts(read, restored)
  restored.entries = newest(byId, clearedOf(restored))
  return { restored, segments: all, floor }
}

/** JSON of the facts that were read, as they were changed meanwhile. */
export function factsWith(restored: ReadonlyMap<string, unknown>, changes: Group['changes']): Map<string, string> {
  const facts = new Map<string, string>()
  restored.forEach((value, key) => facts.set(key, JSON.stringify(value)))
  changes.forEach((json, key) => {
    if (json === undefined) facts.delete(key)
    else facts.set(key, json)
  })
  return facts
}

/** Files of the segments, oldest first. */
export async function segmentsOf(files: FilesPort, name: string): Promise<string[]> {
  const segments: string[] = []
  for (const path of await files.list(segmentPrefix(name))) {
    const parsed = parsePath(path)
    if (parsed?.name === name) segments.push(parsed.file)
  }
  return segments.sort()
}

/** Those of one number together: there are several where two tabs went on from the same segment. */
function groupsOf(segments: readonly string[]): string[][] {
  const groups = new Map<number, string[]>()
  for (const file of segments) groups.set(indexOf(file), [...(groups.get(indexOf(file)) ?? []), file])
  return [...groups.values()]
}

const byAge = (a: Segment, b: Segment) => a.at - b.at || (a.file < b.file ? -1 : 1)
const beginsWhole = ({ blocks }: Segment) => blocks[0]?.checkpoint !== undefined

function segmentOf(file: string, texts: readonly string[], restored: Restored): Segment {
  const segment: Segment = { file, at: 0, blocks: parseSegment(texts) }
  segment.blocks.forEach((block, i) => {
    restored.damaged += block.damaged
    if (i > 0 && block.checkpoint) {
      // all facts of someone else, who took the file for a new one
      delete block.checkpoint
      restored.damaged += 1
    }
    segment.at = block.at ?? segment.at
  })
  return segment
}

/** A commit that failed may be there all the same, and was made again: an id counts once. */
function takeEntries(
  { blocks }: Segment,
  byId: Map<number, TimelineEntry>,
  restored: Restored,
  isRemoved: (id: number) => boolean,
): void {
  for (const { entries } of blocks) {
    for (const raw of entries) {
      const { value, damaged } = readEntry(raw)
      restored.damaged += damaged
      if (value && !byId.has(value.id) && !isRemoved(value.id)) byId.set(value.id, value)
    }
  }
}

/** Segments whose beginning is damaged come after the whole one: what they changed still holds. @param read newest first */
function takeFacts(read: readonly Segment[], restored: Restored): void {
  const { facts } = restored
  for (let i = read.length - 1; i >= 0; i -= 1) {
    for (const { at, checkpoint, set, deleted } of read[i]?.blocks ?? []) {
      if (at !== undefined) restored.lastAt = at
      if (checkpoint) facts.clear()
      for (const [key, value] of checkpoint ?? set) facts.set(key, value)
      for (const key of deleted) facts.delete(key)
    }
  }
}

function clearedOf({ facts }: Restored): number {
  const cleared = facts.get(factKeys.cleared)
  return typeof cleared === 'number' ? cleared : -Infinity
}

/** What is older than a message that was cleared away was cleared away, too. */
function hasCleared(restored: Restored, byId: ReadonlyMap<number, TimelineEntry>): boolean {
  const cleared = clearedOf(restored)
  for (const { id, direction } of byId.values()) if (direction === 'received' && id <= cleared) return true
  return false
}

function newest(byId: Map<number, TimelineEntry>, cleared: number): TimelineEntry[] {
  const entries = [...byId.values()].filter(({ id }) => id > cleared)
  return entries.sort((a, b) => a.id - b.id).slice(-sessionDefaults.ringCapacity)
}
