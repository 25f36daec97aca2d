import { copiedMessages } from '@/core/message/copied'
import type { Message } from '@/core/message/message'
import { keepMessages, unkeepMessages } from '@/features/messages/kept'
import { removeMessages } from '@/features/messages/remove'
import { copyText } from '@/services/device'
import { useT } from '@/ui/language'
import { showToast } from '@/ui/toasts'
import type { Attempt } from '@/ui/useAttempt'
import { idsOf, type Picked } from './useSelection'

export interface StoredActions {
  copy: (text: string) => void
  copyAll: (messages: readonly Message[]) => void
  keep: (messages: readonly Message[]) => void
  unkeep: (ids: readonly number[]) => void
  /** Offers to undo it */
  remove: (picked: readonly Picked[]) => void
}

/** What a person does with messages that are stored. */
export function useStoredActions(profileId: string, attempt: Attempt): StoredActions {
  const t = useT()
  const copy = (text: string) =>
    attempt(async () => {
      await copyText(text)
      showToast({ text: t('common.copied') })
    })
  return {
    copy,
    copyAll: (messages) => copy(copiedMessages(messages)),
    keep: (messages) =>
      attempt(async () => {
        await keepMessages(profileId, messages)
        showToast({ text: t('keep.kept') })
      }),
    unkeep: (ids) =>
      attempt(async () => {
        await unkeepMessages(profileId, ids)
        showToast({ text: t('keep.ended') })
      }),
    remove: (picked) =>
      attempt(async () => {
        const ids = picked.reduce<number[]>((all, each) => all.concat(idsOf(each)), [])
        const undo = await removeMessages(profileId, ids)
        const text = t('select.deleted', { n: picked.length })
        showToast({ text, action: { label: t('common.undo'), run: () => attempt(undo) } })
      }),
  }
}
