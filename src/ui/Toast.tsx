import { View } from '@tarojs/components'
import { a11y, tappable } from './a11y'
import { hideToast, useToast } from './toasts'

/** Where toasts appear; {@link Page} draws it. */
export function Toast() {
  const current = useToast((state) => state.current)
  return (
    <View className="toast-place" {...a11y({ role: 'status', live: 'polite' })}>
      {current && (
        <View key={current.id} className="toast">
          <View className="grow">{current.text}</View>
          {current.action && (
            <View
              className="toast-action"
              onClick={() => {
                hideToast()
                current.action?.run()
              }}
              {...tappable()}
            >
              {current.action.label}
            </View>
          )}
        </View>
      )}
    </View>
  )
}
