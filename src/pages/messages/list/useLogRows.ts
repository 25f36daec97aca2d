import { useMemo } from 'react'
import { useOlder, type Older } from '@/features/messages/useOlder'
import { rowsOf, type Row } from './rows'
import type { LogRows } from './useRowWindow'

/** Rows that have left the list, page by page: one that is there stays the row it is. */
export function useLogRows(profileId: string, isShown: (topic: string) => boolean): LogRows & Pick<Older, 'state'> {
  const { pages, ...log } = useOlder(profileId, isShown)
  const rows = useMemo(() => pages.reduce<Row[]>((all, page) => all.concat(rowsOf(page, () => true)), []), [pages])
  return { ...log, rows }
}
