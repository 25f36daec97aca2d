import type { PageConfig } from '../bundle'
import { applyData } from '../setData'
import type { ShellState } from '../shell'
import type { NodeTemplate } from '../templates'
import type { NodeTarget } from '../types'
import type { EventNode, Renderer, RendererEvents, SelectorRequest, ViewDriver } from './renderer'
import { PageTree, asText, type NodeChain, type TreeNode } from './tree'

/** Events that climb from a node to its ancestors. https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html */
const bubbling = new Set(['tap', 'longpress', 'longtap', 'touchstart', 'touchmove', 'touchend', 'touchcancel'])

/** The view is the data tree itself: no layout, no style, no browser; whole flows in under a second. */
export class VmRenderer implements Renderer, ViewDriver {
  readonly kind = 'vm'
  private readonly pages = new Map<number, Record<string, unknown>>()
  private front = 0
  private shell: ShellState = { toast: undefined, dialog: undefined }

  constructor(
    private readonly templates: ReadonlyMap<string, NodeTemplate>,
    private readonly events: RendererEvents,
    private readonly now: () => number,
  ) {}

  async open(pageId: number, _route: string, _config: PageConfig, data: Record<string, unknown>): Promise<void> {
    this.pages.set(pageId, data)
    await viewTurn()
    this.events.changed()
  }

  async setData(pageId: number, patch: Record<string, unknown>): Promise<void> {
    const data = this.pages.get(pageId)
    if (!data) return
    applyData(data, patch)
    await viewTurn()
    this.events.changed()
  }

  show(pageId: number): void {
    this.front = pageId
    this.events.changed()
  }

  close(pageId: number): void {
    this.pages.delete(pageId)
  }

  configure(): void {
    this.events.changed()
  }

  /** There is no layout here: every node is unknown. */
  async query(_pageId: number, requests: readonly SelectorRequest[]): Promise<unknown[]> {
    await viewTurn()
    return requests.map(({ isAll }) => (isAll ? [] : null))
  }

  async scrollPage(): Promise<void> {
    await viewTurn()
  }

  drawShell(state: ShellState): void {
    this.shell = state
    this.events.changed()
  }

  /** No node is known here, so nobody can draw. */
  draw(): Promise<void> {
    return Promise.reject(new Error('the vm view draws nothing'))
  }

  async applyTheme(): Promise<void> {
    await viewTurn()
  }

  driver(): ViewDriver {
    return this
  }

  async reset(): Promise<void> {
    this.pages.clear()
    await viewTurn()
  }

  dispose(): Promise<void> {
    return this.reset()
  }

  async text(): Promise<string> {
    await viewTurn()
    const { toast, dialog } = this.shell
    const overlays = [toast, dialog?.title, dialog?.content, ...(dialog?.buttons ?? [])]
    return [this.tree().text(), ...overlays.filter(Boolean)].join('\n')
  }

  async count(target: NodeTarget): Promise<number> {
    await viewTurn()
    return this.tree().findAll(target).length
  }

  async tap(target: NodeTarget): Promise<void> {
    const { dialog } = this.shell
    const button = typeof target === 'string' ? (dialog?.buttons.indexOf(target) ?? -1) : -1
    if (dialog && button >= 0) dialog.press(button)
    else this.fire(this.find(target), 'tap', { x: 0, y: 0 })
    await viewTurn()
  }

  async longpress(target: NodeTarget): Promise<void> {
    this.fire(this.find(target), 'longpress', { x: 0, y: 0 })
    await viewTurn()
  }

  async swipe(target: NodeTarget, across: number): Promise<void> {
    const chain = this.find(target)
    const [from, to] = [0, across].map((x) => [{ identifier: 0, clientX: 180 + x, clientY: 200 }])
    this.fire(chain, 'touchstart', {}, from, from)
    this.fireIfBound(chain, 'touchmove', {}, to, to)
    this.fire(chain, 'touchend', {}, [], to)
    await viewTurn()
  }

  async input(target: NodeTarget, value: string): Promise<void> {
    const chain = this.find(target)
    this.fireIfBound(chain, 'focus', { value, height: 0 })
    this.fire(chain, 'input', { value, cursor: value.length, keyCode: 0 })
    await viewTurn()
    this.fireIfBound(chain, 'blur', { value, cursor: value.length })
  }

  async confirm(target: NodeTarget): Promise<void> {
    const chain = this.find(target)
    this.fire(chain, 'confirm', { value: asText(this.tree().property(last(chain), 'value')) })
    await viewTurn()
  }

  async toggle(target: NodeTarget): Promise<void> {
    const chain = this.find(target)
    this.fire(chain, 'change', { value: this.tree().property(last(chain), 'checked') !== true })
    await viewTurn()
  }

  async scroll(target: NodeTarget, scrollTop: number): Promise<void> {
    const detail = { scrollTop, scrollLeft: 0, scrollHeight: 0, scrollWidth: 0, deltaX: 0, deltaY: 0 }
    this.fire(this.find(target), 'scroll', detail)
    await viewTurn()
  }

  inspect(): Promise<never> {
    return Promise.reject(new Error('the vm view has no document'))
  }

  middleOf(): Promise<never> {
    return Promise.reject(new Error('the vm view has no places'))
  }

  devtools(): Promise<never> {
    return Promise.reject(new Error('the vm view has no browser'))
  }

  screenshot(): Promise<void> {
    return Promise.reject(new Error('the vm view draws nothing'))
  }

  private tree(): PageTree {
    const root = this.pages.get(this.front)?.root as TreeNode | undefined
    return new PageTree(root?.cn ?? [], this.templates)
  }

  private find(target: NodeTarget): NodeChain {
    const tree = this.tree()
    const found = tree.findAll(target)[0]
    if (!found) throw new Error(`no node is ${JSON.stringify(target)}; the page shows:\n${tree.text()}`)
    return found
  }

  /**
   * Taro wants the event on each ancestor that binds it, innermost first, with an event object of its own.
   * @throws Error when no node on the way binds the type: in WeChat nothing would happen
   */
  private fire(chain: NodeChain, type: string, detail: object, touches?: object[], changedTouches?: object[]): void {
    if (!this.fireIfBound(chain, type, detail, touches, changedTouches))
      throw new Error(`nothing binds ${type} at "${describe(chain)}"`)
  }

  private fireIfBound(
    chain: NodeChain,
    type: string,
    detail: object,
    touches: object[] = [],
    changedTouches: object[] = [],
  ): boolean {
    const tree = this.tree()
    const path = bubbling.has(type) ? chain.slice().reverse() : chain.slice(-1)
    let isBound = false
    for (const node of path) {
      const how = tree.template(node)?.events[type]
      if (!how) continue
      isBound = true
      this.events.dispatched(this.front, {
        type,
        timeStamp: this.now(),
        target: eventNode(last(chain)),
        currentTarget: eventNode(node),
        detail: { ...detail },
        mark: {},
        touches,
        changedTouches,
      })
      if (how === 'catch') break
    }
    return isBound
  }
}

function eventNode(node: TreeNode): EventNode {
  return { id: node.uid ?? node.sid ?? '', dataset: { sid: node.sid }, offsetLeft: 0, offsetTop: 0 }
}

function last(chain: NodeChain): TreeNode {
  const node = chain[chain.length - 1]
  if (!node) throw new Error('a chain holds at least its own node')
  return node
}

const describe = (chain: NodeChain) => chain.map(({ nn, cl }) => `${nn ?? ''}.${String(cl ?? '')}`).join(' > ')

/** The view is another thread in WeChat: nothing of it happens within the call. */
const viewTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
