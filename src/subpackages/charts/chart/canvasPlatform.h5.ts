import type { CanvasPlatform } from './canvasTypes'

const dark = '(prefers-color-scheme: dark)'

export const canvasPlatform: CanvasPlatform = {
  isSystemDark: () => typeof matchMedia === 'function' && matchMedia(dark).matches,
  onSystemDarkChange(listener) {
    if (typeof matchMedia !== 'function') return () => undefined
    const query = matchMedia(dark)
    // addEventListener is missing here before Safari 14
    query.addListener(listener)
    return () => query.removeListener(listener)
  },
  onResize(listener) {
    window.addEventListener('resize', listener)
    return () => window.removeEventListener('resize', listener)
  },
  listenToMouse(id, { onHover, onLeave, onWheel, onDoubleClick }) {
    const element = document.getElementById(id)
    if (!element) return () => undefined
    const hover = (event: PointerEvent) => event.pointerType === 'mouse' && onHover(event.clientX)
    const leave = (event: PointerEvent) => event.pointerType === 'mouse' && onLeave()
    const wheel = (event: WheelEvent) => {
      const isAlong = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)
      event.preventDefault()
      onWheel(event.clientX, event.deltaX || (event.shiftKey ? event.deltaY : 0), event.deltaY, !isAlong)
    }
    element.addEventListener('pointermove', hover)
    element.addEventListener('pointerleave', leave)
    element.addEventListener('wheel', wheel, { passive: false })
    element.addEventListener('dblclick', onDoubleClick)
    return () => {
      element.removeEventListener('pointermove', hover)
      element.removeEventListener('pointerleave', leave)
      element.removeEventListener('wheel', wheel)
      element.removeEventListener('dblclick', onDoubleClick)
    }
  },
}
