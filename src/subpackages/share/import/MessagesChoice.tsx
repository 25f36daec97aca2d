import { View } from '@tarojs/components'
import { savedLimits } from '@/core/collections/savedMessage'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { Switch } from '@/ui/Switch'
import type { OfferedMessages } from './useOfferedMessages'

interface MessagesChoiceProps {
  kept: OfferedMessages
  /** nothing else came: there is nothing to leave them out of */
  isAlone?: boolean
}

/** How many saved messages came along, and whether they are kept. */
export function MessagesChoice({ kept, isAlone = false }: MessagesChoiceProps) {
  const t = useT()
  const { count, known, room, isWanted, want } = kept
  if (count === 0) return null
  const isTooMany = count - known > room
  const footer = isTooMany
    ? t('profileImport.messages.full', { most: savedLimits.messages, room })
    : known > 0
      ? t('profileImport.messages.known', { n: known })
      : t('profileImport.messages.same')
  const counted = t('profileImport.messages.count', { n: count })
  return (
    <CellGroup header={t('profileImport.messages')} footer={footer}>
      {isAlone || isTooMany ? (
        <Cell title={t('profileImport.messages.found')} value={counted} />
      ) : (
        <Cell
          title={t('profileImport.messages.add')}
          value={
            <View className="row">
              <View className="cap offer-count">{counted}</View>
              <Switch isOn={isWanted} onChange={want} label={t('profileImport.messages.add')} />
            </View>
          }
        />
      )}
    </CellGroup>
  )
}
