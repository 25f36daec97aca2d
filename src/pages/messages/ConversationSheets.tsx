import type { ReceivedMessage } from '@/core/message/message'
import type { Profile } from '@/core/profile/profile'
import { changeProfile, setPaused } from '@/features/connections/connections'
import { withNewClientId } from '@/features/connections/clientId'
import { useFeed } from '@/features/messages/feed'
import { useHandling } from '@/features/publish/handled'
import type { SessionView } from '@/features/sessions/useSession'
import { ConfirmSheet } from '@/ui/ConfirmSheet'
import { useT } from '@/ui/language'
import { ActionsSheet } from './ActionsSheet'
import type { Remedies } from './Advice'
import { FactsSheet } from './FactsSheet'
import { MessageSheet } from './MessageSheet'
import { OptionsSheet } from './OptionsSheet'
import type { Message } from './rows'
import { SubscriptionsSheet } from './SubscriptionsSheet'
import { useColors } from './Timeline'
import type { Attempt } from './useAttempt'
import type { MessageActions } from './useMessageActions'
import type { PublishDraft } from './usePublishDraft'

export type OpenSheet =
  | { name: 'actions' | 'subscriptions' | 'facts' | 'options' | 'clientId' }
  | { name: 'message'; message: Message; again: readonly ReceivedMessage[] }
  /** What is typed would be lost by `run` */
  | { name: 'replace'; run: () => void }

interface ConversationSheetsProps {
  sheet: OpenSheet
  profile: Profile
  view: SessionView
  draft: PublishDraft
  actions: MessageActions
  remedies: Remedies
  onShow: (sheet: OpenSheet | undefined) => void
  attempt: Attempt
}

/** What the message page shows over itself. */
export function ConversationSheets(props: ConversationSheetsProps) {
  const { sheet, profile, view, draft, remedies, onShow, attempt } = props
  const t = useT()
  const counts = useFeed(profile.id, (feed) => feed.counts)
  const close = () => onShow(undefined)
  const closing = (run: () => void) => () => {
    close()
    run()
  }
  switch (sheet.name) {
    case 'options':
      return <OptionsSheet draft={draft} onClose={close} />
    case 'subscriptions':
      return <SubscriptionsSheet profile={profile} states={view.subscriptions} counts={counts} onClose={close} />
    case 'facts':
      return <FactsSheet profile={profile} status={view.status} onClose={close} />
    case 'actions':
      return (
        <ActionsSheet
          name={profile.name || profile.url}
          isPaused={profile.isPaused}
          onSubscriptions={() => onShow({ name: 'subscriptions' })}
          onFacts={() => onShow({ name: 'facts' })}
          onEdit={closing(remedies.edit)}
          onPause={closing(() => attempt(() => setPaused(profile.id, !profile.isPaused)))}
          onClear={closing(remedies.clear)}
          onClose={close}
        />
      )
    case 'clientId':
      return (
        <ConfirmSheet
          title={t('editor.clientId.ask.title')}
          text={t('editor.clientId.ask.text')}
          confirm={t('editor.clientId.ask.confirm')}
          onConfirm={closing(() => attempt(() => changeProfile(profile.id, withNewClientId)))}
          onClose={close}
        />
      )
    case 'replace':
      return (
        <ConfirmSheet
          title={t('draft.replace.title')}
          text={t('draft.replace.text')}
          confirm={t('draft.replace.confirm')}
          cancel={t('draft.replace.keep')}
          onConfirm={closing(sheet.run)}
          onClose={close}
        />
      )
    case 'message':
      return <OpenMessage {...props} sheet={sheet} onClose={close} />
  }
}

interface OpenMessageProps extends Pick<ConversationSheetsProps, 'profile' | 'view' | 'actions'> {
  sheet: Extract<OpenSheet, { name: 'message' }>
  onClose: () => void
}

function OpenMessage({ sheet: { message, again }, profile, view, actions, onClose }: OpenMessageProps) {
  const colorOf = useColors(profile.subscriptions)
  const handling = useHandling(profile.id)
  // what becomes of it while it is open shows
  const now = useFeed(profile.id, ({ entries }) => entries.find((e) => e.direction === 'sent' && e.id === message.id))
  const queued = view.outbox.find((m) => message.direction === 'sent' && m.id === message.id)
  const sent = queued ?? (now?.direction === 'sent' ? now : undefined)
  const current = sent ?? message
  return (
    <MessageSheet
      message={current}
      again={again}
      handling={handling(current.id)}
      color={current.direction === 'received' ? colorOf(current.topic) : undefined}
      onPublishAgain={() => {
        onClose()
        actions.publishAgain(current)
      }}
      onAction={(action) => {
        onClose()
        if (current.direction === 'sent') actions.act(action, current)
      }}
      onClose={onClose}
    />
  )
}
