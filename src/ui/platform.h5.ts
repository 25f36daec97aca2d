import Taro from '@tarojs/taro'
import type { Platform } from './platformTypes'
import { followRouter, numberTyped } from './addresses'
import { holdWhileSliding } from './slides'
import { guardUnsaved, holdBack, letBack } from './unsaved'

const browserDefaultFontSize = 16
/** Less is the browser's own bars, which come and go */
const leastKeyboard = 120
const home = '/pages/connections/index'
const appName = document.title
/** `--bg` of the two themes: the browser's bars want a colour and take no custom property */
const ground = { light: '#f3f4f7', dark: '#0d0f13' }

const announcedMs = 5_000
const voice = {
  region: announcer(),
  /** ids of what is said with the next frame */
  asked: [] as string[],
  timer: undefined as ReturnType<typeof setTimeout> | undefined,
}

function announcer(): HTMLElement {
  const region = document.createElement('div')
  region.setAttribute('role', 'status')
  region.style.cssText = 'position: absolute; width: 1px; height: 1px; overflow: hidden; opacity: 0'
  document.body.append(region)
  return region
}

function pushHome(): void {
  const { history, location } = window
  // a state is what the router has left: this page was reloaded, or came back to
  if (history.state !== null || !location.hash.startsWith('#/') || location.hash.startsWith(`#${home}`)) return
  const { href } = location
  // numbered as the router numbers its own: it holds back from no address without
  history.replaceState({ idx: 0 }, '', `#${home}`)
  history.pushState({ idx: 1 }, '', href)
}

export const platform: Platform = {
  isWeapp: false,
  topMetrics: () => ({ statusBarHeight: 0, navHeight: 44, capsuleReserve: 0 }),
  textScale: () => parseFloat(getComputedStyle(document.documentElement).fontSize) / browserDefaultFontSize || 1,
  onResize(listener) {
    window.addEventListener('resize', listener)
    return () => window.removeEventListener('resize', listener)
  },
  systemLanguage: () => navigator.language,
  onLanguageChange(listener) {
    window.addEventListener('languagechange', listener)
    return () => window.removeEventListener('languagechange', listener)
  },
  systemTheme: () => 'auto',
  onThemeChange: () => () => {},
  colourChrome(theme) {
    document.documentElement.className = theme
    for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
      const system = meta.media.includes('dark') ? 'dark' : 'light'
      meta.content = ground[theme === 'auto' ? system : theme]
    }
  },
  announceTitle(title) {
    // Taro keeps it with the page, for when one comes back to it
    void Taro.setNavigationBarTitle({ title: `${title} · ${appName}` })
  },
  announce(id) {
    if (voice.asked.push(id) > 1) return
    clearTimeout(voice.timer)
    voice.region.textContent = ''
    // words that are the same as before would be no change, and those that stay are found by who reads on
    requestAnimationFrame(() => {
      const words = voice.asked.map((asked) => document.getElementById(asked)?.innerText)
      voice.asked = []
      voice.region.textContent = words.filter(Boolean).join('\n')
      voice.timer = setTimeout(() => (voice.region.textContent = ''), announcedMs)
    })
  },
  announceLanguage(tag) {
    document.documentElement.lang = tag
  },
  holdFocus(id, onEscape) {
    const before = document.activeElement
    const dialog = document.getElementById(id)
    if (!dialog) return () => {}
    dialog.tabIndex = -1
    const stopWatching = keepFocusIn(dialog)
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onEscape()
      if (event.key === 'Tab') turnAround(dialog, event)
    }
    document.addEventListener('keydown', onKey)
    return () => {
      stopWatching()
      document.removeEventListener('keydown', onKey)
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  },
  guardLeaving: guardUnsaved,
  holdBack,
  letBack,
  onScrollByHand(listener) {
    const events = ['wheel', 'keydown', 'mousedown']
    for (const event of events) document.addEventListener(event, listener, { capture: true, passive: true })
    return () => {
      for (const event of events) document.removeEventListener(event, listener, { capture: true })
    }
  },
  measureBelow(listId, endId, onMeasured) {
    const [list, end] = [listId, endId].map((id) => document.getElementById(id)?.getBoundingClientRect())
    if (list && end && list.height > 0) onMeasured(end.top - list.bottom)
  },
  onKeyboard(listener) {
    const { visualViewport } = window
    if (!visualViewport) return () => undefined
    const follow = () => {
      // zoomed in, the rest of the page is not covered
      const covered = visualViewport.scale > 1.01 ? 0 : window.innerHeight - visualViewport.height
      const height = covered > leastKeyboard ? covered : 0
      const { style } = document.documentElement
      style.setProperty('--keyboard', `${height}px`)
      // the home indicator is covered as well
      if (height > 0) style.setProperty('--safe-b', '0px')
      else style.removeProperty('--safe-b')
      // iOS has pushed the page up to show the field
      if (height > 0) window.scrollTo(0, 0)
      listener()
    }
    visualViewport.addEventListener('resize', follow)
    return () => visualViewport.removeEventListener('resize', follow)
  },
  onFieldKey(listener) {
    const onKey = (event: KeyboardEvent) => {
      const { key, target } = event
      const isChord = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey
      if (event.defaultPrevented || event.isComposing || isChord) return
      const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
      if (isField && listener(key, target)) event.preventDefault()
    }
    // Taro's fields keep their keys to themselves
    document.addEventListener('keydown', onKey, true)
    return () => document.removeEventListener('keydown', onKey, true)
  },
  tapByKeyboard() {
    document.addEventListener('keydown', (event) => {
      const { target, key } = event
      if (key !== 'Enter' && key !== ' ') return
      if (!(target instanceof HTMLElement) || target.tabIndex !== 0 || !target.hasAttribute('role')) return
      event.preventDefault()
      if (!event.repeat) target.click()
    })
  },
  layGround() {
    pushHome()
    numberTyped()
    holdWhileSliding()
  },
  followRouter,
  nameAddress(url) {
    const pathOf = (address: string) => address.split('?')[0]
    // another page may stand over the one that calls, or hold it
    if (pathOf(window.location.hash.slice(1)) !== pathOf(url)) return
    // the router keeps its place in the state, and is not told
    window.history.replaceState(window.history.state, '', `#${url}`)
  },
  liftLongPress() {
    const lift = (event: TouchEvent) => {
      if (event.cancelable) event.preventDefault()
      forget()
    }
    // nobody hears of a finger that is lifted from what is gone: the next one is another, and its tap is meant
    const next = (event: TouchEvent) => event.touches.length < 2 && forget()
    const forget = () => {
      document.removeEventListener('touchend', lift, true)
      document.removeEventListener('touchcancel', forget, true)
      document.removeEventListener('touchstart', next, true)
    }
    document.addEventListener('longpress', () => {
      document.addEventListener('touchend', lift, { capture: true, passive: false })
      document.addEventListener('touchcancel', forget, true)
      document.addEventListener('touchstart', next, true)
    })
  },
}

