import { View } from '@tarojs/components'
import { useState, type PropsWithChildren } from 'react'
import { textScale, useThemeClass } from '@/ui/appearance'
import { classes } from '@/ui/classes'

/** A sheet that belongs to no page, over all of them: with the theme and the size of text that a page gives its own. */
export function Overlay({ children }: PropsWithChildren) {
  const theme = useThemeClass()
  const [scale] = useState(textScale)
  const style = { '--ts': String(scale) } as Record<string, string>
  return (
    <View className={classes('page', 'frame-overlay', theme, scale >= 1.15 && 'is-large')} style={style}>
      {children}
    </View>
  )
}
