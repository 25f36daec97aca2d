import { keepMessages, unkeepMessages, useKept } from '@/features/messages/kept'
import type { OpenedMessage } from '@/features/messages/opened'
import { removeMessages } from '@/features/messages/remove'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { goBack } from '@/ui/NavBar'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'

/** What is done with a message that is stored: kept whatever the budget says, or deleted. */
export function StoredRows({ profileId, opened }: { profileId: string; opened: OpenedMessage }) {
  const t = useT()
  const attempt = useAttempt()
  const { message, again } = opened
  const isKept = useKept(profileId).ids.has(message.id)
  const keep = () =>
    attempt(async () => {
      await (isKept ? unkeepMessages(profileId, [message.id]) : keepMessages(profileId, [message]))
      showToast({ text: t(isKept ? 'keep.ended' : 'keep.kept') })
    })
  const remove = () =>
    attempt(async () => {
      const undo = await removeMessages(profileId, [message.id, ...again.map(({ id }) => id)])
      const action = { label: t('common.undo'), run: () => attempt(undo) }
      showToast({ text: t('select.deleted', { n: 1 }), action })
      goBack()
    })
  return (
    <CellGroup>
      {isKept ? (
        <Cell icon="pin" iconTone="accent" title={t('keep.kept')} value={t('keep.end')} onClick={keep} />
      ) : (
        <Cell icon="pin" title={t('keep.do')} note={t('keep.do.note')} onClick={keep} />
      )}
      <Cell icon="trash" title={t('common.delete')} tone="bad" onClick={remove} />
    </CellGroup>
  )
}
