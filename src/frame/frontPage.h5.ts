import Taro from '@tarojs/taro'

const hidden = 'taro_page_shade'

/**
 * Keeps the page in front on the screen. Taro's router hides the page below when another has had its time to slide over it,
 * also where that one has been left again by then: the screen would stay empty.
 * @returns ends it
 */
export function keepFrontShown(): () => void {
  const app = document.getElementById('app')
  if (!app) return () => undefined
  const look = () => {
    const front = document.getElementById(Taro.getCurrentInstance().page?.path ?? '')
    // taking away what is not there would be a change, too, and be looked at again
    if (front?.classList.contains(hidden)) front.classList.remove(hidden)
  }
  const classes = new MutationObserver(look)
  const watch = () => {
    for (const page of Array.from(app.children)) classes.observe(page, { attributeFilter: ['class'] })
  }
  const pages = new MutationObserver(watch)
  pages.observe(app, { childList: true })
  watch()
  return () => {
    pages.disconnect()
    classes.disconnect()
  }
}
