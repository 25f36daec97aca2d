import { useEffect, useState } from 'react'
import { AppError, type ErrorCode } from '@/core/errors'
import type { OutgoingDocument } from '@/services/documents/types'
import { services } from '../services'

export type BackupState =
  { phase: 'writing' } | { phase: 'ready'; document: OutgoingDocument } | { phase: 'failed'; code: ErrorCode }

const writing: BackupState = { phase: 'writing' }

/**
 * A file that is ready before it is asked for: systems take one from a tap only, and do not wait.
 * @param text undefined: there is nothing to write
 */
export function useBackup(text: string | undefined): { state: BackupState; retry: () => void } {
  const [attempt, setAttempt] = useState(0)
  const [made, setMade] = useState<{ of: string; state: BackupState }>()
  useEffect(() => {
    if (text === undefined) return undefined
    let isWanted = true
    let document: OutgoingDocument | undefined
    const write = async () => {
      const name = `homing-${localDay(services.clock.now())}.json`
      try {
        document = await services.documents.create(name, 'application/json')
        await document.write(text)
        if (isWanted) setMade({ of: text, state: { phase: 'ready', document } })
        else await document.discard()
      } catch (error) {
        const code = error instanceof AppError ? error.code : 'fileFailed'
        if (isWanted) setMade({ of: text, state: { phase: 'failed', code } })
      }
    }
    // one file at a time: the next one takes the name of the one before
    last = last.then(write)
    return () => {
      isWanted = false
      // also when the same is wanted again before the next one is there
      setMade(undefined)
      const old = document
      // what is left of it must not keep the next one from being written
      if (old) last = last.then(() => old.discard()).catch(() => undefined)
    }
  }, [text, attempt])
  return {
    state: made !== undefined && made.of === text ? made.state : writing,
    retry: () => {
      setMade(undefined)
      setAttempt(attempt + 1)
    },
  }
}

const two = (n: number) => (n < 10 ? `0${n}` : String(n))

/** The day that it is for the person: `2026-03-02`. @param at epoch ms */
function localDay(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

let last: Promise<unknown> = Promise.resolve()
