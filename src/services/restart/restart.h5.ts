import { epoch } from '../epoch'
import type { RestartPort } from './types'

let isFollowing = false

function startAnew(): void {
  // a page's address names what may be gone
  history.replaceState(null, '', location.pathname + location.search)
  location.reload()
}

const startAnewIfOver = () => epoch.isOver() && startAnew()

/** H5: the page is loaded again, and so are those of the other tabs. */
export const restart: RestartPort = {
  restart() {
    epoch.beginNext()
    startAnew()
    return true
  },
  // what starts anew is there already
  toFirstPage: () => undefined,
  follow() {
    if (isFollowing) return
    isFollowing = true
    window.addEventListener('storage', startAnewIfOver)
    // a tab that slept has heard nothing
    window.addEventListener('pageshow', startAnewIfOver)
    document.addEventListener('visibilitychange', startAnewIfOver)
  },
}
