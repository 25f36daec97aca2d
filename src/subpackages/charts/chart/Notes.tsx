import { View } from '@tarojs/components'
import type { TimeRange } from '@/core/chart/range'
import type { ChartState } from '@/features/charts/chart'
import { pointCapacity } from '@/features/charts/chartData'
import { thousands } from '@/i18n/format'
import { Button } from '@/ui/Button'
import { useT } from '@/ui/language'
import { momentText } from './timeWords'

interface NotesProps {
  state: ChartState
  range: TimeRange
  /** the line whose scale is written, when each has its own */
  apart: string | undefined
  onRetry: () => void
}

/** What the picture does not say by itself. */
export function Notes({ state, range, apart, onRetry }: NotesProps) {
  const t = useT()
  const away = state.gaps.filter(({ from, to }) => to > range.from && from < range.to)
  const [gap] = away
  const notes = [
    state.reading !== undefined && t('chart.reading', { percent: Math.floor(100 * state.reading) }),
    gap && away.length === 1
      ? t('chart.gap.one', { from: momentText(gap.from, range), to: momentText(gap.to, range) })
      : gap && t('chart.gap.more', { n: away.length }),
    apart !== undefined && t('chart.apart', { name: apart }),
    state.lines.some(({ isCut }) => isCut) && t('chart.cut', { n: thousands(pointCapacity) }),
    state.damaged > 0 && t('chart.damaged', { n: state.damaged }),
  ]
  return (
    <View className="group-footer">
      {notes.map((note, i) => note && <View key={i}>{note}</View>)}
      {state.hasFailed && (
        <View className="row chart-failed">
          <View className="grow">{t('chart.failed')}</View>
          <Button variant="text" onClick={onRetry}>
            {t('common.retry')}
          </Button>
        </View>
      )}
    </View>
  )
}
