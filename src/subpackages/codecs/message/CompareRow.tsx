import { View } from '@tarojs/components'
import type { OpenedMessage } from '@/features/messages/opened'
import { setComparing } from '@/features/messages/views'
import { useT } from '@/ui/language'
import { Switch } from '@/ui/Switch'
import { Tag } from '@/ui/Tag'
import { span } from './MessageHead'

interface CompareRowProps {
  opened: OpenedMessage
  isComparing: boolean
  /** undefined: they cannot be compared, or need not */
  changes: number | undefined
}

/** How much has changed since the message before of the topic, and whether that is shown. */
export function CompareRow({ opened: { message, previous }, isComparing, changes }: CompareRowProps) {
  const t = useT()
  if (!previous) return null
  const time = span(message.at - previous.at, t)
  const isUnlike = isComparing && changes === undefined
  return (
    <View className="detail-compare">
      {changes !== undefined && (
        <Tag tone={changes > 0 ? 'wait' : undefined}>
          {changes > 0 ? t('detail.changes', { n: changes }) : t('detail.same')}
        </Tag>
      )}
      <View className="grow detail-compare-words">
        {t(isUnlike ? 'detail.compare.unlike' : 'detail.compare', { time })}
      </View>
      <Switch isOn={isComparing} onChange={setComparing} label={t('detail.compare.switch')} />
    </View>
  )
}
