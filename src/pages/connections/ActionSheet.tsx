import type { Profile } from '@/core/profile/profile'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'

interface ActionSheetProps {
  profile: Profile
  onPause: (isPaused: boolean) => void
  onEdit: () => void
  onShare: () => void
  onDuplicate: () => void
  onDelete: () => void
  onClose: () => void
}

/** What can be done with a connection: what a long press opens. */
export function ActionSheet({ profile, onPause, onEdit, onShare, onDuplicate, onDelete, onClose }: ActionSheetProps) {
  const t = useT()
  return (
    <Sheet title={profile.name} onClose={onClose}>
      <CellGroup>
        <Cell
          icon={profile.isPaused ? 'plug' : 'pause'}
          title={t(profile.isPaused ? 'connections.resume' : 'connections.pause')}
          onClick={() => onPause(!profile.isPaused)}
        />
        <Cell icon="edit" title={t('common.edit')} onClick={onEdit} />
        <Cell icon="share" title={t('share.title')} onClick={onShare} />
        <Cell
          icon="copy"
          title={t('connections.duplicate')}
          note={t('connections.duplicate.note')}
          onClick={onDuplicate}
        />
      </CellGroup>
      <CellGroup>
        <Cell icon="trash" tone="bad" title={t('common.delete')} onClick={onDelete} />
      </CellGroup>
    </Sheet>
  )
}
