import { View } from '@tarojs/components'
import { decimalsIn, numberText } from '@/core/chart/numberText'
import type { TimeRange } from '@/core/chart/range'
import type { Stats } from '@/core/chart/stats'
import { useT } from '@/ui/language'
import { countText, momentText } from './timeWords'

/** Lowest, mean and highest of what is shown of the first line. */
export function Statistics({ stats, range }: { stats: Stats | undefined; range: TimeRange }) {
  const t = useT()
  if (!stats) return null
  const decimals = decimalsIn([stats.min, stats.max])
  const columns = [
    { name: t('chart.min'), value: numberText(stats.min, decimals), note: momentText(stats.minAt, range) },
    {
      name: t('chart.mean'),
      value: numberText(stats.mean, decimals),
      note: t('chart.points', { n: countText(stats.count) }),
    },
    { name: t('chart.max'), value: numberText(stats.max, decimals), note: momentText(stats.maxAt, range) },
  ]
  return (
    <View className="group-card chart-stats">
      {columns.map(({ name, value, note }) => (
        <View key={name} className="grow">
          <View className="cap tone-3">{name}</View>
          <View className="chart-stat">{value}</View>
          <View className="micro tone-3">{note}</View>
        </View>
      ))}
    </View>
  )
}
