import { View } from '@tarojs/components'
import { createContext, useContext, useEffect } from 'react'
import { a11y, tappable } from './a11y'
import { hideToast, useToast } from './toasts'

/** Told of each sheet that opens, 1, and closes, -1: what is said is said on it, and not below its scrim. */
export const SheetCount = createContext<(change: 1 | -1) => void>(() => undefined)

/** Where toasts appear while a sheet is open: `Sheet` draws it. */
export function SheetToast() {
  const count = useContext(SheetCount)
  useEffect(() => {
    count(1)
    return () => count(-1)
  }, [count])
  return <Toast />
}

/** Where toasts appear; `Page` draws it. @param isElsewhere a sheet shows them */
export function Toast({ isElsewhere = false }: { isElsewhere?: boolean }) {
  const current = useToast((state) => (isElsewhere ? undefined : state.current))
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
