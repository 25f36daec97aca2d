import { ScrollView, View } from '@tarojs/components'
import { useDidHide, useDidShow, useSaveExitState } from '@tarojs/taro'
import { useCallback, useContext, useEffect, useState, type ReactNode } from 'react'
import { a11y } from './a11y'
import { AsideContext } from './aside'
import { textScale, useThemeClass } from './appearance'
import { classes } from './classes'
import { platform } from './platform'
import { SheetCount, Toast } from './Toast'
import { ShownContext } from './useWhileShown'

interface PageProps {
  /** A NavBar, and what stays with it at the top */
  top: ReactNode
  /** Scrolls, unless `isFixed` */
  children: ReactNode
  /** A TabBar or the page's actions */
  bottom?: ReactNode
  /** Sheets: above everything else */
  overlay?: ReactNode
  /** The content lays itself out in the space between top and bottom, e.g. a list with its own scrolling */
  isFixed?: boolean
  /** id of an element to scroll to, when it changes */
  scrollTo?: string
  /** Plain values that the page is to find again in `useRouter().exitState` when WeChat has ended the app meanwhile */
  exitState?: () => Record<string, unknown>
}

/** Who comes back later to an app that WeChat has ended begins at the connections. */
const placeKeptMs = 30 * 60_000

/** The root View of a page: theme, text scale, the three bands of a screen, toasts. */
export function Page({ top, children, bottom, overlay, isFixed, scrollTo, exitState }: PageProps) {
  const theme = useThemeClass()
  const isAside = useContext(AsideContext)
  const [scale, setScale] = useState(textScale)
  const [isShown, setShown] = useState(true)
  const [sheets, setSheets] = useState(0)
  const count = useCallback((change: number) => setSheets((now) => now + change), [])
  useDidHide(() => setShown(false))
  useDidShow(() => {
    setShown(true)
    // the size may have been changed in the system's settings meanwhile
    setScale(textScale())
    platform.colourChrome(theme)
  })
  useEffect(() => platform.colourChrome(theme), [theme])
  useEffect(() => platform.onResize(() => setScale(textScale())), [])
  useSaveExitState(() => ({ data: exitState?.() ?? {}, expireTimeStamp: Date.now() + placeKeptMs }))
  // the custom property is no member of CSSProperties
  const style = { '--ts': String(scale) } as Record<string, string>
  return (
    <ShownContext.Provider value={isShown}>
      <View className={classes('page', theme, scale >= 1.15 && 'is-large')} style={style}>
        <View className="page-column" {...(platform.isWeapp ? {} : a11y({ role: isAside ? 'navigation' : 'main' }))}>
          {top}
          {isFixed ? (
            <View className="page-fixed">{children}</View>
          ) : (
            <ScrollView scrollY className="page-scroll" scrollIntoView={scrollTo} scrollWithAnimation>
              {children}
              {/* what scrolls goes on below the home indicator */}
              {bottom === undefined && <View className="page-safe" />}
            </ScrollView>
          )}
          {!isAside && <Toast isElsewhere={sheets > 0} isLow={bottom === undefined && !isFixed} />}
          {bottom ?? (isFixed && <View className="page-safe" />)}
        </View>
        <SheetCount.Provider value={count}>{overlay}</SheetCount.Provider>
      </View>
    </ShownContext.Provider>
  )
}
