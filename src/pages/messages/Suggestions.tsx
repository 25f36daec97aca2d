import { View } from '@tarojs/components'
import type { Suggestion, SuggestionSource } from '@/core/publish/suggest'
import { shortTopic } from '@/core/topic/short'
import { a11y, tappable } from '@/ui/a11y'
import { Icon } from '@/ui/Icon'
import { IconButton } from '@/ui/IconButton'
import type { IconName } from '@/ui/icons'
import { useT } from '@/ui/language'
import { useColumns } from './useColumns'

/** Beside a topic: the icon, the cross and the gutters, in points */
const besideTopic = 96

const icons: Record<SuggestionSource, IconName> = { recent: 'clock', saved: 'bookmark', seen: 'subs' }

interface SuggestionsProps {
  suggestions: readonly Suggestion[]
  onChoose: (suggestion: Suggestion) => void
  onForget: (suggestion: Suggestion) => void
}

/** Over the bar, while one of its fields is typed in. */
export function Suggestions({ suggestions, onChoose, onForget }: SuggestionsProps) {
  const t = useT()
  const columns = useColumns(besideTopic)
  if (suggestions.length === 0) return null
  return (
    <View className="msg-suggestions" {...a11y({ role: 'group', label: t('publish.suggestions') })}>
      {suggestions.map((suggestion) => {
        const { source, topic, payload } = suggestion
        return (
          <View key={`${topic} ${payload}`} className="msg-suggestion">
            <View
              className="msg-suggestion-choose"
              hoverClass="is-pressed"
              onClick={() => onChoose(suggestion)}
              {...tappable(payload || topic)}
            >
              <Icon name={icons[source]} size={16} />
              <View className="grow ellipsis">{payload === '' ? shortTopic(topic, columns) : payload}</View>
            </View>
            {source === 'recent' && (
              <IconButton
                icon="x"
                size={18}
                tone="quiet"
                label={t('publish.forget', { text: payload || topic })}
                onClick={() => onForget(suggestion)}
              />
            )}
          </View>
        )
      })}
    </View>
  )
}
