import { View, type ITouchEvent, type ViewProps } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { create } from 'zustand'
import { a11y, tappable } from './a11y'
import { classes } from './classes'
import { Icon } from './Icon'
import type { IconName } from './icons'

export interface SwipeAction {
  icon: IconName
  label: string
  isBad?: boolean
  onClick: () => void
}

interface SwipeRowProps extends Pick<ViewProps, 'id' | 'className' | 'hoverClass' | 'hoverStayTime' | 'onClick'> {
  /** Two at most: more do not leave the row to be seen. None: it does not move */
  actions: readonly SwipeAction[]
  /** Instead of what a long press, or the other button of a mouse, asks: it shows the actions */
  isOpenedByPress?: boolean
  onLongPress?: () => void
  /** Attributes of the row for a screen reader, while it is closed */
  role?: Record<string, string | number>
  children: ReactNode
}

/** A finger that went so far to the left, points … */
const leastSwipe = 44
/** … and no more than this part of it up or down, which scrolls */
const mostSlope = 0.5
/** Here begin the system's own gestures: back, and forward */
const edge = 20

/** One row of the app is open at most. */
const useOpenRow = create<{ id?: number }>(() => ({}))
let rows = 0

/**
 * A row that shows what can be done with it when it is swept to the left. Never the only way: a long press asks the same.
 */
export function SwipeRow(props: SwipeRowProps) {
  const { actions, isOpenedByPress, onLongPress, role, className, children, ...rest } = props
  const { isOpen, wasOpen, open, close, touches } = useSwipe(actions.length > 0)
  const press = isOpenedByPress ? open : onLongPress
  return (
    <View
      {...rest}
      {...touches}
      className={classes('swipe', isOpen && `is-open-${actions.length}`, className)}
      onLongPress={press}
      {...(press && contextMenu(press))}
      {...(isOpen ? {} : role)}
    >
      {children}
      {isOpen && <View className="swipe-cover" onClick={alone(close)} {...a11y({ isHidden: true })} />}
      {wasOpen && actions.length > 0 && (
        <View className="swipe-actions" {...a11y({ isHidden: !isOpen })}>
          {actions.map(({ icon, label, isBad, onClick }) => (
            <View
              key={icon}
              className={classes('swipe-action', isBad && 'is-bad')}
              hoverClass="is-pressed"
              onClick={alone(() => {
                close()
                onClick()
              })}
              {...tappable(undefined, { isFocusable: isOpen })}
            >
              <Icon name={icon} size={20} />
              <View className="swipe-label">{label}</View>
            </View>
          ))}
        </View>
      )}
    </View>
  )
}

/** The finger is looked at when it is lifted: nothing is drawn while it moves, and what scrolls, scrolls. */
function useSwipe(hasActions: boolean) {
  const [id] = useState(() => (rows += 1))
  const isOpen = useOpenRow((state) => state.id === id) && hasActions
  // it slides back over what it has shown
  const [wasOpen, setWasOpen] = useState(false)
  if (isOpen && !wasOpen) setWasOpen(true)
  const from = useRef<{ x: number; y: number }>()
  const open = () => useOpenRow.setState({ id })
  const close = () => closeRow(id)
  useEffect(() => () => closeRow(id), [id])

  const onTouchStart = (event: object) => {
    const { touches } = event as ITouchEvent
    const { clientX: x = 0, clientY: y = 0 } = touches[0] ?? {}
    const isFree = touches.length === 1 && x > edge && x < Taro.getWindowInfo().windowWidth - edge
    from.current = isFree ? { x, y } : undefined
    if (useOpenRow.getState().id !== id) useOpenRow.setState({ id: undefined })
  }
  const onTouchEnd = (event: object) => {
    const touch = (event as ITouchEvent).changedTouches[0]
    if (!from.current || !touch) return
    const across = touch.clientX - from.current.x
    const along = touch.clientY - from.current.y
    from.current = undefined
    if (Math.abs(along) > mostSlope * Math.abs(across)) return
    if (across < -leastSwipe && hasActions) open()
    else if (across > leastSwipe) close()
  }
  const onTouchCancel = () => {
    from.current = undefined
  }
  return { isOpen, wasOpen, open, close, touches: { onTouchStart, onTouchEnd, onTouchCancel } }
}

function closeRow(id: number): void {
  if (useOpenRow.getState().id === id) useOpenRow.setState({ id: undefined })
}

/** The row below is not tapped with it. */
const alone = (run: () => void) => (event: { stopPropagation(): void }) => {
  event.stopPropagation()
  run()
}

/** On H5 the other button of a mouse, or the keyboard's own key, asks what a long press does. Taro's types do not know it. */
export const contextMenu = (run: () => void): object => ({
  onContextMenu: (event: { preventDefault(): void }) => {
    event.preventDefault()
    run()
  },
})
