import { useMemo } from 'react'
import { createFilterIndex } from '@/core/message/filter'
import type { Message, ReceivedMessage, SentMessage } from '@/core/message/message'
import type { Profile } from '@/core/profile/profile'
import type { SubscriptionState } from '@/core/session/subscriptions'
import { useFeed } from '@/features/messages/feed'
import { useHandling } from '@/features/publish/handled'
import type { DeliveryAction } from '@/features/publish/delivery'
import { cancelQueued } from '@/features/publish/publish'
import { useSubscriptionOf } from '@/features/subscriptions/topics'
import { useT } from '@/ui/language'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { useWhileShown } from '@/ui/useWhileShown'
import { GapLine } from './GapLine'
import { MessageList } from './MessageList'
import { OutboxTray } from './OutboxTray'
import { ReceivedCard } from './ReceivedCard'
import { rowsOf, type Row } from './rows'
import { SentBubble } from './SentBubble'
import { useColumns } from './useColumns'

/** Page and card insets and the time at the right of a card's first line */
const besideReceivedTopic = 128
/** What a bubble, at most 308 wide, leaves of a page of 375, and its insets */
const besideSentTopic = 91

export type OnOpen = (message: Message) => void

interface TimelineProps {
  profile: Profile
  states: readonly SubscriptionState[]
  outbox: readonly SentMessage[]
  /** Filters that are shown; none means all */
  selected: readonly string[]
  /** Why there is no connection, for the line of the gap that is still open */
  downReason: string | undefined
  jump: number
  /** Changes with the room that is left for the list */
  layout: number
  onOpen: OnOpen
  /** The numbers of a message are asked for */
  onNumbers: (message: ReceivedMessage) => void
  onAction: (action: DeliveryAction, message: SentMessage) => void
  onKeepSession: () => void
  onSubscribe: () => void
}

/** The messages of a connection, what happened between them, and what waits to be sent. */
export function Timeline(props: TimelineProps) {
  const {
    profile,
    states,
    outbox,
    selected,
    downReason,
    jump,
    layout,
    onOpen,
    onNumbers,
    onAction,
    onKeepSession,
    onSubscribe,
  } = props
  const entries = useWhileShown(useFeed(profile.id, (feed) => feed.entries))
  const subscriptionOf = useSubscriptionOf(profile.subscriptions)
  const isShown = useMemo(() => shownBy(selected), [selected])
  const rows = useMemo(() => rowsOf(entries, isShown), [entries, isShown])
  const queued = useMemo(() => outbox.filter((m) => m.status.name === 'queued'), [outbox])
  const handling = useHandling(profile.id)
  const receivedColumns = useColumns(besideReceivedTopic)
  const sentColumns = useColumns(besideSentTopic)
  const hasQos0 = states.some(({ status }) => status.name === 'granted' && status.qos === 0)
  const keepSession = profile.keepSession ? undefined : onKeepSession

  const draw = (row: Row) => {
    switch (row.kind) {
      case 'received': {
        const subscription = subscriptionOf(row.items[0]?.message.topic ?? '')
        return (
          <ReceivedCard
            row={row}
            color={subscription?.color}
            format={subscription?.format}
            columns={receivedColumns}
            onOpen={onOpen}
            onNumbers={onNumbers}
          />
        )
      }
      case 'sent':
        return (
          <SentBubble
            message={row.message}
            columns={sentColumns}
            handling={handling(row.message.id)}
            isAskRule={profile.unknownRule === 'ask'}
            onOpen={onOpen}
            onAction={onAction}
          />
        )
      case 'gap':
        return (
          <GapLine
            gap={row.gap}
            hasQos0={hasQos0}
            redelivered={row.redelivered}
            reason={row.gap.to === undefined ? downReason : undefined}
            onKeepSession={keepSession}
          />
        )
    }
  }
  if (rows.length === 0 && queued.length === 0) {
    return (
      <NoMessages profile={profile} isFiltered={entries.length > 0 && selected.length > 0} onSubscribe={onSubscribe} />
    )
  }
  return (
    <MessageList
      key={selected.join('\n')}
      {...{ profileId: profile.id, isShown, rows, draw, jump }}
      layout={`${layout} ${queued.length}`}
    >
      <Queued profileId={profile.id} queued={queued} onOpen={onOpen} />
    </MessageList>
  )
}

function Queued({ profileId, queued, onOpen }: { profileId: string; queued: readonly SentMessage[]; onOpen: OnOpen }) {
  return (
    <OutboxTray
      queued={queued}
      onOpen={onOpen}
      onCancel={(id) => cancelQueued(profileId, id)}
      onCancelAll={() => queued.forEach(({ id }) => cancelQueued(profileId, id))}
    />
  )
}

function NoMessages({
  profile,
  isFiltered,
  onSubscribe,
}: {
  profile: Profile
  isFiltered: boolean
  onSubscribe: () => void
}) {
  const t = useT()
  if (isFiltered) return <EmptyState icon="search" title={t('messages.empty.filtered')} />
  const enabled = profile.subscriptions.filter((s) => s.isEnabled).length
  if (enabled > 0) {
    return <EmptyState icon="subs" title={t('messages.empty')} text={t('messages.empty.subscribed', { n: enabled })} />
  }
  return (
    <EmptyState icon="subs" title={t('messages.empty')} text={t('messages.empty.none')}>
      <Button onClick={onSubscribe} className="msg-empty-action">
        {t('subs.subscribe')}
      </Button>
    </EmptyState>
  )
}

/** Whether a topic comes by one of the filters; by none of them when none is selected, so all are shown. */
function shownBy(selected: readonly string[]): (topic: string) => boolean {
  if (selected.length === 0) return () => true
  const filtersOf = createFilterIndex(selected)
  return (topic) => filtersOf(topic).length > 0
}
