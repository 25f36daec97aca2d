import type { TimelineEntry } from '@/core/message/message'
import type { History, ReadOptions } from '@/services/history/types'
import type { LogPart } from './exportLog'

/** Entries of one part, about, or so many bytes of payload: large messages are not held by the thousand */
const partEntries = 1_000
const partBytes = 4_000_000

type Range = Pick<ReadOptions, 'from' | 'to'>

/** The newest ID of a part, and the oldest. */
type Place = readonly [newest: number, oldest: number]

/**
 * A stored log from its beginning. It is read backwards, so it is gone through once for the places of its parts, and then
 * part by part the other way. What arrives meanwhile is not in it.
 * @returns gives the next part, undefined after the last; @throws AppError `storageFailed`
 */
export function oldestFirst(
  history: Pick<History, 'reader'>,
  profileId: string,
  range: Range,
): () => Promise<LogPart | undefined> {
  let places: Place[] | undefined
  let count = 0
  let last = -Infinity
  return async () => {
    if (!places) {
      places = await placesOf(history, profileId, range)
      count = places.length
    }
    const place = places.pop()
    if (!place) return undefined
    // parts may overlap where something was settled long after it began
    const entries = (await entriesAt(history, profileId, range, place)).filter(({ id }) => id > last)
    last = place[0]
    return { entries, progress: 1 - places.length / count }
  }
}

/** The newest part first. */
async function placesOf(history: Pick<History, 'reader'>, profileId: string, range: Range): Promise<Place[]> {
  const reader = history.reader(profileId, range)
  const places: Place[] = []
  let newest: number | undefined
  let oldest = 0
  let entries = 0
  let bytes = 0
  for (let part = await reader.next(); part; part = await reader.next()) {
    for (const entry of part.entries) {
      const { id } = entry
      newest = Math.max(newest ?? id, id)
      oldest = entries === 0 ? id : Math.min(oldest, id)
      entries += 1
      if (entry.direction !== 'gap') bytes += entry.payload.length
    }
    if (newest === undefined || (entries < partEntries && bytes < partBytes)) continue
    places.push([newest, oldest])
    newest = undefined
    entries = bytes = 0
  }
  if (newest !== undefined) places.push([newest, oldest])
  return places
}

/** Oldest first. */
async function entriesAt(
  history: Pick<History, 'reader'>,
  profileId: string,
  range: Range,
  [newest, oldest]: Place,
): Promise<TimelineEntry[]> {
  const reader = history.reader(profileId, { ...range, before: newest + 1 })
  const entries: TimelineEntry[] = []
  for (let part = await reader.next(); part; part = await reader.next()) {
    for (const entry of part.entries) if (entry.id >= oldest) entries.push(entry)
    const last = part.entries[part.entries.length - 1]
    if (last && last.id <= oldest) break
  }
  return entries.sort((a, b) => a.id - b.id)
}
