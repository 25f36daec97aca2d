import { View } from '@tarojs/components'
import { tappable } from './a11y'
import { classes } from './classes'
import { Icon } from './Icon'
import type { IconName } from './icons'

interface ToolProps {
  icon: IconName
  label: string
  /** The first thing to do, or what takes something away */
  tone?: 'accent' | 'bad' | undefined
  isDisabled?: boolean
  onClick: () => void
}

/** One of those in a `foot tools`: what can be done with what the page shows, its word below its icon. */
export function Tool({ icon, label, tone, isDisabled = false, onClick }: ToolProps) {
  return (
    <View
      className={classes('tool', tone && `tone-${tone}`, isDisabled && 'is-disabled')}
      hoverClass={isDisabled ? 'none' : 'is-pressed'}
      onClick={() => !isDisabled && onClick()}
      {...tappable(undefined, { isDisabled })}
    >
      <Icon name={icon} />
      <View>{label}</View>
    </View>
  )
}
