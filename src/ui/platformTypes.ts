export interface TopMetrics {
  /** Height of the status bar; H5 has none, its notch is `env(safe-area-inset-top)` */
  statusBarHeight: number
  navHeight: number
  /** Kept clear at the right edge for WeChat's capsule */
  capsuleReserve: number
}

export type Theme = 'light' | 'dark'

export type TextField = HTMLInputElement | HTMLTextAreaElement

/** What the kit needs of the platform beyond Taro's components. */
export interface Platform {
  isWeapp: boolean
  /** Asked for on each drawing: a window can be resized or turned */
  topMetrics(): TopMetrics
  /** How large the person wants text, 1 by default */
  textScale(): number
  /** A window was resized, turned or zoomed. @returns ends the listening */
  onResize(listener: () => void): () => void
  /** A language tag as the system spells it, such as `zh_CN` or `en-GB` */
  systemLanguage(): string
  /** May have changed: WeChat does not tell, so it is asked whenever the app is shown. @returns ends the listening */
  onLanguageChange(listener: () => void): () => void
  /** `auto` where CSS follows the system by itself */
  systemTheme(): Theme | 'auto'
  /** @returns ends the listening */
  onThemeChange(listener: () => void): () => void
  /** Colours what surrounds our View: status bar text in WeChat, the ground behind the app on H5 */
  colourChrome(theme: Theme | 'auto'): void
  announceLanguage(tag: string): void
  /** The page in front, as the browser's tab and a screen reader call it */
  announceTitle(title: string): void
  /**
   * Has a screen reader say what has just appeared, in a region that was there before: one that comes with its words is
   * not read out. In WeChat the element says so of itself, by `aria-live`.
   * @param id of the element
   */
  announce(id: string): void
  /**
   * Keeps the keyboard inside a dialog: it takes focus, Escape closes it, Tab goes round in it.
   * @param id of the element that takes focus
   * @returns gives focus back to where it was
   */
  holdFocus(id: string, onEscape: () => void): () => void
  /** Asks before the page or the tab is left by the system's own ways, where it lets us. @returns stops asking */
  guardLeaving(message: string): () => void
  /**
   * Undoes the browser's own way back from the page in front, and asks instead. In WeChat `guardLeaving` does so.
   * @returns stops that
   */
  holdBack(ask: () => void): () => void
  /** The app itself goes back: nothing is undone */
  letBack(): void
  /**
   * Wheel, keys and scroll bar; touches are the scroll view's own to tell.
   * @returns ends the listening
   */
  onScrollByHand(listener: () => void): () => void
  /**
   * How much of a scroll view is below what is seen of it, points.
   * @param endId id of what stands at the end of its content
   * @param onMeasured not told where one of the two is not there, or on a page that was left: it has no height
   */
  measureBelow(listId: string, endId: string, onMeasured: (below: number) => void): void
  /**
   * A browser's keyboard covers the page: pages end above it by `--keyboard`. WeChat tells the field that is typed in.
   * @param listener told after the page has another height
   * @returns ends the listening
   */
  onKeyboard(listener: () => void): () => void
  /**
   * Keys that are pressed in a text field, but for chords and what an input method is told. WeChat has none.
   * @param listener returns whether the key was meant for it: it types nothing then
   * @returns ends the listening
   */
  onFieldKey(listener: (key: string, field: TextField) => boolean): () => void
  /** Enter and Space tap what has focus: our buttons are Views. Called once by the app. */
  tapByKeyboard(): void
  /**
   * Writes into the address what the page in front shows now, so that a reload and a bookmark find it again. WeChat has no
   * address; what its page is to find again goes to `Page` as `exitState`.
   * @param url of the same page, with other parameters
   */
  nameAddress(url: string): void
  /**
   * Puts the connections beneath a page that was opened by its address, for who goes back from it by the browser's own ways.
   * To be called before the router starts. In WeChat that way leads out of the app, as it does from every first page.
   */
  layGround(): void
  /** The way back from an address that was typed is known, too. Once, when the router has started. WeChat has no address. */
  followRouter(): void
  /** The finger that has pressed long taps nothing when it is lifted: a sheet may stand there by then. Once, for the whole app. */
  liftLongPress(): void
}
