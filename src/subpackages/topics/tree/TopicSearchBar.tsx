import { View } from '@tarojs/components'
import type { TreeSort } from '@/core/topic/order'
import type { TopicSearchState } from '@/features/topics/useTopicSearch'
import { thousands } from '@/i18n/format'
import type { Translate } from '@/i18n/t'
import { tappable } from '@/ui/a11y'
import { Field } from '@/ui/Field'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'

interface TopicSearchBarProps {
  text: string
  onText: (text: string) => void
  search: TopicSearchState | undefined
  sort: TreeSort
  onSort: () => void
}

/** What is looked for, and below it what is listed and in which order. */
export function TopicSearchBar({ text, onText, search, sort, onSort }: TopicSearchBarProps) {
  const t = useT()
  return (
    <>
      <View className="topics-search">
        <Icon name="search" size={20} className="topics-search-icon" />
        <Field
          value={text}
          onChange={onText}
          label={t('topics.search')}
          placeholder={t('topics.search')}
          hasClear
          maxLength={1_024}
        />
      </View>
      <View className="topics-caption">
        <View className="grow">{search ? foundWords(search, t) : t('topics.seen')}</View>
        {!search && (
          <View className="topics-sort" hoverClass="is-pressed" onClick={onSort} {...tappable()}>
            {t(`topics.sort.${sort}`)}
            <Icon name="expand" size={16} className="topics-sort-icon" />
          </View>
        )}
      </View>
    </>
  )
}

function foundWords({ isDone, count, listed }: TopicSearchState, t: Translate): string {
  if (!isDone) return t('topics.searching')
  const n = thousands(count)
  return count > listed ? t('topics.found.first', { n, shown: thousands(listed) }) : t('topics.found', { n })
}
