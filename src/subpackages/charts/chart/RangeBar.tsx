import { View } from '@tarojs/components'
import { panned, zoomed } from '@/core/chart/range'
import type { Chart, ChartState } from '@/features/charts/chart'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { Segmented } from '@/ui/Segmented'
import { lastNames, rangeOf, withinOf, type RangeChoice } from './shownRange'
import type { View as ShownView } from './useView'

interface RangeBarProps {
  chart: Chart
  state: ChartState
  view: ShownView
  choice: RangeChoice
}

/** Which time is shown; what fingers do on the picture, as buttons, too. */
export function RangeBar({ chart, state, view, choice }: RangeBarProps) {
  const t = useT()
  const options = [...lastNames, 'all' as const].map((value) => ({ value, label: t(`chart.range.${value}`) }))
  const chosen = choice.kind === 'last' ? choice.name : choice.kind
  const change = (next: typeof panned | typeof zoomed, by: number) => {
    const now = view.current().choice
    const range = rangeOf(now, state)
    const within = withinOf(now, state)
    const span = range.to - range.from
    const moved = next === zoomed ? zoomed(range, by, range.from + span / 2, within) : panned(range, by * span, within)
    view.show({ kind: 'own', range: moved })
  }
  return (
    <>
      <View className="chart-ranges">
        <Segmented<typeof chosen>
          isTall
          options={options}
          value={chosen}
          onChange={(name) => {
            if (name === 'all') view.show({ kind: 'all' })
            else if (name !== 'own') view.show({ kind: 'last', name })
          }}
          label={t('chart.range')}
        />
      </View>
      <View className="chart-tools">
        <IconButton icon="back" size={20} label={t('chart.earlier')} onClick={() => change(panned, -0.5)} />
        <IconButton icon="right" size={20} label={t('chart.later')} onClick={() => change(panned, 0.5)} />
        <IconButton icon="minus" size={20} label={t('chart.zoomOut')} onClick={() => change(zoomed, 0.5)} />
        <IconButton icon="plus" size={20} label={t('chart.zoomIn')} onClick={() => change(zoomed, 2)} />
        <View className="grow" />
        <IconButton
          icon={state.isPaused ? 'play' : 'pause'}
          size={20}
          tone={state.isPaused ? 'accent' : 'ink'}
          label={t(state.isPaused ? 'chart.resume' : 'chart.pause')}
          onClick={() => chart.setPaused(!state.isPaused)}
        />
      </View>
    </>
  )
}
