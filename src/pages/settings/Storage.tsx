import type { ReactNode } from 'react'
import { useConnections } from '@/features/connections/connections'
import { services } from '@/features/services'
import { changeHistoryBudget } from '@/features/storage/budget'
import { cleanUp } from '@/features/storage/cleanUp'
import { useUsage } from '@/features/storage/useUsage'
import type { HistoryBudget } from '@/services/history/types'
import { ChoiceSheet } from '@/ui/ChoiceSheet'
import { ConfirmSheet } from '@/ui/ConfirmSheet'
import { useT } from '@/ui/language'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'
import { CleanSheet, type Cleaning } from './CleanSheet'
import { RetentionSheet } from './RetentionSheet'
import { budgetChoices, megabytes } from './storage'
import { StorageGroup } from './StorageGroup'

/** The storage of messages. @param onSheet puts a sheet over the page, or takes it away */
export function Storage({ onSheet }: { onSheet: (sheet: ReactNode) => void }) {
  const t = useT()
  const attempt = useAttempt()
  const { usage, read } = useUsage()
  const { budget } = services.history
  const profiles = useConnections((s) => s.profiles)
  const names: Record<string, string> = {}
  for (const { id, name, url } of profiles) names[id] = name || url
  const close = () => onSheet(null)

  // it holds at once; storing it may fail, and then it holds for this run
  const change = (next: HistoryBudget) => attempt(() => before(read, changeHistoryBudget(next)))
  const used = usage && usage !== 'failed' ? usage.totalBytes : 0
  const choose = (totalBytes: number) => {
    const next = { ...budget, totalBytes }
    if (totalBytes >= used) return change(next)
    onSheet(
      <ConfirmSheet
        title={t('storage.budget')}
        text={t('storage.less.ask', { used: megabytes(used), size: megabytes(totalBytes) })}
        confirm={t('storage.less.confirm')}
        isDangerous
        onConfirm={() => {
          close()
          change(next)
        }}
        onClose={close}
      />,
    )
  }
  const clean = ({ ids }: Cleaning) => {
    close()
    attempt(async () => {
      await before(read, cleanUp(ids))
      showToast({ text: t('storage.cleaned') })
    })
  }
  const askToClean = (cleaning: Cleaning) =>
    onSheet(
      <ConfirmSheet
        title={t('storage.clean.ask', { name: cleaning.name })}
        text={t('storage.clean.text', { size: megabytes(cleaning.bytes) })}
        confirm={t('storage.clean.confirm')}
        isDangerous
        onConfirm={() => clean(cleaning)}
        onClose={close}
      />,
    )
  const showBudget = () =>
    onSheet(
      <ChoiceSheet
        title={t('storage.budget')}
        options={budgetChoices.map((value) => ({ value, label: megabytes(value) }))}
        value={budget.totalBytes}
        onChoose={choose}
        note={t('storage.less')}
        onClose={close}
      />,
    )
  return (
    <StorageGroup
      usage={usage}
      budget={budget}
      names={names}
      now={services.clock.now()}
      onBudget={showBudget}
      onRetention={() => onSheet(<RetentionSheet budget={budget} onChange={change} onClose={close} />)}
      onClean={() =>
        usage &&
        usage !== 'failed' &&
        onSheet(<CleanSheet usage={usage} names={names} onChoose={askToClean} onClose={close} />)
      }
      onRetry={read}
    />
  )
}

/** What is shown is read anew after the work, also where that fails half done. */
async function before(read: () => void, work: Promise<void>): Promise<void> {
  try {
    await work
  } finally {
    read()
  }
}
