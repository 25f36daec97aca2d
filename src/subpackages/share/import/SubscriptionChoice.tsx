import { View } from '@tarojs/components'
import type { WantedSubscription } from '@/core/profile/profile'
import { a11y } from '@/ui/a11y'
import { CellGroup } from '@/ui/CellGroup'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'

interface SubscriptionChoiceProps {
  subscriptions: readonly WantedSubscription[]
  wanted: readonly WantedSubscription[]
  onToggle: (filter: string) => void
}

export function SubscriptionChoice({ subscriptions, wanted, onToggle }: SubscriptionChoiceProps) {
  const t = useT()
  return (
    <CellGroup header={t('profileImport.subscriptions')} aside={`${wanted.length} / ${subscriptions.length}`}>
      {subscriptions.map((subscription) => {
        const { filter, alias, color } = subscription
        const isOn = wanted.includes(subscription)
        const label = [alias, filter].filter(Boolean).join(' ')
        return (
          <View
            key={filter}
            className="li offer-sub"
            hoverClass="is-pressed"
            hoverStayTime={80}
            onClick={() => onToggle(filter)}
            {...a11y({ role: 'checkbox', isChecked: isOn, isFocusable: true, label })}
          >
            <View className="dot" style={{ backgroundColor: `var(--s${color + 1})` }} />
            <View className="offer-sub-text grow">
              {alias !== '' && <View className="offer-sub-alias">{alias}</View>}
              <View className="offer-sub-filter">{filter}</View>
            </View>
            <View className={classes('offer-tick', isOn && 'is-on')}>{isOn && <Icon name="check" size={18} />}</View>
          </View>
        )
      })}
    </CellGroup>
  )
}
