import { View } from '@tarojs/components'
import { createContext, useContext, useEffect } from 'react'
import { a11y, tappable } from './a11y'
import { classes } from './classes'
import { IconButton } from './IconButton'
import { useT } from './language'
import { hideToast, setStandingToast, useToast } from './toasts'

/** Told of each sheet that opens, 1, and closes, -1: what is said is said on it, and not below its scrim. */
export const SheetCount = createContext<(change: 1 | -1) => void>(() => undefined)

/** Where toasts appear while a sheet is open: `Sheet` draws it. */
export function SheetToast() {
  const count = useContext(SheetCount)
  useEffect(() => {
    count(1)
    return () => count(-1)
  }, [count])
  return <Toast isOnSheet />
}

interface ToastProps {
  /** A sheet shows them */
  isElsewhere?: boolean
  isOnSheet?: boolean
  /** At the lower edge of the screen: it keeps off the home indicator by itself */
  isLow?: boolean
}

/** Where toasts appear; `Page` draws it. */
export function Toast({ isElsewhere, isOnSheet, isLow = false }: ToastProps) {
  const t = useT()
  const current = useToast((state) => (isElsewhere ? undefined : state.current))
  const standing = useToast((state) => (isElsewhere || isOnSheet ? undefined : state.standing))
  const shown = current ?? standing
  return (
    <View className={classes('toast-place', isLow && 'is-low')} {...a11y({ role: 'status', live: 'polite' })}>
      {shown && (
        <View key={current?.id ?? 0} className="toast">
          <View className="grow">{shown.text}</View>
          {shown.action && (
            <View
              className="toast-action"
              onClick={() => {
                hideToast()
                shown.action?.run()
              }}
              {...tappable()}
            >
              {shown.action.label}
            </View>
          )}
          {!current && (
            <IconButton
              icon="x"
              size={18}
              label={t('common.close')}
              className="toast-close"
              onClick={() => setStandingToast(undefined)}
            />
          )}
        </View>
      )}
    </View>
  )
}
