import { View } from '@tarojs/components'
import type { Suggestion, SuggestionSource } from '@/core/publish/suggest'
import { shortTopic } from '@/core/topic/short'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/Icon'
import type { IconName } from '@/ui/icons'
import { useT } from '@/ui/language'
import { platform } from '@/ui/platform'
import { useColumns } from '../list/useColumns'
import { canForget, type SuggestionList } from './useSuggestionKeys'

/** Beside a topic: the icon, the cross and the gutters, in points */
const besideTopic = 96

const icons: Record<SuggestionSource, IconName> = { recent: 'clock', saved: 'bookmark', seen: 'subs' }

interface SuggestionsProps {
  suggestions: readonly Suggestion[]
  list: SuggestionList
  onChoose: (suggestion: Suggestion) => void
  onForget: (suggestion: Suggestion) => void
}

/** Over the bar, while one of its fields is typed in. */
export function Suggestions({ suggestions, list, onChoose, onForget }: SuggestionsProps) {
  const t = useT()
  const columns = useColumns(besideTopic)
  if (suggestions.length === 0) return platform.isWeapp ? null : <View {...list.closed} />
  return (
    <View className="msg-suggestions" {...list.list(t('publish.suggestions'))}>
      {suggestions.map((suggestion, row) => {
        const { source, topic, payload } = suggestion
        return (
          <View key={`${topic} ${payload}`} className="msg-suggestion" {...list.row}>
            <View
              className={classes('msg-suggestion-choose', list.isAt(row, false) && 'is-at')}
              hoverClass="is-pressed"
              onClick={() => onChoose(suggestion)}
              {...list.cell(row, false, payload || topic)}
            >
              <Icon name={icons[source]} size={16} />
              <View className="grow ellipsis">{payload === '' ? shortTopic(topic, columns) : payload}</View>
            </View>
            {canForget(suggestion) && (
              <View
                className={classes('hit tone-quiet', list.isAt(row, true) && 'is-at')}
                hoverClass="is-pressed"
                onClick={() => onForget(suggestion)}
                {...list.cell(row, true, t('publish.forget', { text: payload || topic }))}
              >
                <Icon name="x" size={18} />
              </View>
            )}
          </View>
        )
      })}
    </View>
  )
}
