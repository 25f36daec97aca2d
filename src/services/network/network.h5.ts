import type { NetworkPort, NetworkStatus } from './types'

/** Network Information API: Chromium only. */
interface Connection extends EventTarget {
  readonly type?: string
}

const connection = () => (navigator as Navigator & { connection?: Connection }).connection

const current = (): NetworkStatus => ({ isOnline: navigator.onLine, type: connection()?.type ?? 'unknown' })

/** H5: `online`/`offline` events, and the connection type where the browser tells it. */
export const network: NetworkPort = {
  current,
  onChange(listener) {
    const changed = () => listener(current())
    window.addEventListener('online', changed)
    window.addEventListener('offline', changed)
    connection()?.addEventListener('change', changed)
    return () => {
      window.removeEventListener('online', changed)
      window.removeEventListener('offline', changed)
      connection()?.removeEventListener('change', changed)
    }
  },
}
