import { View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useT } from './language'
import { a11y } from './a11y'
import { classes } from './classes'
import { Icon } from './Icon'

const tabs = [
  { name: 'connections', icon: 'plug' },
  { name: 'saved', icon: 'bookmark' },
  { name: 'settings', icon: 'settings' },
] as const

export type TabName = (typeof tabs)[number]['name']

const open = (name: TabName) => void Taro.switchTab({ url: `/pages/${name}/index` })

interface TabBarProps {
  current: TabName
  onChoose?: (name: TabName) => void
}

/** The same bar on both platforms, drawn by each tab's page, so that it follows language and theme at once. */
export function TabBar({ current, onChoose = open }: TabBarProps) {
  const t = useT()
  return (
    <View className="tabbar" {...a11y({ role: 'tablist' })}>
      {tabs.map(({ name, icon }) => (
        <View
          key={name}
          className={classes('tab', name === current && 'is-on')}
          onClick={() => {
            if (name !== current) onChoose(name)
          }}
          {...a11y({ role: 'tab', isFocusable: true, isSelected: name === current, label: t(`tab.${name}`) })}
        >
          <Icon name={icon} />
          <View className="tab-label">{t(`tab.${name}`)}</View>
        </View>
      ))}
    </View>
  )
}
