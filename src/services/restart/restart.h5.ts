import type { RestartPort } from './types'

let channel: BroadcastChannel | undefined

function startAnew(): void {
  // a page's address names what may be gone
  history.replaceState(null, '', location.pathname + location.search)
  location.reload()
}

/** H5: the page is loaded again, and so are those of the other tabs. */
export const restart: RestartPort = {
  restart() {
    channel?.postMessage('restart')
    startAnew()
    return true
  },
  // what starts anew is there already
  toFirstPage: () => undefined,
  follow() {
    if (channel || typeof BroadcastChannel === 'undefined') return
    channel = new BroadcastChannel('homing/restart')
    channel.onmessage = startAnew
  },
}
