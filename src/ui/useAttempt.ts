import { useCallback } from 'react'
import { AppError } from '@/core/errors'
import type { Translate } from '@/i18n/t'
import { useT } from './language'
import { showToast } from './toasts'

export type Attempt = (work: () => unknown) => void

/** Runs what may fail, now or later, and says so in the words of its code. */
export function useAttempt(): Attempt {
  const t = useT()
  return useCallback(
    (work) => {
      const failed = (error: unknown) => showToast({ text: failureWords(error, t) })
      try {
        Promise.resolve(work()).catch(failed)
      } catch (error) {
        failed(error)
      }
    },
    [t],
  )
}

function failureWords(error: unknown, t: Translate): string {
  // anything without a code is a defect: it belongs in the console, not in a toast
  if (!(error instanceof AppError)) throw error
  return t(`error.${error.code}`)
}
