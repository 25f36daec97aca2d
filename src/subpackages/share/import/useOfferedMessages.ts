import { useEffect, useMemo, useState } from 'react'
import { savedLimits } from '@/core/collections/savedMessage'
import { withoutClientIds, type OfferedMessage, type Owner } from '@/core/profile/sharedMessages'
import { addMessages, loadCollections, notKept, useCollections } from '@/features/collections/collections'
import { useConnections } from '@/features/connections/connections'

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
  const owners = useConnections((state) => state.profiles)
  const known = useMemo(() => count - notHere(offered, messages, owners).length, [count, offered, messages, owners])
  const room = savedLimits.messages - messages.length
  const isWanted = isChosen && count - known <= room
  return {
    ...{ count, known, room, isWanted, want },
    isReady: count === 0 || load !== 'loading',
    keep: async () => {
      if (!isWanted) return 0
      await loadCollections()
      return addMessages(notHere(offered, useCollections.getState().messages, owners))
    },
  }
}

/** Those that are not kept yet, neither word for word nor as they were when they were written into a file on this phone. */
function notHere(
  offered: readonly OfferedMessage[],
  kept: readonly OfferedMessage[],
  owners: readonly Owner[],
): readonly OfferedMessage[] {
  return notKept(offered, [...kept, ...kept.map((message) => withoutClientIds(message, owners))])
}
