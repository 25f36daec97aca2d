import { onUnread, unreadNow } from '@/features/messages/feed'

/** Systems draw a badge when they like; more often than this is not worth asking. */
const paceMs = 1_000

/**
 * Keeps the number of unread messages on the installed app's icon, where the browser can. What an earlier run has left there goes.
 * @returns ends it
 */
export function keepBadge(): () => void {
  if (!('setAppBadge' in navigator)) return () => undefined
  let shown: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const show = () => {
    timer = undefined
    const count = unreadNow()
    if (count === shown) return
    shown = count
    // not installed, or not allowed: there is no icon to put it on
    ;(count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => undefined)
  }
  const soon = () => {
    timer ??= setTimeout(show, paceMs)
  }
  const stop = onUnread(soon)
  show()
  return () => {
    stop()
    clearTimeout(timer)
  }
}
