import { View } from '@tarojs/components'
import { a11y } from './a11y'
import { classes } from './classes'

interface SwitchProps {
  isOn: boolean
  onChange: (isOn: boolean) => void
  label: string
}

/** Drawn by us: WeChat's own has a colour that follows neither theme nor tokens. */
export function Switch({ isOn, onChange, label }: SwitchProps) {
  return (
    <View
      className="hit"
      onClick={(event) => {
        event.stopPropagation()
        onChange(!isOn)
      }}
      {...a11y({ role: 'switch', isFocusable: true, label, isChecked: isOn })}
    >
      <View className={classes('switch', isOn && 'is-on')}>
        <View className="switch-thumb" />
      </View>
    </View>
  )
}
