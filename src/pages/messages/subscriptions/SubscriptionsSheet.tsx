import { View } from '@tarojs/components'
import { useMemo, useState } from 'react'
import { AppError } from '@/core/errors'
import type { Profile, WantedSubscription } from '@/core/profile/profile'
import type { SubscriptionState } from '@/core/session/subscriptions'
import { overlaps } from '@/core/topic/overlap'
import {
  addSubscription,
  removeSubscription,
  retrySubscription,
  setSubscriptionEnabled,
  updateSubscription,
} from '@/features/subscriptions/subscriptions'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'
import { showToast } from '@/ui/toasts'
import { SubscriptionForm, type SubscriptionInput } from './SubscriptionForm'
import { SubscriptionRow } from './SubscriptionRow'

interface SubscriptionsSheetProps {
  profile: Profile
  states: readonly SubscriptionState[]
  counts: Record<string, number>
  onClose: () => void
}

/** What the connection subscribes to and what the broker granted; tap a row to edit it, add below. */
export function SubscriptionsSheet({ profile, states, counts, onClose }: SubscriptionsSheetProps) {
  const t = useT()
  const [edited, setEdited] = useState<WantedSubscription>()
  const { id, subscriptions } = profile
  // storage says what it could not keep; the list shows what holds
  const attempt = (work: Promise<void>) => work.catch((error) => showToast({ text: t(`error.${codeOf(error)}`) }))

  const remove = async ({ filter, alias }: WantedSubscription) => {
    const undo = await removeSubscription(id, filter)
    setEdited((now) => (now?.filter === filter ? undefined : now))
    const action = { label: t('common.undo'), run: () => void attempt(undo()) }
    showToast({ text: t('subs.deleted', { name: alias || filter }), action })
  }
  const submit = async ({ filter, ...rest }: SubscriptionInput) => {
    if (edited) await updateSubscription(id, edited.filter, rest)
    else await addSubscription(id, { filter, ...rest })
    setEdited(undefined)
  }

  const overlap = useMemo(() => firstOverlap(subscriptions), [subscriptions])

  return (
    <Sheet title={t('subs.title')} onClose={onClose}>
      {subscriptions.length > 0 && (
        <View className="group-card">
          {subscriptions.map((subscription) => (
            <SubscriptionRow
              key={subscription.filter}
              subscription={subscription}
              state={states.find((s) => s.filter === subscription.filter)}
              count={counts[subscription.filter] ?? 0}
              isEdited={edited?.filter === subscription.filter}
              onEdit={() => setEdited(edited?.filter === subscription.filter ? undefined : subscription)}
              onToggle={(isEnabled) => void attempt(setSubscriptionEnabled(id, subscription.filter, isEnabled))}
              onRetry={() => retrySubscription(id, subscription.filter)}
              onDelete={() => void attempt(remove(subscription))}
            />
          ))}
        </View>
      )}
      {overlap && <View className="group-footer">{t('subs.overlap', overlap)}</View>}
      <SubscriptionForm
        key={edited?.filter ?? `add ${subscriptions.length}`}
        edited={edited}
        taken={subscriptions}
        onSubmit={(input) => void attempt(submit(input))}
        onRemove={edited && (() => void attempt(remove(edited)))}
        onCancel={() => setEdited(undefined)}
      />
    </Sheet>
  )
}

const codeOf = (error: unknown) => (error instanceof AppError ? error.code : 'storageFailed')

const nameOf = ({ alias, filter }: WantedSubscription) => alias || filter

/** Two that are on and may bring the same message twice: said before anybody wonders. */
function firstOverlap(subscriptions: readonly WantedSubscription[]): { a: string; b: string } | undefined {
  const enabled = subscriptions.filter(({ isEnabled }) => isEnabled)
  for (const [i, one] of enabled.entries()) {
    const other = enabled.slice(i + 1).find(({ filter }) => overlaps(one.filter, filter))
    if (other) return { a: nameOf(one), b: nameOf(other) }
  }
  return undefined
}
