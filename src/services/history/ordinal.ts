import type { FilesPort } from '../files/types'
import { parseSegment } from '../journal/parseSegment'
import { jsonOf } from '../journal/records'
import { segmentPath } from '../journal/segments'
import { headOf, type SegmentSummary } from '../journal/summary'

/** Segments without a list of their topics are read; of more than these nobody waits for the end. */
const maxRead = 8

export interface OrdinalSource {
  files: FilesPort
  name: string
  /** what there is, oldest first */
  segments: readonly SegmentSummary[]
  /** entries up to this ID are cleared away */
  cleared: number
}

/**
 * Which message it is of those that are stored, counted from the oldest.
 * @param isOfThem topics that count
 * @returns undefined when the message is not stored, or when too much would have to be read
 * @throws AppError `storageFailed`
 */
export async function ordinalOf(
  { files, name, segments, cleared }: OrdinalSource,
  id: number,
  isOfThem: (topic: string) => boolean,
): Promise<number | undefined> {
  let count = 0
  let reads = 0
  let isFound = false
  for (const { file, range, topics } of segments) {
    if (!range || range.maxId <= cleared || range.minId > id) continue
    if (topics && range.minId > cleared && range.maxId < id) {
      topics.forEach((n, topic) => (count += isOfThem(topic) ? n : 0))
      continue
    }
    reads += 1
    if (reads > maxRead) return undefined
    const ids = new Set<number>()
    for (const { entries } of parseSegment(await files.read(segmentPath(name, file)))) {
      for (const raw of entries) {
        const head = headOf(jsonOf(raw))
        if (!head || head.id <= cleared || head.id > id || head.topic === undefined) continue
        isFound = isFound || head.id === id
        if (isOfThem(head.topic)) ids.add(head.id)
      }
    }
    count += ids.size
  }
  return isFound ? count : undefined
}
