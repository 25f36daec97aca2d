import type { SavedMessage } from '@/core/collections/savedMessage'
import {
  moveMessage,
  newSavedMessage,
  removeMessage,
  saveMessage,
  useCollections,
} from '@/features/collections/collections'
import { useT } from '@/ui/language'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'

/** What a person does to saved messages from the list. */
export function useSavedActions() {
  const t = useT()
  const attempt = useAttempt()
  return {
    move: (message: SavedMessage, shown: readonly SavedMessage[], by: -1 | 1) =>
      attempt(() => moveMessage(message.id, shown, by)),
    duplicate: (message: SavedMessage) =>
      attempt(() => {
        const { messages } = useCollections.getState()
        const index = messages.findIndex(({ id }) => id === message.id)
        const name = t('saved.copyOf', { name: message.name || t('saved.unnamed') }).slice(0, 60)
        return saveMessage(newSavedMessage({ ...message, name }), index + 1)
      }),
    remove: (message: SavedMessage) =>
      attempt(async () => {
        const undo = await removeMessage(message.id)
        showToast({
          text: t('saved.deleted', { name: message.name || t('saved.unnamed') }),
          action: { label: t('common.undo'), run: () => attempt(undo) },
        })
      }),
  }
}
