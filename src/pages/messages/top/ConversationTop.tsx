import type { Profile } from '@/core/profile/profile'
import type { Reason } from '@/core/session/reasons'
import { pauseDisplay, resumeDisplay, useFeed } from '@/features/messages/feed'
import type { SessionView } from '@/features/sessions/useSession'
import { setTopicFilter, useTopicFilter } from '@/features/topics/filter'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { useWhileShown } from '@/ui/useWhileShown'
import type { Remedies } from './Advice'
import { Banner } from './Banner'
import { FilterChips, type KeptFilter } from './FilterChips'
import { FlowBar } from './FlowBar'
import { StateLine } from './StateLine'

interface ConversationTopProps {
  profile: Profile
  view: SessionView
  /** Of the last failure, while there is no connection */
  reason: Reason | undefined
  /** Filters that are shown */
  selected: string[]
  onSelect: (selected: string[]) => void
  kept: KeptFilter
  onMore: () => void
  onLayout: () => void
  remedies: Remedies
}

/** Name and state, what is wrong while something is, and the filters. */
export function ConversationTop(props: ConversationTopProps) {
  const { profile, view, reason, selected, onSelect, kept, onMore, onLayout, remedies } = props
  const t = useT()
  const { id, name, url, subscriptions } = profile
  const { status } = view
  const subtree = useTopicFilter(id)
  const isPaused = useFeed(id, (feed) => feed.pausedNewer !== undefined)
  const hasWorked = useFeed(id, (feed) => feed.entries.length > 0)
  return (
    <>
      <NavBar
        title={name || url}
        isRaised
        subtitle={<StateLine id={id} status={status} />}
        actions={
          <>
            <IconButton
              icon={isPaused ? 'play' : 'pause'}
              label={t(isPaused ? 'flow.resume' : 'flow.pause')}
              onClick={() => (isPaused ? resumeDisplay(id) : pauseDisplay(id))}
            />
            <IconButton icon="subs" label={t('messages.more')} onClick={onMore} />
          </>
        }
      />
      <Banner {...{ profile, status, reason, hasWorked, remedies, onLayout }} />
      <FlowBar profileId={id} onLayout={onLayout} />
      {(subscriptions.length > 0 || subtree !== undefined || kept.count > 0 || kept.isOnly) && (
        <Chips profile={profile} selected={selected} onChange={onSelect} kept={kept} />
      )}
    </>
  )
}

interface ChipsProps {
  profile: Profile
  selected: string[]
  onChange: (selected: string[]) => void
  kept: KeptFilter
}

function Chips({ profile, selected, onChange, kept }: ChipsProps) {
  const total = useWhileShown(useFeed(profile.id, (feed) => feed.total))
  const counts = useWhileShown(useFeed(profile.id, (feed) => feed.counts))
  const subtree = useTopicFilter(profile.id)
  return (
    <FilterChips
      subscriptions={profile.subscriptions}
      total={total}
      counts={counts}
      selected={selected}
      subtree={subtree}
      kept={kept}
      onChange={(filters) => {
        setTopicFilter(profile.id, undefined)
        onChange(filters)
      }}
    />
  )
}
