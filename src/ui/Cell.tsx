import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { tappable } from './a11y'
import { classes } from './classes'
import { Icon } from './Icon'
import type { IconName } from './icons'

interface CellProps {
  title: ReactNode
  /** A second, quieter line under the title */
  note?: ReactNode
  /** At the right edge, quiet text or a control */
  value?: ReactNode
  icon?: IconName
  iconTone?: 'ink' | 'accent'
  /** What stands after the value: a chevron, the mark of a choice, a tick */
  trail?: 'chevron' | 'expand' | 'check' | 'plus'
  onClick?: () => void
  tone?: 'ink' | 'bad'
  isCentred?: boolean
  /** The whole row as one sentence for a screen reader */
  label?: string
  className?: string
}

/** A row of a {@link CellGroup}. */
export function Cell(props: CellProps) {
  const {
    title,
    note,
    value,
    icon,
    iconTone = 'ink',
    trail,
    onClick,
    tone = 'ink',
    isCentred,
    label,
    className,
  } = props
  const trailIcon = trail === 'chevron' ? 'right' : trail
  return (
    <View
      className={classes('li', icon && 'li-icon', Boolean(note) && 'li-two', isCentred && 'li-centred', className)}
      hoverClass={onClick ? 'is-pressed' : 'none'}
      hoverStayTime={80}
      onClick={onClick}
      {...(onClick ? tappable(label) : {})}
    >
      {icon && (
        <View className={classes('li-lead', iconTone === 'accent' && 'tone-accent')}>
          <Icon name={icon} size={iconTone === 'accent' ? 24 : 20} />
        </View>
      )}
      <View className={classes('li-text', tone === 'bad' && 'tone-bad')}>
        <View className="li-title">{title}</View>
        {note ? <View className="li-note">{note}</View> : null}
      </View>
      {value !== undefined && <View className="li-value">{value}</View>}
      {trailIcon && (
        <Icon
          name={trailIcon}
          size={trail === 'check' || trail === 'plus' ? 20 : 18}
          className={`li-trail li-${trail}`}
        />
      )}
    </View>
  )
}
