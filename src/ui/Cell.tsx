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
  /** What stands after the value */
  trail?: 'chevron' | 'expand' | 'plus'
  onClick?: () => void
  /** In a list of choices: whether this is the one, shown by a tick */
  isChosen?: boolean
  /** It opens and closes what stands below it: whether that is open */
  isExpanded?: boolean
  tone?: 'ink' | 'bad'
  isCentred?: boolean
  /** The whole row as one sentence for a screen reader */
  label?: string
  className?: string
}

const trails = {
  chevron: { name: 'right', size: 18 },
  expand: { name: 'expand', size: 18 },
  plus: { name: 'plus', size: 20 },
  check: { name: 'check', size: 20 },
  closed: { name: 'down', size: 18 },
  opened: { name: 'up', size: 18 },
} as const

/** A row of a {@link CellGroup}. */
export function Cell(props: CellProps) {
  const {
    title,
    note,
    value,
    icon,
    iconTone = 'ink',
    onClick,
    tone = 'ink',
    isChosen,
    isExpanded,
    isCentred,
    label,
    className,
  } = props
  const fold = isExpanded === undefined ? undefined : isExpanded ? 'opened' : 'closed'
  const trail = isChosen ? 'check' : (fold ?? props.trail)
  const role = isChosen === undefined ? { isExpanded } : { role: 'radio', isChecked: isChosen }
  return (
    <View
      className={classes(
        'li',
        icon && 'li-icon',
        Boolean(note) && 'li-two',
        value !== undefined && 'li-valued',
        isCentred && 'li-centred',
        className,
      )}
      hoverClass={onClick ? 'is-pressed' : 'none'}
      hoverStayTime={80}
      onClick={onClick}
      {...(onClick ? tappable(label, role) : {})}
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
      {trail && <Icon {...trails[trail]} className={`li-trail li-${trail}`} />}
    </View>
  )
}
