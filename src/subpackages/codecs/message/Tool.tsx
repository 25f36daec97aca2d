import { View } from '@tarojs/components'
import { tappable } from '@/ui/a11y'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/Icon'
import type { IconName } from '@/ui/icons'

interface ToolProps {
  icon: IconName
  label: string
  onClick: () => void
  isPrimary?: boolean
}

/** A way out of the page's bottom. */
export function Tool({ icon, label, onClick, isPrimary }: ToolProps) {
  return (
    <View
      className={classes('detail-tool', isPrimary && 'tone-accent')}
      hoverClass="is-pressed"
      onClick={onClick}
      {...tappable()}
    >
      <Icon name={icon} />
      <View>{label}</View>
    </View>
  )
}
