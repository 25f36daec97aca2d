import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { classes } from './classes'

interface TagProps {
  children: ReactNode
  tone?: 'plain' | 'ok' | 'wait' | 'bad' | 'accent'
}

/** A mark of 16, such as 保留 or 重复. */
export function Tag({ children, tone = 'plain' }: TagProps) {
  return <View className={classes('tag', `tag-${tone}`)}>{children}</View>
}
