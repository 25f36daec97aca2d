import { View } from '@tarojs/components'
import { useState } from 'react'
import type { SessionStatus } from '@/core/session/states'
import { useTopics } from '@/features/topics/topics'
import { thousands } from '@/i18n/format'
import { a11y } from '@/ui/a11y'
import { useT } from '@/ui/language'
import { useWhileShown } from '@/ui/useWhileShown'

/** What the rows do not say: there is no connection, or there was no room for all. */
export function TopicNotes({ profileId, status }: { profileId: string; status: SessionStatus['name'] }) {
  const t = useT()
  const isAway = useAway(status)
  const omitted = useWhileShown(useTopics(profileId, (topics) => topics.omitted))
  const hasTopics = useWhileShown(useTopics(profileId, (topics) => topics.topics > 0))
  return (
    <>
      {omitted > 0 && <View className="topics-note is-wait">{t('topics.omitted', { n: thousands(omitted) })}</View>}
      {isAway && hasTopics && (
        <View className="topics-note" {...a11y({ live: 'polite' })}>
          {t('topics.offline')}
        </View>
      )}
    </>
  )
}

/** The first attempt is none yet, and another one keeps what the one before has shown: the list would jump at each. */
function useAway(status: SessionStatus['name']): boolean {
  const [isAway, setAway] = useState(false)
  const isUnderWay = status === 'idle' || status === 'connecting' || status === 'handshaking'
  const isAwayNow = isUnderWay ? isAway : status !== 'online'
  // not in an effect: it would be drawn twice
  if (isAwayNow !== isAway) setAway(isAwayNow)
  return isAwayNow
}