const framesToWatch = 30

/** Taro's elements hide and move what is in them at their first own rendering: focus does not survive that. */
function keepFocusIn(element: HTMLElement): () => void {
  let frame = 0
  const watch = (framesLeft: number) => {
    if (!element.contains(document.activeElement)) element.focus({ preventScroll: true })
    if (framesLeft > 0) frame = requestAnimationFrame(() => watch(framesLeft - 1))
  }
  watch(framesToWatch)
  // a button that was pressed is disabled or gone: after the next frame the page has the focus
  const find = () => requestAnimationFrame(() => requestAnimationFrame(takeBack))
  const takeBack = () => {
    const isLost = document.activeElement === null || document.activeElement === document.body
    if (isLost && element.isConnected) element.focus({ preventScroll: true })
  }
  const changes = new MutationObserver(find)
  changes.observe(element, { subtree: true, childList: true, attributeFilter: ['tabindex'] })
  element.addEventListener('focusout', find)
  return () => {
    cancelAnimationFrame(frame)
    changes.disconnect()
    element.removeEventListener('focusout', find)
  }
}

function turnAround(dialog: HTMLElement, event: KeyboardEvent): void {
  const stops = dialog.querySelectorAll<HTMLElement>('[role]:not([role="heading"]), input, textarea')
  const reachable = Array.from(stops).filter((stop) => stop.tabIndex === 0)
  const first = reachable[0]
  const last = reachable[reachable.length - 1]
  if (!first || !last) return
  const from = document.activeElement
  if (event.shiftKey && (from === first || from === dialog)) {
    event.preventDefault()
    last.focus()
  } else if (!event.shiftKey && from === last) {
    event.preventDefault()
    first.focus()
  }
}
