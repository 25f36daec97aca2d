import { useEffect, useState } from 'react'

/** As in src/frame/frame.css. */
const wideEnough = '(min-width: 900px)'

/** Whether the list stands beside what is opened from it. */
export const isWide = (): boolean => window.matchMedia(wideEnough).matches

/** Follows the window. `resize` and not the query's own event, which older Safari does not have. */
export function useIsWide(): boolean {
  const [value, setValue] = useState(isWide)
  useEffect(() => {
    const look = () => setValue(isWide())
    look()
    window.addEventListener('resize', look)
    return () => window.removeEventListener('resize', look)
  }, [])
  return value
}
