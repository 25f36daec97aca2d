import { useDidShow } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import type { Profile } from '@/core/profile/profile'
import { conversationUrl } from '@/features/messages/link'
import { setTopicFilter, useTopicFilter } from '@/features/topics/filter'
import { platform } from '@/ui/platform'

/**
 * What the list shows: the filters that were chosen of the subscriptions, or one of the tree. The address follows.
 * @param first what the page was opened with
 */
export function useShownFilters(profile: Profile, first: readonly string[]) {
  const { id, subscriptions } = profile
  const isSubscribed = (filter: string) => subscriptions.some((subscription) => subscription.filter === filter)
  const [selected, setSelected] = useState(() => first.filter(isSubscribed))
  const subtree = useTopicFilter(id)
  useEffect(() => {
    if (first.length > 0)
      setTopicFilter(
        id,
        first.find((filter) => !isSubscribed(filter)),
      )
    // the address says what is shown first, the person what after
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id])
  const shown = subtree === undefined ? selected.filter(isSubscribed) : [subtree]
  const url = conversationUrl(id, shown)
  useEffect(() => platform.nameAddress(url), [url])
  useDidShow(() => platform.nameAddress(url))
  return { shown, setSelected }
}
