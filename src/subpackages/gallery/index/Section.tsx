import { View } from '@tarojs/components'
import type { ReactNode } from 'react'

/** @param name of the component, as in the code */
export function Section({ name, children }: { name: string; children: ReactNode }) {
  return (
    <View className="group">
      <View className="group-header">
        <View>{name}</View>
      </View>
      <View className="gallery-body">{children}</View>
    </View>
  )
}
