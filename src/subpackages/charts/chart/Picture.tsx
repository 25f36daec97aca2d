import { Text, View } from '@tarojs/components'
import { changeText, decimalsIn, numberText } from '@/core/chart/numberText'
import type { TimeRange } from '@/core/chart/range'
import type { SeriesRef } from '@/core/chart/series'
import type { Stats } from '@/core/chart/stats'
import type { Chart, ChartState } from '@/features/charts/chart'
import { clockTime, duration, milliseconds, thousands } from '@/i18n/format'
import { useT } from '@/ui/language'
import { Plot } from './Plot'
import type { RangeChoice } from './shownRange'
import { momentText } from './timeWords'
import type { View as ShownView, ViewState } from './useView'

interface PictureProps {
  chart: Chart
  state: ChartState
  view: ShownView
  viewState: ViewState
  range: TimeRange
  stats: Stats | undefined
  name: (ref: SeriesRef) => string
  onApart: (isScaledApart: boolean) => void
}

/** The newest value, what a finger points at, and the lines. */
export function Picture({ chart, state, view, viewState, range, stats, name, onApart }: PictureProps) {
  const t = useT()
  const [lead] = state.lines
  if (!lead) return null
  const { points, ref } = lead
  const last = points.valueAt(points.indexAfter(state.now) - 1)
  const decimals = decimalsIn([last, stats?.min ?? NaN, stats?.max ?? NaN].filter(isFinite))
  const pointed = viewState.cursorAt === undefined ? -1 : points.nearest(viewState.cursorAt)
  const facts = { name: name(ref), from: momentText(range.from, range), to: momentText(range.to, range) }
  const description = stats
    ? t('chart.described', {
        ...facts,
        min: numberText(stats.min, decimals),
        mean: numberText(stats.mean, decimals),
        max: numberText(stats.max, decimals),
        n: thousands(stats.count),
      })
    : t('chart.described.empty', facts)
  return (
    <View className="group-card chart-card">
      <View className="chart-head">
        <View className="grow">
          <View className="cap tone-3">
            {state.isPaused ? t('chart.pausedAt', { time: clockTime(state.now) }) : t('chart.now')}
          </View>
          <View className="chart-value">
            <Text className="chart-number">{isNaN(last) ? '–' : numberText(last, decimals)}</Text>
            {stats && stats.count > 1 && (
              <Text className="chart-change">
                {t('chart.change', {
                  range: rangeWords(viewState.choice, range, t),
                  change: changeText(stats.change, decimals),
                })}
              </Text>
            )}
          </View>
        </View>
        {pointed >= 0 && (
          <View className="chart-cursor">
            <View className="cap tone-3">
              {clockTime(points.timeAt(pointed)) + milliseconds(points.timeAt(pointed))}
            </View>
            <View className="chart-cursor-value" style={{ color: `var(--s${lead.color + 1})` }}>
              {numberText(points.valueAt(pointed), decimals)}
            </View>
          </View>
        )}
      </View>
      <Plot {...{ chart, state, view, description, onApart }} />
    </View>
  )
}

function rangeWords(choice: RangeChoice, range: TimeRange, t: ReturnType<typeof useT>): string {
  if (choice.kind === 'last') return t(`chart.range.${choice.name}`)
  return duration(range.to - range.from, t)
}
