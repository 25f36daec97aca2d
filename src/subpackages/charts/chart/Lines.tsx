import { Image, View } from '@tarojs/components'
import { memo } from 'react'
import { numberText } from '@/core/chart/numberText'
import { isSameSeries, seriesName, type SeriesRef } from '@/core/chart/series'
import { sparkline } from '@/core/chart/sparkline'
import type { Chart, ChartState } from '@/features/charts/chart'
import { freeColor, maxLines } from '@/features/charts/chartSets'
import { pictured, tappable } from '@/ui/a11y'
import { canvasColors } from '@/ui/canvasColors'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { useCanvasTheme } from './useCanvasTheme'

interface LinesProps {
  chart: Chart
  state: ChartState
  name: (ref: SeriesRef) => string
  onAdd: () => void
}

/** The lines of the chart, when there are several, and what else the same messages hold. */
export function Lines({ chart, state, name, onAdd }: LinesProps) {
  const t = useT()
  const { lines, siblings, now } = state
  const [lead] = lines
  const topic = lead?.ref.topic ?? ''
  const others = siblings.filter(({ path }) => !lines.some(({ ref }) => isSameSeries(ref, { topic, path })))
  const isFull = lines.length >= maxLines
  const nextColor = freeColor(lines)
  return (
    <>
      {lines.length > 1 && (
        <CellGroup header={t('chart.lines')}>
          {lines.map(({ ref, color, points }) => (
            <View key={`${ref.topic}\n${ref.path}`} className="li chart-line">
              <View
                className="chart-line-tap"
                hoverClass="is-pressed"
                onClick={() => chart.lead(ref)}
                {...tappable(t('chart.lead', { name: name(ref) }))}
              >
                <View className="dot" style={{ backgroundColor: `var(--s${color + 1})` }} />
                <View className="grow chart-line-name">
                  <View className="mono medium ellipsis">{name(ref)}</View>
                  {ref.topic !== topic && <View className="li-note mono-s ellipsis">{ref.topic}</View>}
                </View>
                <Value value={points.valueAt(points.indexAfter(now) - 1)} />
              </View>
              <IconButton
                icon="x"
                size={18}
                tone="quiet"
                className="chart-line-button"
                label={t('chart.remove', { name: name(ref) })}
                onClick={() => chart.removeLine(ref)}
              />
            </View>
          ))}
        </CellGroup>
      )}
      {others.length > 0 && (
        <CellGroup header={t('chart.siblings')}>
          {others.map(({ path, values }) => {
            const ref = { topic, path }
            return (
              <View key={path} className="li chart-line">
                <View className="grow mono medium ellipsis">{seriesName(ref)}</View>
                <Spark values={values} color={nextColor} />
                <Value value={values[values.length - 1] ?? NaN} />
                <IconButton
                  icon="plus"
                  size={18}
                  tone="accent"
                  className="chart-line-button"
                  isDisabled={isFull}
                  label={t('chart.overlay', { name: name(ref) })}
                  onClick={() => chart.addLine(ref)}
                />
              </View>
            )
          })}
        </CellGroup>
      )}
      {lead && (
        <CellGroup>
          {isFull ? (
            <Cell title={t('chart.full', { n: maxLines })} />
          ) : (
            <Cell icon="plus" title={t('chart.add')} onClick={onAdd} />
          )}
        </CellGroup>
      )}
    </>
  )
}

function Value({ value }: { value: number }) {
  return <View className="mono medium chart-line-value">{isNaN(value) ? '–' : numberText(value)}</View>
}

const sparkSize = { width: 64, height: 18 }

const Spark = memo(function Spark({ values, color }: { values: readonly number[]; color: number }) {
  const theme = useCanvasTheme()
  const stroke = canvasColors[theme].series[color] ?? ''
  return values.length < 2 ? null : (
    <Image className="chart-spark" src={sparkline(values, sparkSize, stroke)} {...pictured()} />
  )
})
