import { View } from '@tarojs/components'
import { savedLimits } from '@/core/collections/savedMessage'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { Switch } from '@/ui/Switch'
import type { OfferedMessages } from './useOfferedMessages'

/** How many saved messages came along, and whether they are kept. */
export function MessagesChoice({ count, known, room, isWanted, want }: OfferedMessages) {
  const t = useT()
  if (count === 0) return null
  const isTooMany = count - known > room
  const footer = isTooMany
    ? t('profileImport.messages.full', { most: savedLimits.messages, room })
    : known > 0
      ? t('profileImport.messages.known', { n: known })
      : t('profileImport.messages.same')
  return (
    <CellGroup header={t('profileImport.messages')} footer={footer}>
      <Cell
        title={t('profileImport.messages.add')}
        value={
          <View className="row">
            <View className="cap offer-count">{t('profileImport.messages.count', { n: count })}</View>
            <Switch isOn={isWanted} onChange={want} label={t('profileImport.messages.add')} />
          </View>
        }
      />
    </CellGroup>
  )
}
