import type { TimelineEntry } from '@/core/message/message'
import { restoreEntry } from '@/core/message/storedEntry'
import { sessionDefaults } from '@/core/profile/defaults'
import type { FilesPort } from '../files/types'
import { factKeys } from '../session/facts'
import { indexOf, parseBlock, parsePath, segmentPath, segmentPrefix, type Block } from './segments'
import type { Restored } from './types'

export interface LoadedJournal {
  restored: Restored
  /** about how many characters each segment has, oldest first */
  lengths: Map<string, number>
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
 * @throws AppError `storageFailed`
 */
export async function loadJournal(files: FilesPort, name: string): Promise<LoadedJournal> {
  const restored: Restored = { facts: new Map(), entries: [], damaged: 0 }
  const lengths = new Map<string, number>()
  const read: Segment[] = []
  const byId = new Map<number, TimelineEntry>()
  let hasFacts = false
  for (const rivals of groupsOf(await segmentsOf(files, name)).reverse()) {
    if (hasFacts && byId.size >= sessionDefaults.ringCapacity) {
      // what is not read is taken for a full one, if the newest checkpoint does not know better
      for (const file of rivals) lengths.set(file, sessionDefaults.journalSegmentLength)
      continue
    }
    const segments: Segment[] = []
    for (const file of rivals) {
      const texts = await files.read(segmentPath(name, file))
      lengths.set(file, lengthOf(texts))
      segments.push(parseSegment(file, texts, restored))
    }
    segments.sort(byAge).reverse()
    for (const segment of segments) takeEntries(segment, byId, restored)
    if (hasFacts) continue
    const whole = segments.find(beginsWhole)
    read.push(...(whole ? [whole] : segments))
    hasFacts = whole !== undefined
  }
  for (const segment of read.reverse()) takeFacts(segment, restored, lengths)
  restored.entries = newest(byId, restored.facts.get(factKeys.cleared))
  return { restored, lengths: new Map([...lengths].sort(([a], [b]) => (a < b ? -1 : 1))) }
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

const lengthOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0)
const byAge = (a: Segment, b: Segment) => a.at - b.at || (a.file < b.file ? -1 : 1)
const beginsWhole = ({ blocks }: Segment) => blocks[0]?.checkpoint !== undefined

function parseSegment(file: string, texts: readonly string[], restored: Restored): Segment {
  const segment: Segment = { file, at: 0, blocks: [] }
  texts.forEach((text, i) => {
    const block = parseBlock(text)
    restored.damaged += block?.damaged ?? 1
    if (!block) return
    if (i > 0 && block.checkpoint) {
      // all facts of someone else, who took the file for a new one
      delete block.checkpoint
      restored.damaged += 1
    }
    segment.blocks.push(block)
    segment.at = block.at ?? segment.at
  })
  return segment
}

/** A commit that failed may be there all the same, and was made again: an id counts once. */
function takeEntries({ blocks }: Segment, byId: Map<number, TimelineEntry>, restored: Restored): void {
  for (const { added } of blocks) {
    for (const value of added) {
      const entry = restoreEntry(value)
      if (!entry) restored.damaged += 1
      else if (!byId.has(entry.id)) byId.set(entry.id, entry)
    }
  }
}

/** Segments whose beginning is damaged come after the whole one: what they changed still holds. */
function takeFacts({ blocks }: Segment, restored: Restored, lengths: Map<string, number>): void {
  const { facts } = restored
  for (const { at, checkpoint, set, deleted, older } of blocks) {
    if (at !== undefined) restored.lastAt = at
    if (checkpoint) {
      facts.clear()
      for (const key of Object.keys(checkpoint)) facts.set(key, checkpoint[key])
    }
    for (const key of Object.keys(set)) facts.set(key, set[key])
    for (const key of deleted) facts.delete(key)
    for (const [file, length] of older) {
      // those that were read are known better
      if (lengths.get(file) === sessionDefaults.journalSegmentLength) lengths.set(file, length)
    }
  }
}

function newest(byId: Map<number, TimelineEntry>, cleared: unknown): TimelineEntry[] {
  const after = typeof cleared === 'number' ? cleared : -Infinity
  const entries = [...byId.values()].filter(({ id }) => id > after)
  return entries.sort((a, b) => a.id - b.id).slice(-sessionDefaults.ringCapacity)
}
