/** A page that has not come to rest by then never will. */
const longestMs = 1_000
/** About a frame */
const againMs = 16

/** One page slides over another, or goes. */
function isSliding(): boolean {
  const pages = Array.from(document.querySelectorAll('.taro_page'))
  const inFront = pages.filter((page) => !page.classList.contains('taro_page_shade'))
  const isAtRest = inFront.length === 1 && pages.every((page) => page.classList.contains('taro_page_stationed'))
  return pages.length > 0 && !isAtRest
}

/**
 * Taro's router forgets which page is in front when the browser goes back while a page still slides, and leaves a blank one:
 * the way back waits until it stands. To be called before the router starts.
 */
export function holdWhileSliding(): void {
  let heldSince: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const again = () => {
    timer = undefined
    window.dispatchEvent(new PopStateEvent('popstate', { state: window.history.state as unknown }))
  }
  const hold = (event: Event) => {
    heldSince ??= Date.now()
    if (isSliding() && Date.now() - heldSince < longestMs) {
      event.stopImmediatePropagation()
      timer ??= setTimeout(again, againMs)
      return
    }
    heldSince = undefined
    clearTimeout(timer)
    timer = undefined
  }
  window.addEventListener('popstate', hold, true)
  // it follows, and the router takes it for the same; of one that was not held it is to make nothing
  const follow = (event: Event) => timer !== undefined && event.stopImmediatePropagation()
  window.addEventListener('hashchange', follow, true)
}
