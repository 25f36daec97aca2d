import { View } from '@tarojs/components'
import { useCallback, useEffect, useState } from 'react'
import { profileDefaults } from '@/core/profile/defaults'
import type { Profile } from '@/core/profile/profile'
import { changeProfile } from '@/features/connections/connections'
import { openFeed } from '@/features/messages/feed'
import { useLastReason } from '@/features/sessions/useLastReason'
import { useSession } from '@/features/sessions/useSession'
import { addSubscription } from '@/features/subscriptions/subscriptions'
import { useT } from '@/ui/language'
import { Page } from '@/ui/Page'
import { ConversationSheets, type OpenSheet } from './sheets/ConversationSheets'
import { ConversationTop } from './top/ConversationTop'
import { PublishBar } from './publish/PublishBar'
import { Announcer } from './top/StateLine'
import { SelectionBar, SelectionTop } from './selection/SelectionBars'
import { Timeline } from './list/Timeline'
import { useAttempt } from '@/ui/useAttempt'
import { useHandedOver } from './publish/useHandedOver'
import { useMessageActions } from './selection/useMessageActions'
import { usePublishDraft } from './publish/usePublishDraft'
import { useRemedies } from './top/useRemedies'
import { useShownFilters } from './top/useShownFilters'
import { useStoredMessages } from './selection/useStoredMessages'
import { WhileInFront } from './WhileInFront'
import { reasonTitle } from './words'

interface ConversationProps {
  profile: Profile
  /** What is shown at first: filters of subscriptions, or one that stands for a part of all topics; none shows all */
  filters?: readonly string[]
}

/** One connection: its state, what it receives, and the bar to publish. */
export function Conversation({ profile, filters = [] }: ConversationProps) {
  const { id } = profile
  const view = useSession(id)
  const { session, status, subscriptions: states, outbox } = view
  const draft = usePublishDraft(profile)
  const [sheet, setSheet] = useState<OpenSheet>()
  const [jump, setJump] = useState(0)
  const [layout, setLayout] = useState(0)
  const onLayout = useCallback(() => setLayout((n) => n + 1), [])
  const attempt = useAttempt()
  const t = useT()
  useEffect(() => openFeed(id), [id])

  const actions = useMessageActions({
    profileId: id,
    draft,
    attempt,
    onShown: () => setJump((n) => n + 1),
    askToReplace: (run) => setSheet({ name: 'replace', run }),
  })
  const stored = useStoredMessages(id, attempt, setSheet)
  const { selection, end } = stored
  useHandedOver(id, actions)
  const onKeepSession = useCallback(
    () => attempt(() => changeProfile(id, (now) => ({ ...now, keepSession: true }))),
    [id, attempt],
  )
  const remedies = useRemedies(id, session, attempt, () => setSheet({ name: 'clientId' }))
  const { shown, setSelected } = useShownFilters(profile, filters)
  const reason = useLastReason(status)
  const downReason = reason && reasonTitle(reason, t)
  const damaged = session?.damaged ?? 0

  const top = selection ? (
    <SelectionTop profile={profile} count={selection.size} onAll={stored.selectAll} onEnd={end} />
  ) : (
    <ConversationTop
      {...{ profile, view, reason, onLayout, remedies }}
      selected={shown}
      onSelect={setSelected}
      kept={stored.filter}
      onMore={() => setSheet({ name: 'actions' })}
    />
  )
  const bottom = selection ? (
    <SelectionBar profileId={id} {...{ stored, selection, onLayout }} />
  ) : (
    <PublishBar
      {...{ profileId: id, draft, onLayout }}
      isOnline={status.name === 'online'}
      onSend={actions.send}
      onOptions={() => setSheet({ name: 'options' })}
    />
  )
  const overlay = sheet && (
    <ConversationSheets {...{ sheet, profile, view, draft, remedies, attempt, actions, stored }} onShow={setSheet} />
  )
  return (
    <Page top={top} bottom={bottom} overlay={overlay} isFixed exitState={() => ({ filters: shown })}>
      <WhileInFront session={session} status={status} />
      <Announcer id={id} status={status} downReason={downReason} />
      {session?.isStored === false && <View className="msg-gap-note msg-unstored">{t('messages.unstored')}</View>}
      {damaged > 0 && <View className="msg-gap-note msg-damaged">{t('gap.damaged', { n: damaged })}</View>}
      <Timeline
        {...{ profile, states, outbox, downReason, jump, layout }}
        {...stored.list}
        selected={shown}
        onAction={actions.act}
        onKeepSession={onKeepSession}
        onSubscribe={() => setSheet({ name: 'subscriptions' })}
        onSubscribeTo={(filter) => attempt(() => addSubscription(id, { filter, qos: profileDefaults.qos }))}
      />
    </Page>
  )
}
