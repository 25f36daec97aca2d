import type { TimelineEntry } from '@/core/message/message'
import { sessionDefaults } from '@/core/profile/defaults'
import { entryRecord } from './records'

/** Records that are committed together. */
export interface Group {
  /** JSON of a fact, or undefined where it was deleted */
  readonly changes: Map<string, string | undefined>
  /** facts have changed, and only a block with all of them tells it: `changes` does not have them any more */
  needsCheckpoint: boolean
  added: Added[]
  /** somebody was promised that one of `added` is kept */
  isPromised: boolean
  /** about how many characters it will take */
  length: number
  /** of them: the most that one record takes */
  longest: number
  /** called when it is committed */
  readonly waiting: (() => void)[]
}

export interface Added {
  /** of the log */
  record: string
  /** its bytes as UTF-8, about */
  bytes: number
  id: number
  at: number
  topic: string | undefined
  /** nobody was promised that it is kept */
  isSpare: boolean
}

export const newGroup = (): Group => ({
  changes: new Map(),
  needsCheckpoint: false,
  added: [],
  isPromised: false,
  length: 0,
  longest: 0,
  waiting: [],
})
export const isEmpty = ({ changes, needsCheckpoint, added }: Group) =>
  changes.size === 0 && !needsCheckpoint && added.length === 0

/** @returns how many characters it takes */
export function addTo(group: Group, added: Added): number {
  group.added.push(added)
  if (!added.isSpare) group.isPromised = true
  return added.record.length
}

/**
 * @returns whether it was more than a disk that works lets wait. One record that is large says nothing of it: the link ends
 *   at the second.
 */
export function grow(group: Group, length: number): boolean {
  const wasLong = group.length > sessionDefaults.journalMaxPendingLength + 2 * group.longest
  group.length += length
  group.longest = Math.max(group.longest, length)
  return wasLong
}

/** What waits while storage fails takes bounded room. @param isRead all facts are known, and will be committed */
export function boundGroup(group: Group, maxLength: number, isRead: boolean): void {
  if (isRead) forgetChanges(group)
  dropSpare(group, maxLength)
}

/** Puts `later` behind `group`; a later change of a fact replaces the earlier. */
export function appendGroup(group: Group, later: Group): void {
  later.changes.forEach((json, key) => group.changes.set(key, json))
  group.needsCheckpoint = group.needsCheckpoint || later.needsCheckpoint
  for (const added of later.added) addTo(group, added)
  for (const done of later.waiting) group.waiting.push(done)
  group.length += later.length
  group.longest = Math.max(group.longest, later.longest)
}

export function addedOf(entry: TimelineEntry): Added {
  const { id, at } = entry
  const { record, bytes } = entryRecord(entry)
  const topic = entry.direction === 'gap' ? undefined : entry.topic
  return { record, bytes, id, at, topic, isSpare: isSpare(entry) }
}

/** QoS 0 promises nothing, and of ours nothing is open any more once it is settled, but for what cannot be known. */
function isSpare(entry: TimelineEntry): boolean {
  switch (entry.direction) {
    case 'received':
      return entry.qos === 0
    case 'sent':
      return entry.status.name !== 'unknown'
    case 'gap':
      return false
  }
}

/** For a group that will be committed with all facts: what became of them on the way takes no room. */
function forgetChanges(group: Group): void {
  group.needsCheckpoint = group.needsCheckpoint || group.changes.size > 0
  group.changes.clear()
  group.length = lengthOf(group.added)
}

/** Drops entries nobody was promised, oldest first, until all entries take at most so many characters. */
function dropSpare(group: Group, maxLength: number): void {
  let excess = lengthOf(group.added) - maxLength
  if (excess <= 0) return
  group.added = group.added.filter(({ record, isSpare }) => {
    if (!isSpare || excess <= 0) return true
    excess -= record.length
    group.length -= record.length
    return false
  })
}

const lengthOf = (added: readonly Added[]) => added.reduce((sum, { record }) => sum + record.length, 0)

/** Of a block as UTF-8, about. */
export const bytesOf = (text: string, added: readonly Added[]) =>
  added.reduce((sum, { record, bytes }) => sum + bytes - record.length, text.length + 1)
