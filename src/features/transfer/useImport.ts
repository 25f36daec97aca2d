import { useCallback, useEffect, useRef, useState } from 'react'
import { AppError, type ErrorCode } from '@/core/errors'
import { services } from '../services'
import { importLog, type OpenedLog } from './importLog'

export type ImportState =
  | { phase: 'choosing' }
  /** @property progress 0 to 1 */
  | { phase: 'reading'; progress: number }
  | { phase: 'opened'; log: OpenedLog }
  | { phase: 'failed'; code: ErrorCode }

/** Lets a person choose somebody's log, and reads it; ends with the page. */
export function useImport() {
  const [state, setState] = useState<ImportState>({ phase: 'choosing' })
  const run = useRef<object>()

  /** To be called in a tap. */
  const choose = useCallback(async () => {
    const mine = {}
    run.current = mine
    const isCancelled = () => run.current !== mine
    const tell = (next: ImportState) => isCancelled() || setState(next)
    try {
      const document = await services.documents.pick(['jsonl', 'ndjson', 'json', 'txt'])
      if (!document) return
      tell({ phase: 'reading', progress: 0 })
      const onProgress = (progress: number) => tell({ phase: 'reading', progress })
      const log = await importLog({ document, onProgress, isCancelled })
      if (log) tell({ phase: 'opened', log })
    } catch (error) {
      tell({ phase: 'failed', code: error instanceof AppError ? error.code : 'fileFailed' })
      // the page can be tried again; the defect belongs in the console
      if (!(error instanceof AppError)) throw error
    }
  }, [])

  const stop = useCallback(() => {
    run.current = undefined
    setState({ phase: 'choosing' })
  }, [])
  useEffect(() => () => void (run.current = undefined), [])
  return { state, choose, stop }
}
