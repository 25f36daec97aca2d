import { useCallback, useMemo } from 'react'
import { createFilterIndex } from '@/core/message/filter'
import type { Profile, WantedSubscription } from '@/core/profile/profile'

/** Finds the first subscription that a topic comes by. */
export function useSubscriptionOf(
  subscriptions: Profile['subscriptions'],
): (topic: string) => WantedSubscription | undefined {
  const filtersOf = useMemo(() => createFilterIndex(subscriptions.map((s) => s.filter)), [subscriptions])
  return useCallback(
    (topic) => {
      const [filter] = filtersOf(topic)
      return subscriptions.find((s) => s.filter === filter)
    },
    [filtersOf, subscriptions],
  )
}
