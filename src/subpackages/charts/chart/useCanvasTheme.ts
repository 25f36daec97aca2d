import { useEffect, useState } from 'react'
import { useThemeClass } from '@/ui/appearance'
import type { Theme } from '@/ui/platformTypes'
import { canvasPlatform } from './canvasPlatform'

/** Canvases and pictures do not see CSS: the theme as it is now. */
export function useCanvasTheme(): Theme {
  const chosen = useThemeClass()
  const [isSystemDark, setSystemDark] = useState(() => canvasPlatform.isSystemDark())
  useEffect(() => canvasPlatform.onSystemDarkChange(() => setSystemDark(canvasPlatform.isSystemDark())), [])
  return chosen === 'auto' ? (isSystemDark ? 'dark' : 'light') : chosen
}
