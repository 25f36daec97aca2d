import type { SavedMessage } from '@/core/collections/savedMessage'
import { openSavedEdit } from '@/features/collections/handover'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'
import { useSavedActions } from './useSavedActions'

interface SavedActionSheetProps {
  message: SavedMessage
  /** The list it stands in */
  shown: readonly SavedMessage[]
  onRepeat: () => void
  onClose: () => void
}

/** What can be done with a saved message: what a long press opens. */
export function SavedActionSheet({ message, shown, onRepeat, onClose }: SavedActionSheetProps) {
  const t = useT()
  const actions = useSavedActions()
  const place = shown.findIndex(({ id }) => id === message.id)
  const closing = (run: () => void) => () => {
    onClose()
    run()
  }
  return (
    <Sheet title={message.name || t('saved.unnamed')} onClose={onClose}>
      <CellGroup>
        <Cell icon="refresh" title={t('saved.repeat')} onClick={onRepeat} />
        <Cell icon="edit" title={t('common.edit')} onClick={closing(() => openSavedEdit({ id: message.id }))} />
        <Cell icon="copy" title={t('saved.duplicate')} onClick={closing(() => actions.duplicate(message))} />
        {place > 0 && (
          <Cell icon="up" title={t('saved.up')} onClick={closing(() => actions.move(message, shown, -1))} />
        )}
        {place < shown.length - 1 && (
          <Cell icon="down" title={t('saved.down')} onClick={closing(() => actions.move(message, shown, 1))} />
        )}
      </CellGroup>
      <CellGroup>
        <Cell icon="trash" tone="bad" title={t('common.delete')} onClick={closing(() => actions.remove(message))} />
      </CellGroup>
    </Sheet>
  )
}
