import { history } from '@tarojs/router'

const numberNow = () => (window.history.state as { idx?: number } | null)?.idx

let last = 0
const follow = () => {
  last = numberNow() ?? last
}

/**
 * The router numbers the addresses that it opens, and loses its place at one that was typed: it is numbered here, before
 * the router hears of it. To be called before the router starts, and {@link followRouter} after it.
 */
export function numberTyped(): void {
  const number = () => {
    if (numberNow() === undefined) window.history.replaceState({ idx: last + 1 }, '')
    follow()
  }
  follow()
  window.addEventListener('popstate', number, true)
  // browsers that tell of a typed address by this alone, or by this first
  window.addEventListener('hashchange', number, true)
}

/** It tells of what it opens, which no event of the browser does. */
export function followRouter(): void {
  follow()
  // where no router runs there is none
  ;(history as typeof history | undefined)?.listen(follow)
}
