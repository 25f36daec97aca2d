import { View } from '@tarojs/components'
import { useTopics } from '@/features/topics/topics'
import { thousands } from '@/i18n/format'
import { a11y } from '@/ui/a11y'
import { useT } from '@/ui/language'
import { useWhileShown } from '@/ui/useWhileShown'

/** What the rows do not say: there is no connection, or there was no room for all. */
export function TopicNotes({ profileId, isOnline }: { profileId: string; isOnline: boolean }) {
  const t = useT()
  const omitted = useWhileShown(useTopics(profileId, (topics) => topics.omitted))
  const hasTopics = useWhileShown(useTopics(profileId, (topics) => topics.topics > 0))
  return (
    <>
      {omitted > 0 && <View className="topics-note is-wait">{t('topics.omitted', { n: thousands(omitted) })}</View>}
      {!isOnline && hasTopics && (
        <View className="topics-note" {...a11y({ live: 'polite' })}>
          {t('topics.offline')}
        </View>
      )}
    </>
  )
}
