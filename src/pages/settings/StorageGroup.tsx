import { View } from '@tarojs/components'
import type { HistoryBudget, HistoryUsage } from '@/services/history/types'
import { daysUntilFull } from '@/features/storage/forecast'
import { useT } from '@/ui/language'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { Button } from '@/ui/Button'
import { megabytes, retentionWords, sharesOf, type Share } from './storage'
import './storage.css'

interface StorageGroupProps {
  /** undefined while it is being counted */
  usage: HistoryUsage | 'failed' | undefined
  budget: HistoryBudget
  /** of connections, by profile ID */
  names: Readonly<Record<string, string>>
  now: number
  onBudget: () => void
  onRetention: () => void
  onClean: () => void
  onRetry: () => void
}

/** What the messages take, whose they are, and what happens when there is no more room. */
export function StorageGroup(props: StorageGroupProps) {
  const { usage, budget, names, now, onBudget, onRetention, onClean, onRetry } = props
  const t = useT()
  if (usage === 'failed') {
    return (
      <CellGroup header={t('storage.title')}>
        <Cell icon="alert" title={t('storage.failed')} value={t('common.retry')} onClick={onRetry} />
      </CellGroup>
    )
  }
  const bytes = usage?.totalBytes ?? 0
  const shares = usage ? sharesOf(usage, names, t('storage.others')) : []
  const from = usage?.connections.reduce<number | undefined>(
    (least, each) => (each.from === undefined ? least : Math.min(least ?? each.from, each.from)),
    undefined,
  )
  const days = daysUntilFull(bytes, from, now, budget.totalBytes)
  const footer = (days === undefined ? '' : t('storage.daysLeft', { n: days })) + t('storage.whenFull')
  return (
    <CellGroup header={t('storage.title')} footer={footer}>
      <View className="storage-head">
        <View className="storage-figures">
          <View className="storage-used">{usage ? megabytes(bytes) : '…'}</View>
          <View className="storage-of">{t('storage.of', { size: megabytes(budget.totalBytes) })}</View>
        </View>
        {usage?.connections.some(({ entries }) => entries > 0) && (
          <Button variant="text" size="pill" onClick={onClean}>
            {t('storage.clean')}
          </Button>
        )}
      </View>
      <Bar shares={shares} total={Math.max(bytes, budget.totalBytes)} />
      <Cell title={t('storage.budget')} value={megabytes(budget.totalBytes)} trail="chevron" onClick={onBudget} />
      <Cell title={t('storage.retention')} value={retentionWords(budget, t)} trail="chevron" onClick={onRetention} />
    </CellGroup>
  )
}

function Bar({ shares, total }: { shares: readonly Share[]; total: number }) {
  return (
    <View className="storage-shares">
      <View className="storage-bar">
        {shares.map(({ key, bytes, color }) => (
          <View
            key={key}
            className="storage-part"
            style={{ width: `${(bytes / total) * 100}%`, background: `var(--s${color})` }}
          />
        ))}
      </View>
      {shares.length > 0 && (
        <View className="storage-legend">
          {shares.map(({ key, name, bytes, color }) => (
            <View key={key} className="storage-share">
              <View className="storage-dot" style={{ background: `var(--s${color})` }} />
              <View>{`${name} ${megabytes(bytes)}`}</View>
            </View>
          ))}
        </View>
      )}
    </View>
  )
}
