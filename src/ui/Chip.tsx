import { Text, View } from '@tarojs/components'
import { a11y } from './a11y'
import { classes } from './classes'
import { contextMenu } from './SwipeRow'

interface ChipProps {
  children: string
  /** Index of the subscription colour s1…s8, 0–7 */
  color?: number
  /** Already formatted */
  count?: string
  isSelected?: boolean
  onClick: () => void
  onLongPress?: () => void
}

/** 32 high in a row of 48; the target fills the row. */
export function Chip({ children, color, count, isSelected = false, onClick, onLongPress }: ChipProps) {
  return (
    <View
      className="chip-target"
      onClick={onClick}
      onLongPress={onLongPress}
      {...(onLongPress && contextMenu(onLongPress))}
      {...a11y({
        role: 'checkbox',
        isFocusable: true,
        isChecked: isSelected,
        label: count === undefined ? children : `${children} ${count}`,
      })}
    >
      <View className={classes('chip', isSelected && 'is-on')}>
        {color !== undefined && <View className="dot" style={{ backgroundColor: `var(--s${color + 1})` }} />}
        <Text className="chip-text">{children}</Text>
        {count !== undefined && <Text className="chip-count">{count}</Text>}
      </View>
    </View>
  )
}
