import { useCallback } from 'react'
import { copyText } from '@/services/device'
import { useT } from '@/ui/language'
import { showToast } from '@/ui/toasts'

/** Puts a text on the clipboard, and says whether it is there. */
export function useCopy(): (text: string) => void {
  const t = useT()
  return useCallback(
    (text) =>
      void copyText(text).then(
        () => showToast({ text: t('common.copied') }),
        () => showToast({ text: t('error.clipboardFailed') }),
      ),
    [t],
  )
}
