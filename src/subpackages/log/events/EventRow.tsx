import { Text, View } from '@tarojs/components'
import { toneOf } from '@/core/log/event'
import { clockTime, dayOf, isSameDay, milliseconds } from '@/i18n/format'
import { eventWords } from '@/i18n/log/logWords'
import { tappable } from '@/ui/a11y'
import { classes } from '@/ui/classes'
import { useT } from '@/ui/language'
import type { ShownEvent } from './useEvents'

interface EventRowProps {
  shown: ShownEvent
  /** epoch ms */
  now: number
  /** `is-stacked`: the time stands over the words; `is-tall`: a title may have three lines */
  layout: string
  onOpen: (shown: ShownEvent) => void
}

export function EventRow({ shown, now, layout, onOpen }: EventRowProps) {
  const t = useT()
  const { event, of } = shown
  const { title, note } = eventWords(event, t)
  const day = isSameDay(event.at, now) ? undefined : dayOf(event.at, now, t)
  const below = [of, note].filter(Boolean).join(' · ')
  const sentence = [day, clockTime(event.at), title, below].filter(Boolean).join(' ')
  return (
    <View
      className={classes('event', layout)}
      hoverClass="is-pressed"
      hoverStayTime={80}
      onClick={() => onOpen(shown)}
      {...tappable(sentence)}
    >
      <View className="event-time">
        <View>
          {clockTime(event.at)}
          <Text className="tone-3">{milliseconds(event.at)}</Text>
        </View>
        {day !== undefined && <View className="event-day">{day}</View>}
      </View>
      <View className={`event-dot event-${toneOf(event)}`} />
      <View className="event-words">
        <View className="event-title">{title}</View>
        <View className="event-note ellipsis">{below}</View>
      </View>
    </View>
  )
}
