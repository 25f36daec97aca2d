import { View } from '@tarojs/components'
import { a11y } from './a11y'
import { classes } from './classes'

interface SegmentedProps<T extends string | number> {
  options: readonly { value: T; label: string }[]
  value: T
  onChange: (value: T) => void
  /** What is being chosen, for a screen reader */
  label: string
  isTall?: boolean
}

export function Segmented<T extends string | number>({ options, value, onChange, label, isTall }: SegmentedProps<T>) {
  return (
    <View className={classes('seg', isTall && 'seg-tall')} {...a11y({ role: 'radiogroup', label })}>
      {options.map((option) => (
        <View
          key={option.value}
          className={classes('seg-option', option.value === value && 'is-on')}
          onClick={() => onChange(option.value)}
          {...a11y({ role: 'radio', isFocusable: true, isChecked: option.value === value })}
        >
          {option.label}
        </View>
      ))}
    </View>
  )
}
