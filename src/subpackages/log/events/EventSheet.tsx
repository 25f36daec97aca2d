import { View } from '@tarojs/components'
import { clockTime, dayOf, isSameDay, milliseconds } from '@/i18n/format'
import { eventWords } from '@/i18n/log/logWords'
import { copyText } from '@/services/device'
import { Button } from '@/ui/Button'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'
import type { ShownEvent } from './useEvents'

interface EventSheetProps {
  shown: ShownEvent
  /** epoch ms */
  now: number
  onClose: () => void
}

/** All that is known of an event, where a row has room for one line. */
export function EventSheet({ shown: { event, of }, now, onClose }: EventSheetProps) {
  const t = useT()
  const attempt = useAttempt()
  const { title, note } = eventWords(event, t)
  const day = isSameDay(event.at, now) ? '' : `${dayOf(event.at, now, t)} `
  const time = `${day}${clockTime(event.at)}${milliseconds(event.at)}`
  const copy = async () => {
    await copyText([time, of, title, note].filter(Boolean).join(' · '))
    onClose()
    showToast({ text: t('common.copied') })
  }
  return (
    <Sheet title={title} onClose={onClose}>
      <View className="event-full">
        <View className="event-full-time">{[time, of].filter(Boolean).join(' · ')}</View>
        {note !== '' && <View className="event-full-note">{note}</View>}
        <Button variant="neutral" icon="copy" onClick={() => attempt(copy)}>
          {t('report.copy')}
        </Button>
      </View>
    </Sheet>
  )
}
