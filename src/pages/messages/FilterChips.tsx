import { ScrollView, View } from '@tarojs/components'
import type { WantedSubscription } from '@/core/profile/profile'
import { shortTopic } from '@/core/topic/short'
import { thousands } from '@/i18n/format'
import { useT } from '@/ui/language'
import { Chip } from '@/ui/Chip'

/** A chip is no wider than a screen */
const subtreeColumns = 24

interface FilterChipsProps {
  subscriptions: readonly WantedSubscription[]
  total: number
  counts: Record<string, number>
  /** Filters that are shown; none means all */
  selected: readonly string[]
  /** Shown alone, whatever is selected: a topic of the tree and all below */
  subtree: string | undefined
  onChange: (selected: string[]) => void
}

/** Tap combines, long press shows one alone. */
export function FilterChips({ subscriptions, total, counts, selected, subtree, onChange }: FilterChipsProps) {
  const t = useT()
  const toggle = (filter: string) =>
    onChange(selected.includes(filter) ? selected.filter((f) => f !== filter) : [...selected, filter])
  return (
    <ScrollView scrollX className="msg-chips" showScrollbar={false} enhanced>
      <View className="chips">
        <Chip isSelected={selected.length === 0} count={thousands(total)} onClick={() => onChange([])}>
          {t('messages.all')}
        </Chip>
        {subtree !== undefined && (
          <Chip isSelected onClick={() => onChange([])}>
            {t('topics.filtered', { filter: shortTopic(subtree, subtreeColumns) })}
          </Chip>
        )}
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
