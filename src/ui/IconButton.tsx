import { View } from '@tarojs/components'
import { tappable } from './a11y'
import { classes } from './classes'
import { Icon } from './Icon'
import type { IconName } from './icons'

interface IconButtonProps {
  icon: IconName
  /** What it does, for a screen reader */
  label: string
  onClick: () => void
  size?: 24 | 20 | 18
  tone?: 'ink' | 'quiet' | 'accent'
  isDisabled?: boolean
  className?: string
}

/** An icon in a target of 44 × 44. */
export function IconButton({ icon, label, onClick, size, tone = 'ink', isDisabled, className }: IconButtonProps) {
  return (
    <View
      className={classes('hit', `tone-${tone}`, isDisabled && 'is-disabled', className)}
      hoverClass={isDisabled ? 'none' : 'is-pressed'}
      hoverStayTime={80}
      onClick={(event) => {
        event.stopPropagation()
        if (!isDisabled) onClick()
      }}
      {...tappable(label, { isDisabled })}
    >
      <Icon name={icon} size={size} />
    </View>
  )
}
