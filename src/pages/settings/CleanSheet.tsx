import { thousands } from '@/i18n/format'
import type { HistoryUsage } from '@/services/history/types'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'
import { megabytes } from './storage'

/** Whose messages are to go, and how much that is. */
export interface Cleaning {
  name: string
  ids: readonly string[]
  bytes: number
}

interface CleanSheetProps {
  usage: HistoryUsage
  /** of connections, by profile ID */
  names: Readonly<Record<string, string>>
  onChoose: (cleaning: Cleaning) => void
  onClose: () => void
}

/** Connections with what they take, the largest first, and all of them. */
export function CleanSheet({ usage, names, onChoose, onClose }: CleanSheetProps) {
  const t = useT()
  const stored = usage.connections.filter(({ entries }) => entries > 0).sort((a, b) => b.bytes - a.bytes)
  const all = {
    name: t('storage.clean.all'),
    ids: stored.map(({ profileId }) => profileId),
    bytes: stored.reduce((sum, { bytes }) => sum + bytes, 0),
  }
  return (
    <Sheet title={t('storage.clean.title')} onClose={onClose}>
      <CellGroup>
        {stored.map(({ profileId, bytes, entries }) => {
          const name = names[profileId] ?? t('storage.others')
          return (
            <Cell
              key={profileId}
              title={name}
              note={t('storage.messages', { n: thousands(entries) })}
              value={megabytes(bytes)}
              onClick={() => onChoose({ name, ids: [profileId], bytes })}
            />
          )
        })}
      </CellGroup>
      {stored.length > 1 && (
        <CellGroup>
          <Cell title={all.name} value={megabytes(all.bytes)} tone="bad" onClick={() => onChoose(all)} />
        </CellGroup>
      )}
    </Sheet>
  )
}
