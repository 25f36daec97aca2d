import { useEffect, useRef, useState } from 'react'

/** A value that changes on screen at most every so often; the last one always arrives. */
export function useThrottled<T>(value: T, everyMs: number): T {
  const [shown, setShown] = useState(value)
  const shownAt = useRef(0)
  useEffect(() => {
    const waitMs = Math.max(0, shownAt.current + everyMs - Date.now())
    const timer = setTimeout(() => {
      shownAt.current = Date.now()
      setShown(value)
    }, waitMs)
    return () => clearTimeout(timer)
  }, [value, everyMs])
  return shown
}
