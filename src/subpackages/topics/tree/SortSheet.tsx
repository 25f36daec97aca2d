import type { TreeSort } from '@/core/topic/order'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'

const sorts: readonly TreeSort[] = ['recent', 'name', 'count']

interface SortSheetProps {
  sort: TreeSort
  onSort: (sort: TreeSort) => void
  onExpandAll: () => void
  onCollapseAll: () => void
  onClose: () => void
}

export function SortSheet({ sort, onSort, onExpandAll, onCollapseAll, onClose }: SortSheetProps) {
  const t = useT()
  return (
    <Sheet title={t('topics.sort')} onClose={onClose}>
      <CellGroup>
        {sorts.map((option) => (
          <Cell
            key={option}
            title={t(`topics.sort.${option}`)}
            isChosen={option === sort}
            onClick={() => onSort(option)}
          />
        ))}
      </CellGroup>
      <CellGroup>
        <Cell icon="down" title={t('topics.expandAll')} onClick={onExpandAll} />
        <Cell icon="up" title={t('topics.collapseAll')} onClick={onCollapseAll} />
      </CellGroup>
    </Sheet>
  )
}
