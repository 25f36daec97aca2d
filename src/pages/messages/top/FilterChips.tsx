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
  kept: KeptFilter
  onChange: (selected: string[]) => void
}

/** What the person keeps, out of the list or not, shown alone. */
export interface KeptFilter {
  count: number
  isOnly: boolean
  onChange: (isOnly: boolean) => void
}

/** Tap combines, long press shows one alone. */
export function FilterChips({ subscriptions, total, counts, selected, subtree, kept, onChange }: FilterChipsProps) {
  const t = useT()
  const isAll = selected.length === 0 && !kept.isOnly
  const showAll = () => {
    kept.onChange(false)
    onChange([])
  }
  const toggle = (filter: string) =>
    onChange(selected.includes(filter) ? selected.filter((f) => f !== filter) : [...selected, filter])
  return (
    <ScrollView scrollX className="msg-chips" showScrollbar={false} enhanced>
      <View className="chips">
        <Chip isSelected={isAll} count={thousands(total)} onClick={showAll}>
          {t('messages.all')}
        </Chip>
        {subtree !== undefined && (
          <Chip isSelected onClick={() => onChange([])}>
            {t('topics.filtered', { filter: shortTopic(subtree, subtreeColumns) })}
          </Chip>
        )}
        {(kept.count > 0 || kept.isOnly) && (
          <Chip isSelected={kept.isOnly} count={thousands(kept.count)} onClick={() => kept.onChange(!kept.isOnly)}>
            {t('keep.chip')}
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
            {alias || shortTopic(filter, subtreeColumns)}
          </Chip>
        ))}
      </View>
    </ScrollView>
  )
}
