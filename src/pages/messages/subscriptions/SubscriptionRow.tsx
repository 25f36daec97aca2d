import { View } from '@tarojs/components'
import type { WantedSubscription } from '@/core/profile/profile'
import type { SubscriptionState } from '@/core/session/subscriptions'
import { shortTopic } from '@/core/topic/short'
import { hexCode, thousands } from '@/i18n/format'
import type { Translate } from '@/i18n/t'
import { useT } from '@/ui/language'
import { a11y, tappable } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { classes } from '@/ui/classes'
import { SwipeRow } from '@/ui/SwipeRow'
import { Switch } from '@/ui/Switch'
import { subscriptionRefusalWords } from '../words'

interface SubscriptionRowProps {
  subscription: WantedSubscription
  state: SubscriptionState | undefined
  count: number
  isEdited: boolean
  onEdit: () => void
  onToggle: (isEnabled: boolean) => void
  onRetry: () => void
  onDelete: () => void
}

/** Columns of a filter that are shown: about three lines. What tells two filters apart is often their tail. */
const filterColumns = 84

export function SubscriptionRow(props: SubscriptionRowProps) {
  const { subscription, state, isEdited, onEdit, onToggle, onRetry, onDelete } = props
  const t = useT()
  const { filter, alias, color, isEnabled } = subscription
  const isRefused = isEnabled && state?.status.name === 'refused'
  const name = alias || filter
  const note = noteWords(props, t)
  return (
    <SwipeRow
      className={classes('subs-row has-cover ruled', isEdited && 'is-edited')}
      actions={[
        { icon: 'edit', label: t('common.edit'), onClick: onEdit },
        { icon: 'trash', label: t('common.delete'), isBad: true, onClick: onDelete },
      ]}
      isOpenedByPress
      onClick={onEdit}
    >
      <View className="row-cover" {...tappable([name, note, t('common.edit')].join(t('common.comma')))} />
      <View
        className="subs-bar"
        style={{ backgroundColor: isEnabled && !isRefused ? `var(--s${color + 1})` : 'var(--ink-4)' }}
      />
      <View className="subs-text" {...a11y({ isHidden: true })}>
        <View className="subs-name-row">
          {alias !== '' && <View className="subs-name ellipsis">{alias}</View>}
          <View className={classes('subs-filter', alias === '' && 'is-alone')}>
            {shortTopic(filter, filterColumns)}
          </View>
        </View>
        <View className={classes('subs-note', isRefused && 'tone-bad medium')}>{note}</View>
      </View>
      {isRefused ? (
        <Button variant="neutral" size="pill" onClick={onRetry} label={`${t('common.retry')} ${name}`}>
          {t('common.retry')}
        </Button>
      ) : (
        <Switch isOn={isEnabled} onChange={onToggle} label={t('subs.enabled', { name })} />
      )}
    </SwipeRow>
  )
}

function noteWords({ subscription, state, count }: SubscriptionRowProps, t: Translate): string {
  const { qos, isEnabled } = subscription
  const amount = t('subs.count', { n: thousands(count) })
  if (!isEnabled) return `${t('subs.off')} · ${amount}`
  const status = state?.status ?? { name: 'wanted' }
  switch (status.name) {
    case 'refused': {
      const reason = subscriptionRefusalWords(status.mqttCode, t)
      return t('subs.refused', { reason, code: hexCode(status.mqttCode) })
    }
    case 'granted':
      if (status.qos === 0 && qos > 0) return `${t('subs.lower.none', { wanted: qos })} · ${amount}`
      return status.qos < qos
        ? `${t('subs.lower', { wanted: qos, granted: status.qos })} · ${amount}`
        : `${t('subs.granted', { qos: status.qos })} · ${amount}`
    case 'wanted':
    case 'asked':
      return `${t('subs.granted', { qos })} · ${t('subs.waiting')}`
  }
}
