import { View } from '@tarojs/components'
import { classes } from './classes'

/** Unread messages, 99+ at most; muted while the connection is paused. Nothing when there are none. */
export function Badge({ count, isMuted }: { count: number; isMuted?: boolean }) {
  if (count <= 0) return null
  return <View className={classes('badge', isMuted && 'is-muted')}>{count > 99 ? '99+' : String(count)}</View>
}
