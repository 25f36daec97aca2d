import type { Profile } from '@/core/profile/profile'
import type { ReceivedMessage } from '@/core/message/message'
import { openChart } from '@/features/charts/link'
import { canSave, saveAsNew } from '@/features/collections/handover'
import { changeProfile, setPaused } from '@/features/connections/connections'
import { withNewClientId } from '@/features/connections/clientId'
import { useFeed } from '@/features/messages/feed'
import { openEventLog } from '@/features/log/link'
import { openSearch } from '@/features/search/address'
import { openExport } from '@/features/transfer/link'
import { openShare } from '@/features/transfer/offers'
import type { SessionView } from '@/features/sessions/useSession'
import { openTopicTree } from '@/features/topics/filter'
import { ConfirmSheet } from '@/ui/ConfirmSheet'
import { useT } from '@/ui/language'
import { ActionsSheet } from './ActionsSheet'
import type { Remedies } from '../top/Advice'
import { FactsSheet } from './FactsSheet'
import { MessageSheet } from './MessageSheet'
import { NumbersSheet } from './NumbersSheet'
import { OptionsSheet } from '../publish/OptionsSheet'
import { SubscriptionsSheet } from '../subscriptions/SubscriptionsSheet'
import type { Attempt } from '@/ui/useAttempt'
import type { MessageActions } from '../selection/useMessageActions'
import { useNumbers } from '../list/useNumbers'
import type { PublishDraft } from '../publish/usePublishDraft'
import type { Picked } from '../selection/useSelection'
import type { StoredMessages } from '../selection/useStoredMessages'

export type OpenSheet =
  | { name: 'actions' | 'subscriptions' | 'facts' | 'options' | 'clientId' }
  /** What to do with it */
  | ({ name: 'message' } & Picked)
  /** Which of its numbers to chart */
  | { name: 'numbers'; message: ReceivedMessage }
  /** What is typed would be lost by `run` */
  | { name: 'replace'; run: () => void }

interface ConversationSheetsProps {
  sheet: OpenSheet
  profile: Profile
  view: SessionView
  draft: PublishDraft
  remedies: Remedies
  actions: MessageActions
  stored: StoredMessages
  onShow: (sheet: OpenSheet | undefined) => void
  attempt: Attempt
}

/** What the message page shows over itself. */
export function ConversationSheets(props: ConversationSheetsProps) {
  const { sheet, profile, view, draft, remedies, actions, stored, onShow, attempt } = props
  const t = useT()
  const counts = useFeed(profile.id, (feed) => feed.counts)
  const showNumbers = useNumbers(profile.id, onShow)
  const close = () => onShow(undefined)
  const closing = (run: () => void) => () => {
    close()
    run()
  }
  const save = () => saveAsNew(draft, true)
  switch (sheet.name) {
    case 'options':
      return <OptionsSheet draft={draft} onSave={closing(save)} onClose={close} />
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
          onTopics={closing(() => openTopicTree(profile.id))}
          onChart={closing(() => openChart(profile.id))}
          onSearch={closing(() => openSearch(profile.id))}
          onExport={closing(() => openExport(profile.id))}
          onShare={closing(() => openShare(profile.id))}
          onLog={closing(() => openEventLog(profile.id))}
          onSave={canSave(draft) ? closing(save) : undefined}
          onFacts={() => onShow({ name: 'facts' })}
          onEdit={closing(remedies.edit)}
          onPause={closing(() => attempt(() => setPaused(profile.id, !profile.isPaused)))}
          onClear={closing(remedies.clear)}
          onClose={close}
        />
      )
    case 'message':
      return (
        <MessageSheet
          picked={sheet}
          subscriptions={profile.subscriptions}
          isKept={stored.kept.ids.has(sheet.message.id)}
          actions={stored.actions}
          onChart={() => sheet.message.direction === 'received' && showNumbers(sheet.message)}
          onPublishAgain={() => actions.publishAgain(sheet.message)}
          onSelect={() => stored.start(sheet)}
          onClose={close}
        />
      )
    case 'numbers':
      return <NumbersSheet profileId={profile.id} message={sheet.message} onClose={close} />
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
  }
}
