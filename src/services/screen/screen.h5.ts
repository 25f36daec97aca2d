import { screenOf } from './wanted'

const isAvailable = () => 'wakeLock' in navigator

let lock: WakeLockSentinel | undefined
let request = 0
let isFollowing = false

function takeAgain(): void {
  if (document.visibilityState === 'visible' && screen.isWanted) set(true)
}

/** Refused on a low battery, and where there is no secure context there is none at all: the screen turns off then. */
function set(isOn: boolean): void {
  const mine = ++request
  if (!isFollowing) document.addEventListener('visibilitychange', takeAgain)
  isFollowing = true
  void lock?.release().catch(() => undefined)
  lock = undefined
  if (!isOn || !isAvailable()) return
  navigator.wakeLock.request('screen').then(
    (sentinel) => {
      // nobody wants it any more
      if (mine !== request) void sentinel.release().catch(() => undefined)
      else lock = sentinel
    },
    () => undefined,
  )
}

/** H5: Screen Wake Lock. The browser takes it back when the page is hidden: it is asked for again when it is shown. */
export const screen = screenOf(set, isAvailable)
