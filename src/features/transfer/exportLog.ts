import type { TimelineEntry } from '@/core/message/message'
import { logWriter, type LogAbout, type LogFormat } from '@/core/transfer/logWriter'
import { isoTimeOf } from '@/core/transfer/isoTime'
import type { DocumentsPort, OutgoingDocument } from '@/services/documents/types'

/** Written at once, in characters */
const pieceLength = 65_536

export interface LogPart {
  entries: readonly TimelineEntry[]
  /** of the whole, 0 to 1 */
  progress: number
}

export interface LogExport {
  documents: DocumentsPort
  format: LogFormat
  about: LogAbout
  /** parts of the log in the order of the file; undefined after the last */
  next(): Promise<LogPart | undefined>
  onProgress(progress: ExportProgress): void
  isCancelled(): boolean
}

export interface ExportProgress {
  /** entries written so far */
  entries: number
  /** 0 to 1 */
  progress: number
}

const mimeTypes: Record<LogFormat, string> = {
  jsonl: 'application/x-ndjson',
  json: 'application/json',
  csv: 'text/csv',
}

/**
 * Writes a log to a file part by part; no more of it than one part is in memory.
 * @returns the file, to be given in a tap; undefined when it was cancelled
 * @throws AppError `storageFull`, `storageFailed`; nothing is left of the file then
 */
export async function exportLog(request: LogExport): Promise<OutgoingDocument | undefined> {
  const { documents, format, about } = request
  const writer = logWriter(format, about)
  const document = await documents.create(`${fileNameOf(about)}.${format}`, mimeTypes[format])
  let text = writer.head
  let entries = 0
  const flush = async () => {
    const piece = text
    text = ''
    await document.write(piece)
  }
  try {
    for (let part = await request.next(); part; part = await request.next()) {
      for (const entry of part.entries) {
        if (request.isCancelled()) break
        text += writer.entry(entry)
        entries += 1
        if (text.length >= pieceLength) await flush()
      }
      if (request.isCancelled()) break
      request.onProgress({ entries, progress: part.progress })
    }
    if (!request.isCancelled()) {
      text += writer.tail
      await flush()
      return document
    }
  } catch (error) {
    await document.discard()
    throw error
  }
  await document.discard()
  return undefined
}

/** `温室一号-20260102-030405`: the time is UTC, as in the file. */
function fileNameOf({ connection, exportedAt }: LogAbout): string {
  const stamp = isoTimeOf(exportedAt).slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
  return `${connection.replace(/[\\/:*?"<>|\s]+/g, '-').slice(0, 40) || 'homing'}-${stamp}`
}
