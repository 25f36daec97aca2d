import { useT } from '@/ui/language'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { Sheet } from '@/ui/Sheet'

interface ActionsSheetProps {
  name: string
  isPaused: boolean
  onSubscriptions: () => void
  onTopics: () => void
  onChart: () => void
  onSearch: () => void
  onExport: () => void
  onShare: () => void
  onLog: () => void
  onFacts: () => void
  onEdit: () => void
  /** Keeps what stands in the publish bar; absent when nothing does */
  onSave?: () => void
  onPause: () => void
  onClear: () => void
  onClose: () => void
}

export function ActionsSheet({
  name,
  isPaused,
  onSubscriptions,
  onTopics,
  onChart,
  onSearch,
  onExport,
  onShare,
  onLog,
  onFacts,
  onEdit,
  onSave,
  onPause,
  onClear,
  onClose,
}: ActionsSheetProps) {
  const t = useT()
  return (
    <Sheet title={name} onClose={onClose}>
      <CellGroup>
        <Cell icon="subs" title={t('subs.title')} trail="chevron" onClick={onSubscriptions} />
        <Cell icon="tree" title={t('topics.title')} trail="chevron" onClick={onTopics} />
        <Cell icon="chart" title={t('chart.title')} trail="chevron" onClick={onChart} />
        <Cell icon="search" title={t('search.title')} trail="chevron" onClick={onSearch} />
        <Cell icon="share" title={t('export.title')} trail="chevron" onClick={onExport} />
        <Cell icon="link" title={t('share.title')} trail="chevron" onClick={onShare} />
        <Cell icon="log" title={t('eventLog.title')} trail="chevron" onClick={onLog} />
        {onSave && <Cell icon="bookmark" title={t('saved.saveDraft')} trail="chevron" onClick={onSave} />}
        <Cell icon="info" title={t('facts.title')} trail="chevron" onClick={onFacts} />
        <Cell icon="edit" title={t('editor.edit')} trail="chevron" onClick={onEdit} />
        <Cell
          icon={isPaused ? 'plug' : 'pause'}
          title={t(isPaused ? 'connections.resume' : 'connections.pause')}
          onClick={onPause}
        />
        <Cell icon="trash" title={t('messages.clear')} tone="bad" onClick={onClear} />
      </CellGroup>
    </Sheet>
  )
}
