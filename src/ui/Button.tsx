import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { tappable } from './a11y'
import { classes } from './classes'
import { Icon } from './Icon'
import type { IconName } from './icons'

interface ButtonProps {
  children: ReactNode
  onClick: () => void
  variant?: 'primary' | 'soft' | 'neutral' | 'danger-soft' | 'wait-soft' | 'text'
  /** `pill` is 32 high in a target of 44, for rows; `card` is 44 high */
  size?: 'full' | 'card' | 'pill'
  icon?: IconName
  /** The spinner takes the icon's place; taps do nothing */
  isBusy?: boolean
  isDisabled?: boolean
  label?: string
  className?: string
}

export function Button(props: ButtonProps) {
  const { children, onClick, variant = 'primary', size = 'full', icon, isBusy, isDisabled, label, className } = props
  const isInert = isBusy === true || isDisabled === true
  const body = (
    <View className={classes('btn', `btn-${variant}`, `btn-${size}`)}>
      {isBusy ? <Icon name="spin" size={20} className="spinning" /> : icon ? <Icon name={icon} size={20} /> : null}
      {children}
    </View>
  )
  const attributes = {
    hoverClass: isInert ? 'none' : 'is-pressed',
    hoverStayTime: 80,
    onClick: (event: { stopPropagation(): void }) => {
      event.stopPropagation()
      if (!isInert) onClick()
    },
    ...tappable(label, { isDisabled: isInert }),
  }
  return (
    <View
      className={classes('btn-target', size === 'pill' && 'btn-target-pill', isDisabled && 'is-disabled', className)}
      {...attributes}
    >
      {body}
    </View>
  )
}
