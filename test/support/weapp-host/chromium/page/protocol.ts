import type { PageConfig } from '../../bundle'
import type { CanvasCommand, NodeTarget } from '../../types'
import type { SelectorRequest, ViewEvent } from '../../view/renderer'
import type { StyleParts } from '../styles'

/** What Chromium is told about the app before the view starts; put there as a script. */
export interface ViewData {
  routes: readonly string[]
  /** routes that Taro's `comp` and its like live under */
  components: Record<string, Record<string, unknown>>
  styles: Record<string, StyleParts>
  width: number
  statusBarHeight: number
  capsule: { width: number; height: number; right: number; top: number }
}

/** What the shell shows, without the functions. */
export interface ShellPicture {
  toast: string | undefined
  dialog: { kind: 'modal' | 'actionSheet'; title: string; content: string; buttons: string[] } | undefined
}

/** What the view can be told to do; `window.weappView`. */
export interface ViewCommands {
  open(pageId: number, route: string, config: PageConfig, data: Record<string, unknown>): Promise<void>
  setData(pageId: number, patch: Record<string, unknown>): void
  show(pageId: number, depth: number): void
  close(pageId: number): void
  configure(pageId: number, config: PageConfig): void
  query(pageId: number, requests: readonly SelectorRequest[]): unknown[]
  draw(pageId: number, id: string, commands: readonly CanvasCommand[]): void
  scrollPage(pageId: number, scrollTop: number): void
  drawShell(picture: ShellPicture): void
  reset(): void
  text(): string
  find(target: NodeTarget): Element[]
  longpress(element: Element): void
}

/** What the view reports; functions put on `window` from outside. */
export interface ViewReports {
  weappDispatched(pageId: number, event: ViewEvent): void
  weappBackPressed(): void
  weappPressed(button: number): void
  weappFailed(text: string): void
}

declare global {
  interface Window extends ViewReports {
    weappView: ViewCommands
    weappData: ViewData
    /** compiled WXML by path without its ending */
    weappTemplates: Record<string, (name: string) => unknown>
  }
}
