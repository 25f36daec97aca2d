import { useState } from 'react'
import type { HistoryBudget } from '@/services/history/types'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'
import { ageChoices, ageWords, countChoices, countWords } from './storage'

interface RetentionSheetProps {
  budget: HistoryBudget
  onChange: (budget: HistoryBudget) => void
  onClose: () => void
}

/** How long messages stay, and how many of a connection: whichever comes first. */
export function RetentionSheet({ budget, onChange, onClose }: RetentionSheetProps) {
  const t = useT()
  // the sheet is drawn once, and stays until both are chosen
  const [chosen, setChosen] = useState(budget)
  const { maxAgeMs = 0, connectionEntries = 0, ...rest } = chosen
  const choose = (age: number, count: number) => {
    const next = { ...rest, ...(age > 0 && { maxAgeMs: age }), ...(count > 0 && { connectionEntries: count }) }
    setChosen(next)
    onChange(next)
  }
  return (
    <Sheet title={t('storage.retention')} onClose={onClose}>
      <CellGroup header={t('storage.age')}>
        {ageChoices.map((age) => (
          <Cell
            key={age}
            title={ageWords(age, t)}
            isChosen={age === maxAgeMs}
            onClick={() => choose(age, connectionEntries)}
          />
        ))}
      </CellGroup>
      <CellGroup header={t('storage.count')} footer={t('storage.less')}>
        {countChoices.map((count) => (
          <Cell
            key={count}
            title={countWords(count, t)}
            isChosen={count === connectionEntries}
            onClick={() => choose(maxAgeMs, count)}
          />
        ))}
      </CellGroup>
    </Sheet>
  )
}
