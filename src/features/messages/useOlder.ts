import { useCallback, useEffect, useRef, useState } from 'react'
import type { TimelineEntry } from '@/core/message/message'
import type { HistoryReader } from '@/services/history/types'
import { services } from '../services'

/** What a pull at the top brings, about */
const pageEntries = 100
/** Held besides the list's own, at most: further back a search finds */
const maxEntries = 2_000
/** Parts of the log looked at for a page: where a filter lets hardly anything through, the person asks again */
const maxParts = 40

export interface Older {
  /** what was read so far, each page oldest first, the oldest page first */
  pages: readonly (readonly TimelineEntry[])[]
  state: 'idle' | 'loading' | 'end' | 'full' | 'failed'
  /** Reads the next page. @param before the ID of the oldest entry of the list */
  load: (before: number) => void
  /** Lets go of all of it. */
  drop: () => void
}

interface Reading {
  reader?: HistoryReader
  isBusy: boolean
  /** ID of the oldest entry read: after a failure it goes on from there */
  oldest?: number
}

const none: Pick<Older, 'pages' | 'state'> = { pages: [], state: 'idle' }

/** Messages that have left the list, out of the log. @param isShown whether a topic stands in the list: one and the same until {@link Older.drop} */
export function useOlder(profileId: string, isShown: (topic: string) => boolean): Older {
  const [held, setHeld] = useState(none)
  const reading = useRef<Reading>({ isBusy: false })
  const drop = useCallback(() => {
    reading.current = { isBusy: false }
    setHeld(none)
  }, [])
  useEffect(() => drop, [drop, profileId])
  const load = (before: number) => {
    const { current } = reading
    if (current.isBusy || held.state === 'end' || held.state === 'full') return
    const reader = (current.reader ??= services.history.reader(profileId, {
      before: current.oldest ?? before,
      hasTopic: isShown,
    }))
    current.isBusy = true
    setHeld(({ pages }) => ({ pages, state: 'loading' }))
    const settle = (page: readonly TimelineEntry[], state: Older['state']) => {
      // dropped meanwhile
      if (reading.current !== current) return
      current.isBusy = false
      if (state === 'failed') current.reader = undefined
      current.oldest = page[0]?.id ?? current.oldest
      setHeld(({ pages }) => {
        const all = page.length > 0 ? [page, ...pages] : pages
        const isFull = all.reduce((sum, each) => sum + each.length, 0) >= maxEntries
        return { pages: all, state: isFull && state === 'idle' ? 'full' : state }
      })
    }
    readPage(reader, isShown).then(
      ({ page, isOver }) => settle(page, isOver ? 'end' : 'idle'),
      () => settle([], 'failed'),
    )
  }
  return { ...held, load, drop }
}

/** @returns a page, oldest first. @throws AppError `storageFailed` */
async function readPage(reader: HistoryReader, isShown: (topic: string) => boolean) {
  const page: TimelineEntry[] = []
  for (let parts = 0; page.length < pageEntries && parts < maxParts; parts += 1) {
    const part = await reader.next()
    if (!part) return { page: page.reverse(), isOver: true }
    for (const entry of part.entries) if (entry.direction === 'gap' || isShown(entry.topic)) page.push(entry)
  }
  return { page: page.reverse(), isOver: false }
}
