import { View } from '@tarojs/components'
import type { Profile } from '@/core/profile/profile'
import { shortTopic } from '@/core/topic/short'
import { topicsOf, useTopics } from '@/features/topics/topics'
import { thousands } from '@/i18n/format'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { useWhileShown } from '@/ui/useWhileShown'
import { subtreeOf, useTopicActions } from './useTopicActions'

/** What the topic and the name on the button have room for, in columns */
const topicColumns = 17
const nameColumns = 8

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
  return (
    <View className="foot topics-foot">
      <View className="topics-selected">
        <View className="topics-selected-topic">{shortTopic(path, topicColumns)}</View>
        <View className="cap">{t('topics.selected', { n: thousands(count) })}</View>
      </View>
      <IconButton icon="more" label={t('topics.more', { name: path })} onClick={onMore} />
      <Button size="card" variant="neutral" onClick={() => actions.show(path)}>
        {t('topics.show')}
      </Button>
      <Button
        size="card"
        className="topics-subscribe"
        isDisabled={isSubscribed}
        label={t('topics.subscribe', { filter: subtreeOf(path) })}
        onClick={() => actions.subscribe(path)}
      >
        {isSubscribed
          ? t('topics.subscribed')
          : t('topics.subscribe', { filter: `${shortTopic(name, nameColumns)}/#` })}
      </Button>
    </View>
  )
}
