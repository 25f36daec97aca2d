import { createContext, useContext, useState } from 'react'

/** Whether the page is in front. `Page` tells; asked there, since a part may be drawn first while the page is left. */
export const ShownContext = createContext(true)

/** A value as it was when the page was left, until it is in front again: what nobody sees must not cost a `setData`. */
export function useWhileShown<T>(value: T): T {
  const isShown = useContext(ShownContext)
  const [kept, setKept] = useState<{ value: T }>({ value })
  if (!isShown) return kept.value
  // not in an effect: what is drawn now is what is kept
  if (!Object.is(kept.value, value)) setKept({ value })
  return value
}
