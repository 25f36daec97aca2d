import { View } from '@tarojs/components'
import { useMemo, useState } from 'react'
import { numberText } from '@/core/chart/numberText'
import { isSameSeries, type SeriesRef } from '@/core/chart/series'
import type { Chart, ChartState } from '@/features/charts/chart'
import type { TopicFields } from '@/features/charts/fields'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { EmptyState } from '@/ui/EmptyState'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'

interface ChooseSheetProps {
  chart: Chart
  lines: ChartState['lines']
  name: (ref: SeriesRef) => string
  onClose: () => void
}

/** Rows that are drawn: a broker may have any number of topics */
const mostRows = 120

/** The numbers in the newest messages, by topic. */
export function ChooseSheet({ chart, lines, name, onClose }: ChooseSheetProps) {
  const t = useT()
  // as it was when it opened: rows must not move under a finger
  const [topics] = useState(() => chart.candidates())
  const shown = useMemo(() => fitting(topics, lines), [topics, lines])
  return (
    <Sheet title={t('chart.choose')} onClose={onClose}>
      {shown.length === 0 && (
        <EmptyState icon="chart" title={t('chart.candidates.none')} text={t('chart.candidates.none.text')} />
      )}
      {shown.map(({ topic, fields }) => (
        <CellGroup key={topic} header={<View className="mono-s chart-topic">{topic}</View>}>
          {fields.map(({ path, value }) => (
            <Cell
              key={path}
              title={name({ topic, path })}
              value={numberText(value)}
              onClick={() => {
                onClose()
                chart.addLine({ topic, path })
              }}
            />
          ))}
        </CellGroup>
      ))}
    </Sheet>
  )
}

/** What is not in the chart yet, as many as are drawn. */
function fitting(topics: readonly TopicFields[], lines: ChartState['lines']): TopicFields[] {
  const shown: TopicFields[] = []
  let room = mostRows
  for (const { topic, fields } of topics) {
    const free = fields.filter(({ path }) => !lines.some(({ ref }) => isSameSeries(ref, { topic, path })))
    if (free.length > 0 && room > 0) shown.push({ topic, fields: free.slice(0, room) })
    room -= free.length
  }
  return shown
}
