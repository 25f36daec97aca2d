import type { Profile } from '@/core/profile/profile'
import type { SubscriptionState } from '@/core/session/subscriptions'
import { useFeed } from '@/features/messages/feed'
import { useSession } from '@/features/sessions/useSession'
import { hexCode } from '@/i18n/format'
import { useT } from '@/ui/language'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { Loading } from '@/ui/Loading'
import { subscriptionRefusalWords } from '../words'

/** All there is: to see what a broker of one's own has, in one tap. */
const EVERYTHING = '#'

interface NoMessagesProps {
  profile: Profile
  states: readonly SubscriptionState[]
  /** There are some, but none of the chosen filters */
  isFiltered: boolean
  /** Opens the subscriptions */
  onSubscribe: () => void
  onSubscribeTo: (filter: string) => void
}

/** Why there is nothing to read, and what would change it. */
export function NoMessages({ profile, states, isFiltered, onSubscribe, onSubscribeTo }: NoMessagesProps) {
  const t = useT()
  const isOnline = useSession(profile.id).status.name === 'online'
  const isReading = useFeed(profile.id, (feed) => feed.isReading === true)
  if (isReading) return <Loading label={t('older.loading')} />
  if (isFiltered) return <EmptyState icon="search" title={t('messages.empty.filtered')} />
  const enabled = profile.subscriptions.filter((s) => s.isEnabled)
  if (enabled.length === 0) {
    return (
      <EmptyState icon="subs" title={t('messages.empty')} text={t('messages.empty.none')}>
        <Button onClick={onSubscribe} className="msg-empty-action">
          {t('subs.subscribe')}
        </Button>
        <Button variant="neutral" onClick={() => onSubscribeTo(EVERYTHING)} className="msg-empty-second">
          {t('messages.empty.everything', { filter: EVERYTHING })}
        </Button>
      </EmptyState>
    )
  }
  const refusals = enabled.map(({ filter }) => {
    const status = states.find((state) => state.filter === filter)?.status
    return status?.name === 'refused' ? status.mqttCode : undefined
  })
  const [first] = refusals
  if (first !== undefined && !refusals.includes(undefined)) {
    const reason = subscriptionRefusalWords(first, t)
    return (
      <EmptyState
        icon="alert"
        title={t('messages.empty.refused')}
        text={t('subs.refused', { reason, code: hexCode(first) })}
      >
        <Button onClick={onSubscribe} className="msg-empty-action">
          {t('messages.empty.refused.show')}
        </Button>
      </EmptyState>
    )
  }
  const awaited = isOnline ? 'messages.empty.subscribed' : 'messages.empty.offline'
  return <EmptyState icon="subs" title={t('messages.empty')} text={t(awaited, { n: enabled.length })} />
}
