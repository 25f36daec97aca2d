import { View } from '@tarojs/components'
import { useSubscriptionOf } from '@/features/subscriptions/topics'
import { Button } from '@/ui/Button'
import { useT } from '@/ui/language'
import type { PayloadBodyProps } from './PayloadBody'
import { SchemaSheet } from './SchemaSheet'

interface SchemaRowProps extends Pick<PayloadBodyProps, 'profile' | 'opened' | 'onSheet'> {
  /** the message of a schema that was chosen */
  typeName: string | undefined
}

/** Protobuf does not name its fields: which schema does, and the way to choose one. */
export function SchemaRow({ profile, opened, typeName, onSheet }: SchemaRowProps) {
  const t = useT()
  const { topic } = opened.message
  // for all that comes by the subscription, or for this topic where there is none
  const filter = useSubscriptionOf(profile.subscriptions)(topic)?.filter ?? topic
  const open = () =>
    onSheet(<SchemaSheet profileId={profile.id} filter={filter} typeName={typeName} onClose={() => onSheet(null)} />)
  return (
    <View className="detail-large">
      <View className="grow cap tone-3">{typeName ?? t('detail.schema.none')}</View>
      <Button size="pill" variant="soft" onClick={open}>
        {t('detail.schema.choose')}
      </Button>
    </View>
  )
}
