import { View } from '@tarojs/components'
import { a11y } from './a11y'

/** Rows that are to come, flat and still: what is stored takes a moment only. @param label what is being read */
export function Loading({ label }: { label: string }) {
  return (
    <View className="loading" {...a11y({ role: 'status', label })}>
      {[0, 1, 2].map((index) => (
        <View key={index} className="loading-row">
          <View className="placeholder placeholder-name" />
          <View className="placeholder placeholder-line" />
        </View>
      ))}
    </View>
  )
}
