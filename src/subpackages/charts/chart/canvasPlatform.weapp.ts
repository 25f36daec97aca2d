import type { CanvasPlatform } from './canvasTypes'

const nothing = () => () => undefined

/** WeChat tells its theme itself, and has no mouse. */
export const canvasPlatform: CanvasPlatform = {
  isSystemDark: () => false,
  onSystemDarkChange: nothing,
  onResize: nothing,
  listenToMouse: nothing,
}
