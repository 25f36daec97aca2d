let guards = 0

/** The page in front holds what is not stored. @returns it no longer does */
export function guardUnsaved(): () => void {
  guards += 1
  const ask = (event: BeforeUnloadEvent) => event.preventDefault()
  window.addEventListener('beforeunload', ask)
  return () => {
    guards -= 1
    window.removeEventListener('beforeunload', ask)
  }
}

/** Whether going elsewhere has to be asked about first. */
export const isUnsaved = (): boolean => guards > 0
