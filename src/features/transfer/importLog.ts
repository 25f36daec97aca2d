import type { TimelineEntry } from '@/core/message/message'
import { Ring } from '@/core/message/ring'
import { Utf8Decoder } from '@/core/payload/utf8Stream'
import { LogReader, type LogFound } from '@/core/transfer/logReader'
import type { IncomingDocument } from '@/services/documents/types'

/** Read at once, bytes */
const pieceBytes = 262_144
/** Held in memory: a log is looked at, not kept. */
const maxEntries = 20_000
const maxPayloadBytes = 16_777_216

/** Somebody's log, to be looked at. */
export interface OpenedLog {
  name: string
  found: LogFound
  /** the last of the file, as many as are held; in the order of their times */
  entries: TimelineEntry[]
}

export interface LogImport {
  document: IncomingDocument
  /** @param progress 0 to 1 */
  onProgress(progress: number): void
  isCancelled(): boolean
}

/**
 * Reads a JSON Lines file that {@link exportLog} wrote, part by part. What is no entry is counted in `found`, and so is
 * what is beyond the bounds.
 * @returns undefined when it was cancelled
 * @throws AppError `fileFailed`
 */
export async function importLog(request: LogImport): Promise<OpenedLog | undefined> {
  const { document } = request
  const ring = new Ring<TimelineEntry>(maxEntries, maxPayloadBytes, (entry) =>
    entry.direction === 'gap' ? 0 : entry.payload.length,
  )
  const reader = new LogReader(1)
  const decoder = new Utf8Decoder('lossy')
  const take = (entries: readonly TimelineEntry[]) => entries.forEach((entry) => ring.push(entry))
  for (let offset = 0; offset < document.bytes;) {
    const bytes = await document.read(offset, pieceBytes)
    if (request.isCancelled()) return undefined
    if (bytes.length === 0) break
    offset += bytes.length
    take(reader.push(decoder.push(bytes) ?? ''))
    request.onProgress(offset / document.bytes)
  }
  take(reader.push(decoder.end() ?? ''))
  take(reader.end())
  const entries = ring.toArray().sort((a, b) => a.at - b.at || a.id - b.id)
  return { name: document.name, found: reader.found, entries }
}
