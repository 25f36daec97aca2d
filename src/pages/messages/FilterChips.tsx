import { ScrollView, View } from '@tarojs/components'
import type { WantedSubscription } from '@/core/profile/profile'
import { thousands } from '@/i18n/format'
import { useT } from '@/ui/language'
import { Chip } from '@/ui/Chip'

interface FilterChipsProps {
  subscriptions: readonly WantedSubscription[]
  total: number
  counts: Record<string, number>
  /** Filters that are shown; none means all */
  selected: readonly string[]
  onChange: (selected: string[]) => void
}

/** Tap combines, long press shows one alone. */
export function FilterChips({ subscriptions, total, counts, selected, onChange }: FilterChipsProps) {
  const t = useT()
  const toggle = (filter: string) =>
    onChange(selected.includes(filter) ? selected.filter((f) => f !== filter) : [...selected, filter])
  return (
    <ScrollView scrollX className="msg-chips" showScrollbar={false} enhanced>
      <View className="chips">
        <Chip isSelected={selected.length === 0} count={thousands(total)} onClick={() => onChange([])}>
          {t('messages.all')}
        </Chip>
        {subscriptions.map(({ filter, alias, color }) => (
          <Chip
            key={filter}
            color={color}
            count={thousands(counts[filter] ?? 0)}
            isSelected={selected.includes(filter)}
            onClick={() => toggle(filter)}
            onLongPress={() => onChange([filter])}
          >
            {alias || filter}
          </Chip>
        ))}
      </View>
    </ScrollView>
  )
}
