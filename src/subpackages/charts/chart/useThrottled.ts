import { useCallback, useEffect, useRef, useState } from 'react'

/**
 * State that is told to React at most so often: WeChat takes about ten `setData` a second, a finger moves more often.
 * @returns what was told, the newest, and what sets it
 */
export function useThrottledState<T>(first: T, everyMs: number): [T, { readonly current: T }, (value: T) => void] {
  const [told, tell] = useState(first)
  const newest = useRef(first)
  const timer = useRef<ReturnType<typeof setTimeout>>()
  const set = useCallback(
    (value: T) => {
      newest.current = value
      timer.current ??= setTimeout(() => {
        timer.current = undefined
        tell(newest.current)
      }, everyMs)
    },
    [everyMs],
  )
  useEffect(() => () => clearTimeout(timer.current), [])
  return [told, newest, set]
}
