import Taro from '@tarojs/taro'
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { platform } from './platform'
import type { Theme } from './platformTypes'

const ThemeContext = createContext<Theme | 'system'>('system')

/** Hands the person's choice to every `Page`. Stands at the root of the app. */
export function ThemeProvider({ theme, children }: { theme: Theme | 'system'; children: ReactNode }) {
  return <ThemeContext.Provider value={theme}>{children}</ThemeContext.Provider>
}

/** The class of a page's root View: H5 leaves `auto` to CSS; WeChat tells its theme and when it changes. */
export function useThemeClass(): Theme | 'auto' {
  const choice = useContext(ThemeContext)
  const [system, setSystem] = useState(() => platform.systemTheme())
  useEffect(() => platform.onThemeChange(() => setSystem(platform.systemTheme())), [])
  return choice === 'system' ? system : choice
}

const smallest = 0.9
const largest = 1.4

/** How large the person wants text, within what the layout holds. */
export function textScale(): number {
  return Math.min(largest, Math.max(smallest, platform.textScale()))
}

interface Room {
  /** of the text */
  scale: number
  /** of the window, points */
  width: number
}

const standardWidth = 375
const roomNow = (): Room => ({ scale: textScale(), width: Taro.getWindowInfo().windowWidth || standardWidth })

/** How large the text and how wide the window is: drawn again when a window is resized, turned or zoomed. */
export function useRoom(): Room {
  const [room, setRoom] = useState(roomNow)
  useEffect(
    () =>
      platform.onResize(() =>
        setRoom((before) => {
          const now = roomNow()
          return now.scale === before.scale && now.width === before.width ? before : now
        }),
      ),
    [],
  )
  return room
}
