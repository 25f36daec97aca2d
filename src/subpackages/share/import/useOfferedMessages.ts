import { useEffect, useMemo, useState } from 'react'
import { savedLimits } from '@/core/collections/savedMessage'
import type { OfferedMessage } from '@/core/profile/sharedMessages'
import { addMessages, loadCollections, notKept, useCollections } from '@/features/collections/collections'

/** What a person decides on saved messages that come with connections. Nothing is kept before `keep`. */
export interface OfferedMessages {
  /** how many came */
  count: number
  /** of those, how many are kept here word for word */
  known: number
  /** how many more can be kept */
  room: number
  isWanted: boolean
  want: (isWanted: boolean) => void
  /** it is known what is kept here, or it does not matter */
  isReady: boolean
  /** @returns how many there are more; @throws AppError `savedFull`, `storageFull`, `storageFailed` */
  keep: () => Promise<number>
}

export function useOfferedMessages(offered: readonly OfferedMessage[]): OfferedMessages {
  const { load, messages } = useCollections()
  const [isChosen, want] = useState(true)
  const count = offered.length
  useEffect(() => {
    if (count > 0) void loadCollections()
  }, [count])
  const known = useMemo(() => count - notKept(offered, messages).length, [count, offered, messages])
  const room = savedLimits.messages - messages.length
  const isWanted = isChosen && count - known <= room
  return {
    ...{ count, known, room, isWanted, want },
    isReady: count === 0 || load !== 'loading',
    keep: () => (isWanted ? addMessages(offered) : Promise.resolve(0)),
  }
}
