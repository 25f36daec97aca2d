import { useEffect, useState } from 'react'
import type { Message } from '@/core/message/message'
import { matches } from '@/core/topic/match'
import { services } from '@/features/services'

/**
 * Which message it is of those that the subscription has brought and that are stored; of its topic where there is none.
 * @returns undefined until it is known, or where it cannot be
 */
export function useOrdinal(profileId: string, { id, topic }: Message, filter: string | undefined): number | undefined {
  const [ordinal, setOrdinal] = useState<number>()
  useEffect(() => {
    let isWanted = true
    const isOfThem = (other: string) => (filter === undefined ? other === topic : matches(filter, other))
    // a number less is no reason to say anything
    void services.history.ordinal(profileId, id, isOfThem).then(
      (found) => isWanted && setOrdinal(found),
      () => undefined,
    )
    return () => {
      isWanted = false
    }
  }, [profileId, id, topic, filter])
  return ordinal
}
