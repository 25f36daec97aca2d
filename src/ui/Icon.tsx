import { View } from '@tarojs/components'
import { a11y } from './a11y'
import { classes } from './classes'
import type { IconName } from './icons'

interface IconProps {
  name: IconName
  /** 24 navigation, 20 buttons and rows, 18 disclosure, 16 notices, 14 status lines */
  size?: 24 | 20 | 18 | 16 | 14
  className?: string
}

/** Decoration: what it means is said by the label of what it stands in. */
export function Icon({ name, size = 24, className }: IconProps) {
  return (
    <View className={classes('i', `i-${name}`, size !== 24 && `i${size}`, className)} {...a11y({ isHidden: true })} />
  )
}
