import type { CDPSession } from 'playwright-core'
import type { PageConfig } from '../bundle'
import type { ShellState } from '../shell'
import type { CanvasCommand, NodeTarget, Point } from '../types'

/** An event of a node as the app's handler gets it. https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html */
export interface ViewEvent {
  type: string
  timeStamp: number
  target: EventNode
  currentTarget: EventNode
  detail: unknown
  mark: object
  touches: object[]
  changedTouches: object[]
}

export interface EventNode {
  id: string
  dataset: Record<string, unknown>
  offsetLeft: number
  offsetTop: number
}

/** What a renderer reports back. */
export interface RendererEvents {
  /** an event reached a node that binds it */
  dispatched(pageId: number, event: ViewEvent): void
  /** what is on the screen may look different now */
  changed(): void
  /** the arrow of the navigation bar, or the back gesture */
  backPressed(): void
  /** the view itself broke */
  failed(error: Error): void
}

/** One question of a selector query. https://developers.weixin.qq.com/miniprogram/dev/api/wxml/SelectorQuery.html */
export interface SelectorRequest {
  selector: string
  isAll: boolean
  isViewport: boolean
  kind: 'boundingClientRect' | 'scrollOffset' | 'node'
}

/** The view layer: it knows pages by number and data by value, as WeChat's two threads know each other. */
export interface Renderer {
  readonly kind: 'vm' | 'chromium'
  /** Makes a page's view; resolves when it is drawn for the first time */
  open(pageId: number, route: string, config: PageConfig, data: Record<string, unknown>): Promise<void>
  /** Resolves when the view has taken the change */
  setData(pageId: number, patch: Record<string, unknown>): Promise<void>
  /** Brings one page in front; `depth` pages are open */
  show(pageId: number, depth: number): void
  close(pageId: number): void
  configure(pageId: number, config: PageConfig): void
  query(pageId: number, requests: readonly SelectorRequest[]): Promise<unknown[]>
  scrollPage(pageId: number, scrollTop: number): Promise<void>
  drawShell(state: ShellState): void
  /** Draws on the canvas of an id */
  draw(pageId: number, id: string, commands: readonly CanvasCommand[]): Promise<void>
  applyTheme(theme: 'light' | 'dark'): Promise<void>
  driver(): ViewDriver
  /** Forgets every page: the app was destroyed */
  reset(): Promise<void>
  dispose(): Promise<void>
}

/** How a test touches what is in front. */
export interface ViewDriver {
  text(): Promise<string>
  count(target: NodeTarget): Promise<number>
  tap(target: NodeTarget): Promise<void>
  longpress(target: NodeTarget): Promise<void>
  swipe(target: NodeTarget, across: number): Promise<void>
  input(target: NodeTarget, value: string): Promise<void>
  confirm(target: NodeTarget): Promise<void>
  toggle(target: NodeTarget): Promise<void>
  scroll(target: NodeTarget, scrollTop: number): Promise<void>
  screenshot(file: string): Promise<void>
  inspect<Result, Argument>(look: (argument: Argument) => Result, argument: Argument): Promise<Result>
  middleOf(target: NodeTarget): Promise<Point>
  devtools(): Promise<CDPSession>
}
