import { useEffect, useRef, useState } from 'react'
import { clearRetained, findRetained, type ClearProgress, type RetainedPreview } from '@/features/topics/retained'
import { useAttempt } from '@/ui/useAttempt'

export type ClearStep =
  | { name: 'asking' }
  | { name: 'found'; preview: RetainedPreview }
  | { name: 'clearing'; progress: ClearProgress }
  /** `left`: what the broker still holds of them, when it could be asked */
  | { name: 'done'; progress: ClearProgress; left?: number }

/** Asks what is retained, clears it when told to, and asks again. Closing the sheet ends the asking, not the clearing. */
export function useClearing(profileId: string, path: string) {
  const attempt = useAttempt()
  const [step, setStep] = useState<ClearStep>({ name: 'asking' })
  const stop = useRef<() => void>(() => undefined)
  useEffect(() => {
    const { found, cancel } = findRetained(profileId, path)
    let isOpen = true
    void found.then((preview) => isOpen && setStep({ name: 'found', preview }))
    return () => {
      isOpen = false
      cancel()
    }
  }, [profileId, path])

  const clear = () => {
    if (step.name !== 'found') return
    const { topics, source } = step.preview
    const none: ClearProgress = { done: 0, total: topics.length, refused: [], unknown: 0 }
    setStep({ name: 'clearing', progress: none })
    const clearing = clearRetained(profileId, topics, (progress) => setStep({ name: 'clearing', progress }))
    stop.current = clearing.cancel
    attempt(async () => {
      const progress = await clearing.finished
      if (source !== 'asked' || progress.done === 0) return setStep({ name: 'done', progress })
      const cleared = new Set(topics)
      const after = await findRetained(profileId, path).found
      const left = after.topics.filter((topic) => cleared.has(topic)).length
      const untouched = progress.total - progress.done
      setStep({ name: 'done', progress, ...(after.source === 'asked' && { left: Math.max(0, left - untouched) }) })
    })
  }
  return { step, clear, stop: () => stop.current() }
}
