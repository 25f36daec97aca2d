import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { Icon } from './Icon'
import type { IconName } from './icons'

interface EmptyStateProps {
  icon: IconName
  title: string
  text?: string
  /** Buttons */
  children?: ReactNode
}

export function EmptyState({ icon, title, text, children }: EmptyStateProps) {
  return (
    <View className="empty">
      <View className="empty-mark">
        <Icon name={icon} className="empty-icon" />
      </View>
      <View className="empty-title">{title}</View>
      {text !== undefined && <View className="empty-text">{text}</View>}
      {children}
    </View>
  )
}
