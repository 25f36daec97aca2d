import type { TimelineEntry } from '@/core/message/message'
import { restoreEntry } from '@/core/message/storedEntry'
import { sessionDefaults } from '@/core/profile/defaults'
import type { FilesPort } from '../files/types'
import { parseBlock, parsePath, segmentPath, segmentPrefix, type Block } from './segments'
import type { Restored } from './types'

/** The fact that says up to which id the person has cleared the timeline. */
const clearedKey = 'cleared'

export interface LoadedJournal {
  restored: Restored
  /** about how many characters each segment has, oldest first */
  lengths: Map<number, number>
}

interface Segment {
  index: number
  blocks: Block[]
}

/**
 * Reads back to the newest segment that begins whole, and as many before it as the ring takes entries of.
 * @throws AppError `storageFailed`
 */
export async function loadJournal(files: FilesPort, name: string): Promise<LoadedJournal> {
  const restored: Restored = { facts: new Map(), entries: [], damaged: 0 }
  const lengths = new Map<number, number>()
  const read: Segment[] = []
  const byId = new Map<number, TimelineEntry>()
  let hasFacts = false
  for (const index of (await indexesOf(files, name)).reverse()) {
    if (hasFacts && byId.size >= sessionDefaults.ringCapacity) {
      // what is not read is taken for a full one, if the newest checkpoint does not know better
      lengths.set(index, sessionDefaults.journalSegmentLength)
      continue
    }
    const texts = await files.read(segmentPath(name, index))
    lengths.set(
      index,
      texts.reduce((sum, text) => sum + text.length, 0),
    )
    const segment = { index, blocks: parseBlocks(texts, restored) }
    takeEntries(segment, byId, restored)
    if (hasFacts) continue
    read.push(segment)
    hasFacts = segment.blocks[0]?.checkpoint !== undefined
  }
  for (const segment of read.reverse()) takeFacts(segment, restored, lengths)
  restored.entries = newest(byId, restored.facts.get(clearedKey))
  return { restored, lengths: new Map([...lengths].reverse()) }
}

/** Numbers of the segments, oldest first. */
export async function indexesOf(files: FilesPort, name: string): Promise<number[]> {
  const indexes: number[] = []
  for (const path of await files.list(segmentPrefix(name))) {
    const parsed = parsePath(path)
    if (parsed?.name === name) indexes.push(parsed.index)
  }
  return indexes.sort((a, b) => a - b)
}

function parseBlocks(texts: string[], restored: Restored): Block[] {
  const blocks: Block[] = []
  for (const text of texts) {
    const block = parseBlock(text)
    restored.damaged += block?.damaged ?? 1
    if (block) blocks.push(block)
  }
  return blocks
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
function takeFacts({ index, blocks }: Segment, restored: Restored, lengths: Map<number, number>): void {
  const { facts } = restored
  for (const { at, checkpoint, set, deleted, older } of blocks) {
    if (at !== undefined) restored.lastAt = at
    if (checkpoint) {
      facts.clear()
      for (const key of Object.keys(checkpoint)) facts.set(key, checkpoint[key])
    }
    for (const key of Object.keys(set)) facts.set(key, set[key])
    for (const key of deleted) facts.delete(key)
    for (const [older_, length] of older) {
      // those that were read are known better
      if (older_ < index && lengths.get(older_) === sessionDefaults.journalSegmentLength) lengths.set(older_, length)
    }
  }
}

function newest(byId: Map<number, TimelineEntry>, cleared: unknown): TimelineEntry[] {
  const after = typeof cleared === 'number' ? cleared : -Infinity
  const entries = [...byId.values()].filter(({ id }) => id > after)
  return entries.sort((a, b) => a.id - b.id).slice(-sessionDefaults.ringCapacity)
}
