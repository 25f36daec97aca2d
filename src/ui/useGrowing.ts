import { useEffect, useState } from 'react'

/** More than any screen shows; a row costs one to two kilobytes of `setData`, of which WeChat takes 64 without a pause that is felt. */
const rowsAtOnce = 24
const growEveryMs = 100

/** How many rows of a list are drawn: those of a screen at once, and the others by and by, so that none waits for all. */
export function useGrowing(count: number): number {
  const [most, setMost] = useState(rowsAtOnce)
  const isWhole = most >= count
  // a list that has become shorter, as by a search, grows again when it is long again
  const held = Math.max(rowsAtOnce, count)
  if (most > held) setMost(held)
  useEffect(() => {
    if (isWhole) return undefined
    const timer = setTimeout(() => setMost(most + rowsAtOnce), growEveryMs)
    return () => clearTimeout(timer)
  }, [isWhole, most])
  return Math.min(count, most)
}
