import { View } from '@tarojs/components'
import type { Profile } from '@/core/profile/profile'
import { shortTopic } from '@/core/topic/short'
import { topicsOf, useTopics } from '@/features/topics/topics'
import { thousands } from '@/i18n/format'
import { tappable } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'
import { useWhileShown } from '@/ui/useWhileShown'
import { subtreeOf, useTopicActions } from './useTopicActions'

/** What the topic and the name on the button have room for, in columns */
const topicColumns = 15
const nameColumns = 6

interface SelectedBarProps {
  profile: Profile
  path: string
  onMore: () => void
}

/** What is selected, and what is done with it most. */
export function SelectedBar({ profile, path, onMore }: SelectedBarProps) {
  const t = useT()
  const actions = useTopicActions(profile)
  const node = topicsOf(profile.id)?.tree.find(path)
  const count = useWhileShown(useTopics(profile.id, () => node?.total ?? 0))
  const isSubscribed = profile.subscriptions.some(({ filter }) => filter === subtreeOf(path))
  const name = path.slice(path.lastIndexOf('/') + 1)
  const subscribe = isSubscribed
    ? t('topics.subscribed')
    : t('topics.subscribe.short', { filter: `${shortTopic(name, nameColumns)}/#` })
  return (
    <View className="foot topics-foot">
      <View
        className="topics-selected"
        hoverClass="is-pressed"
        onClick={onMore}
        {...tappable(t('topics.more', { name: path }))}
      >
        <View className="topics-selected-topic">
          {shortTopic(path, topicColumns)}
          <Icon name="up" size={14} className="topics-selected-more" />
        </View>
        <View className="topics-selected-count">{t('topics.selected', { n: thousands(count) })}</View>
      </View>
      <Button size="card" variant="neutral" onClick={() => actions.show(path)}>
        {t('topics.show')}
      </Button>
      <Button
        size="card"
        className="topics-subscribe"
        isDisabled={isSubscribed}
        label={subscribe + t('common.comma') + subtreeOf(path)}
        onClick={() => actions.subscribe(path)}
      >
        {subscribe}
      </Button>
    </View>
  )
}
