import type { Message, ReceivedMessage, SentMessage } from '@/core/message/message'
import type { Profile } from '@/core/profile/profile'
import type { SubscriptionState } from '@/core/session/subscriptions'
import { useRemoved } from '@/features/messages/remove'
import type { DeliveryAction } from '@/features/publish/delivery'
import { useHandling } from '@/features/publish/handled'
import { useSubscriptionOf } from '@/features/subscriptions/topics'
import { GapLine } from './GapLine'
import { ReceivedCard } from './ReceivedCard'
import { withoutRemoved, type Row } from './rows'
import { SentBubble } from './SentBubble'
import { useColumns } from './useColumns'
import type { OnSwipe } from './useRowSwipes'
import type { Selection } from '../selection/useSelection'

/** Page and card insets and the time at the right of a card's first line */
const besideReceivedTopic = 128
/** What a bubble, at most 308 wide, leaves of a page of 375, and its insets */
const besideSentTopic = 91

/** @param again the deliveries that are folded into it */
export type OnMessage = (message: Message, again: readonly ReceivedMessage[]) => void

export interface DrawnRows {
  profile: Profile
  states: readonly SubscriptionState[]
  /** Why there is no connection, for the line of the gap that is still open */
  downReason: string | undefined
  /** IDs of what is kept */
  kept: ReadonlySet<number>
  /** undefined while none is being selected */
  selection: Selection | undefined
  onOpen: OnMessage
  /** It is asked what can be done with a message */
  onActions: OnMessage
  onAction: (action: DeliveryAction, message: SentMessage) => void
  /** A row was swept to the left, and this chosen */
  onSwipe: OnSwipe
  onKeepSession: () => void
}

/** @returns draws a row of the timeline, or nothing where all of it was deleted */
export function useDrawRow(rows: DrawnRows) {
  const { profile, states, downReason, kept, selection, onOpen, onActions, onAction, onSwipe, onKeepSession } = rows
  const removed = useRemoved(profile.id)
  const subscriptionOf = useSubscriptionOf(profile.subscriptions)
  const handling = useHandling(profile.id)
  const receivedColumns = useColumns(besideReceivedTopic)
  const sentColumns = useColumns(besideSentTopic)
  const hasQos0 = states.some(({ status }) => status.name === 'granted' && status.qos === 0)
  const keepSession = profile.keepSession ? undefined : onKeepSession

  return (whole: Row) => {
    const row = withoutRemoved(whole, removed)
    switch (row?.kind) {
      case undefined:
        return null
      case 'received': {
        const subscription = subscriptionOf(row.items[0]?.message.topic ?? '')
        return (
          <ReceivedCard
            {...{ row, kept, selection, onOpen, onActions, onSwipe }}
            color={subscription?.color}
            format={subscription?.format}
            columns={receivedColumns}
          />
        )
      }
      case 'sent':
        return (
          <SentBubble
            {...{ message: row.message, onOpen, onActions, onAction, onSwipe }}
            columns={sentColumns}
            handling={handling(row.message.id)}
            isAskRule={profile.unknownRule === 'ask'}
            isKept={kept.has(row.message.id)}
            isPicked={selection?.has(row.message.id)}
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
}
