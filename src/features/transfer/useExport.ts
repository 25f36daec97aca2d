import { useCallback, useEffect, useRef, useState } from 'react'
import { AppError, type ErrorCode } from '@/core/errors'
import type { TimelineEntry } from '@/core/message/message'
import type { LogFormat } from '@/core/transfer/logWriter'
import type { OutgoingDocument } from '@/services/documents/types'
import { services } from '../services'
import { exportLog, type LogPart } from './exportLog'
import { oldestFirst } from './oldestFirst'

export type ExportState =
  | { phase: 'choosing' }
  /** @property progress 0 to 1 */
  | { phase: 'writing'; entries: number; progress: number }
  | { phase: 'ready'; entries: number; document: OutgoingDocument }
  | { phase: 'failed'; code: ErrorCode }

export interface ExportChoice {
  format: LogFormat
  /** epoch ms; absent: from the beginning */
  from?: number
  /** these instead of what is stored, oldest first */
  entries?: readonly TimelineEntry[] | undefined
}

const choosing: ExportState = { phase: 'choosing' }

/** All in one part. */
function once(entries: readonly TimelineEntry[]): () => Promise<LogPart | undefined> {
  let part: LogPart | undefined = { entries, progress: 1 }
  return () => {
    const next = part
    part = undefined
    return Promise.resolve(next)
  }
}

/** Writes the stored log of a connection to a file; ends with the page. */
export function useExport({ id, name }: { id: string; name: string }) {
  const [state, setState] = useState<ExportState>(choosing)
  /** who runs now; another one, or none, has taken its place when it is not the same any more */
  const run = useRef<object>()

  const start = useCallback(
    async ({ format, from, entries: chosen }: ExportChoice) => {
      const mine = {}
      run.current = mine
      const isCancelled = () => run.current !== mine
      const tell = (next: ExportState) => isCancelled() || setState(next)
      let entries = 0
      tell({ phase: 'writing', entries: 0, progress: 0 })
      try {
        const document = await exportLog({
          documents: services.documents,
          format,
          about: { connection: name, exportedAt: services.clock.now() },
          next: chosen ? once(chosen) : oldestFirst(services.history, id, { from }),
          onProgress: (progress) => {
            entries = progress.entries
            tell({ phase: 'writing', ...progress })
          },
          isCancelled,
        })
        if (document) tell({ phase: 'ready', entries, document })
      } catch (error) {
        tell({ phase: 'failed', code: error instanceof AppError ? error.code : 'fileFailed' })
        // the page can be tried again; the defect belongs in the console
        if (!(error instanceof AppError)) throw error
      }
    },
    [id, name],
  )

  const stop = useCallback(() => {
    run.current = undefined
    setState(choosing)
  }, [])

  const document = state.phase === 'ready' ? state.document : undefined
  useEffect(() => () => void document?.discard(), [document])
  useEffect(() => () => void (run.current = undefined), [])
  return { state, start, stop }
}
