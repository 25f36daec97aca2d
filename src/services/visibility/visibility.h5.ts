import type { VisibilityPort } from './types'

const isVisible = () => document.visibilityState === 'visible'

/**
 * H5: Page Lifecycle. `pagehide`/`pageshow` cover the back/forward cache, `freeze`/`resume` a tab that Chromium puts
 * to sleep; each is reported once, however many of them a browser fires.
 */
export const visibility: VisibilityPort = {
  isVisible,
  onChange(listener) {
    let last = isVisible()
    const tell = (next: boolean) => {
      if (next === last) return
      last = next
      listener(next)
    }
    const byState = () => tell(isVisible())
    const hidden = () => tell(false)
    document.addEventListener('visibilitychange', byState)
    document.addEventListener('freeze', hidden)
    document.addEventListener('resume', byState)
    window.addEventListener('pagehide', hidden)
    window.addEventListener('pageshow', byState)
    return () => {
      document.removeEventListener('visibilitychange', byState)
      document.removeEventListener('freeze', hidden)
      document.removeEventListener('resume', byState)
      window.removeEventListener('pagehide', hidden)
      window.removeEventListener('pageshow', byState)
    }
  },
}
