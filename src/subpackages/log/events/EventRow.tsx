import { Text, View } from '@tarojs/components'
import { toneOf } from '@/core/log/event'
import { clockTime, dayOf, isSameDay, milliseconds } from '@/i18n/format'
import { eventWords } from '@/i18n/log/logWords'
import { tappable } from '@/ui/a11y'
import { useT } from '@/ui/language'
import type { ShownEvent } from './useEvents'

interface EventRowProps {
  shown: ShownEvent
  /** epoch ms */
  now: number
  onOpen: (shown: ShownEvent) => void
}

export function EventRow({ shown, now, onOpen }: EventRowProps) {
  const t = useT()
  const { event, of } = shown
  const { title, note } = eventWords(event, t)
  const day = isSameDay(event.at, now) ? undefined : dayOf(event.at, now, t)
  const below = [of, note].filter(Boolean).join(' · ')
  const sentence = [day, clockTime(event.at), title, below].filter(Boolean).join(' ')
  return (
    <View
      className="event"
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
      <View className="grow">
        <View className="event-title ellipsis">{title}</View>
        <View className="event-note ellipsis">{below}</View>
      </View>
    </View>
  )
}
