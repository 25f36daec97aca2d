import { triggerEvent } from 'glass-easel'
import type { PageConfig } from '../../bundle'
import type { CanvasCommand } from '../../types'
import type { SelectorRequest } from '../../view/renderer'
import { builtinStyles } from './builtinStyles'
import { drawOn } from './canvas'
import { Chrome } from './chrome'
import { Engine, type PageRoot } from './engine'
import { findElements, readText } from './finder'
import { idOf, toDocumentSelector } from './ids'
import type { ViewCommands } from './protocol'
import { StyleSheets, rpxToPx } from './wxss'

interface OpenPage {
  route: string
  config: PageConfig
  root: PageRoot
  frame: HTMLElement
  /** the page's own scrolling, as in WeChat */
  scroller: HTMLElement
}

/** Everything the view does, in the order it is told to. */
class View implements ViewCommands {
  private readonly engine = new Engine(window.weappData)
  private readonly chrome = new Chrome(window.weappData)
  private readonly sheets = new StyleSheets(window.weappData.styles, window.weappData.width)
  private readonly pages = new Map<number, OpenPage>()
  private front: OpenPage | undefined
  private depth = 0

  async open(pageId: number, route: string, config: PageConfig, data: Record<string, unknown>): Promise<void> {
    const frame = document.createElement('div')
    frame.className = config.navigationStyle === 'custom' ? 'frame' : 'frame below-bar'
    frame.dataset.page = String(pageId)
    frame.hidden = true
    const scroller = document.createElement('div')
    scroller.className = 'scroller'
    const placeholder = document.createElement('i')
    scroller.append(placeholder)
    frame.append(scroller)
    document.body.append(frame)
    const root = this.engine.createPage(route, data)
    this.pages.set(pageId, { route, config, root, frame, scroller })
    root.attach(scroller, placeholder)
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }

  setData(pageId: number, patch: Record<string, unknown>): void {
    this.pages.get(pageId)?.root.setData(patch)
  }

  show(pageId: number, depth: number): void {
    this.front = this.pages.get(pageId)
    this.depth = depth
    for (const page of this.pages.values()) page.frame.hidden = page !== this.front
    if (!this.front) return
    this.sheets.showFor(this.front.route)
    this.chrome.drawNavigation(this.front.config, depth)
  }

  close(pageId: number): void {
    const page = this.pages.get(pageId)
    page?.root.release()
    page?.frame.remove()
    this.pages.delete(pageId)
  }

  configure(pageId: number, config: PageConfig): void {
    const page = this.pages.get(pageId)
    if (!page) return
    page.config = config
    if (page === this.front) this.chrome.drawNavigation(config, this.depth)
  }

  query(pageId: number, requests: readonly SelectorRequest[]): unknown[] {
    const page = this.pages.get(pageId)
    return requests.map((request) => (page ? answerQuery(page.scroller, request) : null))
  }

  draw(pageId: number, id: string, commands: readonly CanvasCommand[]): void {
    const canvas = this.pages.get(pageId)?.scroller.querySelector(`${toDocumentSelector(`#${id}`)} canvas`)
    if (canvas instanceof HTMLCanvasElement) drawOn(canvas, commands)
  }

  scrollPage(pageId: number, scrollTop: number): void {
    const page = this.pages.get(pageId)
    if (page) page.scroller.scrollTop = scrollTop
  }

  drawShell(...picture: Parameters<ViewCommands['drawShell']>): void {
    this.chrome.drawShell(...picture)
  }

  reset(): void {
    for (const pageId of [...this.pages.keys()]) this.close(pageId)
    this.front = undefined
    this.chrome.drawShell({ toast: undefined, dialog: undefined })
  }

  text(): string {
    return readText(this.roots())
  }

  /** A dialog lies over the page: while one is open only it can be touched. What a sheet covers comes last. */
  find(target: Parameters<ViewCommands['find']>[0]): Element[] {
    const inDialog = findElements([this.chrome.shell], target)
    if (inDialog.length > 0) return inDialog
    const found = findElements([...this.roots(), this.chrome.navigation], target)
    return [...found.filter((element) => !isCovered(element)), ...found.filter(isCovered)]
  }

  longpress(element: Element): void {
    const node = '__wxElement' in element ? element.__wxElement : undefined
    // the framework keeps its own element on the document's
    if (node) triggerEvent(node as never, 'longpress', { x: 0, y: 0 }, { bubbles: true, composed: true })
  }

  private roots(): Element[] {
    return [...(this.front ? [this.front.frame] : []), this.chrome.shell]
  }
}

/** Something else would take the touch at its middle. */
function isCovered(element: Element): boolean {
  const { left, top, width, height } = element.getBoundingClientRect()
  const touched = document.elementFromPoint(left + width / 2, top + height / 2)
  return touched !== null && !element.contains(touched) && !touched.contains(element)
}

function answerQuery(scroller: HTMLElement, request: SelectorRequest): unknown {
  const describe = describers[request.kind]
  if (request.isViewport) return describe(scroller)
  const found = [...scroller.querySelectorAll<HTMLElement>(toDocumentSelector(request.selector))]
  if (request.isAll) return found.map(describe)
  return found[0] ? describe(found[0]) : null
}

const describers: Record<SelectorRequest['kind'], (element: HTMLElement) => object> = {
  boundingClientRect: (element) => describeRect(element),
  scrollOffset: (element) => describeScroll(element),
  // the logic layer makes a node of its own for it
  node: (element) => ({ isCanvas: element.querySelector('canvas') !== null, ...describeRect(element) }),
}

const describeScroll = (element: HTMLElement) => ({
  id: idOf(element),
  dataset: { ...element.dataset },
  scrollLeft: element.scrollLeft,
  scrollTop: element.scrollTop,
})

function describeRect(element: HTMLElement) {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
  return { id: idOf(element), dataset: { ...element.dataset }, left, top, right, bottom, width, height }
}

/** The style sheet compiler does not see inline styles, which may hold rpx too. */
function convertInlineRpx(): void {
  const { width } = window.weappData
  const setAttribute = Object.getOwnPropertyDescriptor(Element.prototype, 'setAttribute')
    ?.value as Element['setAttribute']
  Element.prototype.setAttribute = function (this: Element, name: string, value: string) {
    const converted =
      name === 'style' && value.includes('rpx')
        ? value.replace(/(-?\d*\.?\d+)rpx/g, (_, rpx) => `${rpxToPx(Number(rpx), width, devicePixelRatio)}px`)
        : value
    setAttribute.call(this, name, converted)
  }
}

const style = document.createElement('style')
style.textContent = builtinStyles
document.head.append(style)
convertInlineRpx()
window.weappView = new View()
