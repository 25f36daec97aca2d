import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { classes } from './classes'

interface CellGroupProps {
  children: ReactNode
  header?: ReactNode
  /** At the right end of the header line */
  aside?: ReactNode
  footer?: ReactNode
}

/** Rows on one card, with a header above and a note below. */
export function CellGroup({ children, header, aside, footer }: CellGroupProps) {
  return (
    <View className={classes('group', header === undefined && 'group-bare')}>
      {header !== undefined && (
        <View className="group-header">
          <View>{header}</View>
          {aside !== undefined && <View className="cap">{aside}</View>}
        </View>
      )}
      <View className="group-card">{children}</View>
      {footer !== undefined && <View className="group-footer">{footer}</View>}
    </View>
  )
}
