import type { PageConfig, WeappBundle } from './bundle'
import type { RealmClock } from './clock'
import type { ModuleLoader } from './modules'
import type { Realm } from './realm'
import { applyData } from './setData'
import type { HeaviestSetData, PageState } from './types'
import type { Renderer, ViewEvent } from './view/renderer'
import { ApiFailure } from './wx/asyncApi'

/** https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/route.html: ten pages since 2.x */
const maxDepth = 10

/** What WeChat keeps of the page that the app was left on, for a cold start that names none. */
export interface PageLeft {
  url: string
  /** what the page's `onSaveExitState` gave */
  data: unknown
  /** epoch ms of the realm's clock */
  expiresAt: number
}

/** Without another word the page left is opened again for a day. */
const leftForMs = 24 * 3_600_000

export interface OpenPage {
  readonly id: number
  readonly route: string
  readonly query: Record<string, string>
  /** the object whose methods are the app's; of the realm */
  readonly instance: Record<string, unknown>
  readonly setData: { calls: number; bytes: number; largest: number }
  config: PageConfig
  /** asked before the page is left by going back */
  leavingQuestion: string | undefined
}

/** The page stack, the tab pages kept beside it, and the life cycle calls. */
export class PageStack {
  private readonly stack: OpenPage[] = []
  private readonly tabs = new Map<string, OpenPage>()
  private lastId = 0
  /** over all pages, also those that are closed */
  heaviest: HeaviestSetData = { route: '', bytes: 0 }

  constructor(
    private readonly realm: Realm,
    private readonly clock: RealmClock,
    private readonly bundle: WeappBundle,
    private readonly modules: ModuleLoader,
    private readonly renderer: Renderer,
    /** `wx.createSelectorQuery` bound to a page */
    private readonly selectorQuery: (pageId: number) => unknown,
  ) {}

  get top(): OpenPage | undefined {
    return this.stack[this.stack.length - 1]
  }

  get instances(): unknown[] {
    return this.stack.map(({ instance }) => instance)
  }

  state(): PageState {
    const page = this.top
    if (!page) throw new Error('no page is open')
    return { route: page.route, query: page.query, depth: this.stack.length, setData: { ...page.setData } }
  }

  /** https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html */
  async navigateTo(url: string): Promise<void> {
    const target = this.parse(url)
    if (this.bundle.tabs.includes(target.route)) throw new ApiFailure('can not navigateTo a tabbar page')
    if (this.stack.length >= maxDepth) throw new ApiFailure('webview count limit exceed')
    await this.download(target.route)
    this.callTop('onHide')
    await this.open(target.route, target.query)
  }

  /** https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.redirectTo.html */
  async redirectTo(url: string): Promise<void> {
    const target = this.parse(url)
    if (this.bundle.tabs.includes(target.route)) throw new ApiFailure('can not redirectTo a tabbar page')
    await this.download(target.route)
    this.closeTop()
    await this.open(target.route, target.query)
  }

  /** https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.reLaunch.html */
  async reLaunch(url: string): Promise<void> {
    const target = this.parse(url)
    await this.download(target.route)
    while (this.top) this.closeTop()
    for (const page of [...this.tabs.values()]) this.close(page)
    await this.open(target.route, target.query)
  }

  /** https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.switchTab.html: every page that is no tab page is closed */
  async switchTab(url: string): Promise<void> {
    const { route } = this.parse(url)
    if (!this.bundle.tabs.includes(route)) throw new ApiFailure('can not switch to no-tabBar page')
    const wasInFront = this.top
    while (this.top && this.tabs.get(this.top.route) !== this.top) this.closeTop()
    const left = this.stack.pop()
    if (left && left.route !== route && left === wasInFront) this.callPage(left, 'onHide')
    const kept = this.tabs.get(route)
    if (!kept) return this.open(route, {})
    this.stack.push(kept)
    this.renderer.show(kept.id, this.stack.length)
    if (kept !== wasInFront) this.callPage(kept, 'onShow')
  }

  /** https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateBack.html */
  navigateBack(delta: number): void {
    if (this.stack.length < 2) throw new ApiFailure('cannot navigate back at first page')
    for (let left = Math.max(1, delta); left > 0 && this.stack.length > 1; left--) this.closeTop()
    const page = this.top
    if (page) this.renderer.show(page.id, this.stack.length)
    this.callTop('onShow')
  }

  /** https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/operating-mechanism.html: never of a tab page */
  left(): PageLeft | undefined {
    const page = this.top
    if (!page) return undefined
    const given = this.realm.call(page.instance.onSaveExitState, page.instance) as
      { data?: unknown; expireTimeStamp?: number } | undefined
    if (page.config.restartStrategy !== 'homePageAndLatestPage' || this.bundle.tabs.includes(page.route))
      return undefined
    const query = Object.entries(page.query).map(([name, value]) => `${name}=${value}`)
    const data: unknown = given?.data === undefined ? undefined : copyOut(given.data as Record<string, unknown>)
    return {
      url: [page.route, ...(query.length > 0 ? [query.join('&')] : [])].join('?'),
      data,
      expiresAt: given?.expireTimeStamp ?? this.clock.now() + leftForMs,
    }
  }

  configureTop(change: PageConfig): void {
    const page = this.top
    if (!page) return
    page.config = { ...page.config, ...change }
    this.renderer.configure(page.id, page.config)
  }

  /** @param question nothing: leave without asking */
  askBeforeLeaving(question: string | undefined): void {
    if (this.top) this.top.leavingQuestion = question
  }

  callTop(method: string, ...values: unknown[]): void {
    if (this.top) this.callPage(this.top, method, ...values)
  }

  /** Hands an event of the view to the page's handler. Each handler gets an event object of its own. */
  dispatch(pageId: number, event: ViewEvent): void {
    const page = [...this.stack, ...this.tabs.values()].find(({ id }) => id === pageId)
    if (page) this.callPage(page, 'eh', event)
  }

  parse(url: string): { route: string; query: Record<string, string> } {
    const [path = '', search = ''] = url.split('?')
    const from = this.top?.route.split('/').slice(0, -1).join('/') ?? ''
    const steps: string[] = []
    for (const step of (path.startsWith('/') ? path : `${from}/${path}`).split('/')) {
      if (step === '..') steps.pop()
      else if (step && step !== '.') steps.push(step)
    }
    const route = steps.join('/')
    if (!this.bundle.pages.includes(route)) throw new ApiFailure(`page "${route}" is not found`)
    return { route, query: parseQuery(search) }
  }

  /** @param exitState of the page when the app was left */
  async open(route: string, query: Record<string, string>, exitState?: unknown): Promise<void> {
    await this.download(route)
    this.modules.load(route)
    const page = this.create(route, query)
    if (exitState !== undefined) page.instance.exitState = this.realm.copyIn(exitState)
    this.stack.push(page)
    if (this.bundle.tabs.includes(route)) this.tabs.set(route, page)
    const data = page.instance.data as Record<string, unknown>
    const drawn = this.renderer.open(page.id, route, page.config, copyOut(data))
    this.renderer.show(page.id, this.stack.length)
    this.callPage(page, 'onLoad', query)
    this.callPage(page, 'onShow')
    await drawn
    this.callPage(page, 'onReady')
  }

  /** The subpackage of a page is fetched before anything of it runs; the page in front stays until it is there. */
  private async download(route: string): Promise<void> {
    const root = this.bundle.packageOf(route)
    if (this.modules.hasPackage(root)) return
    await new Promise<void>((resolve) => this.clock.post(resolve))
    this.modules.addPackage(root)
  }

  private create(route: string, query: Record<string, string>): OpenPage {
    const definition = this.modules.pages.get(route)
    if (!definition) throw new Error(`${route}.js did not call Page()`)
    const instance = this.realm.newObject()
    Object.assign(instance, definition)
    instance.data = this.realm.copyIn(definition.data ?? {})
    instance.route = instance.__route__ = route
    instance.options = this.realm.toRealm(query)
    const page: OpenPage = {
      id: ++this.lastId,
      route,
      query,
      instance,
      setData: { calls: 0, bytes: 0, largest: 0 },
      config: this.bundle.configOf(route),
      leavingQuestion: undefined,
    }
    instance.setData = this.realm.toRealm((patch: Record<string, unknown>, done?: unknown) =>
      this.setData(page, patch, done),
    )
    instance.createSelectorQuery = this.realm.toRealm(() => this.selectorQuery(page.id))
    instance.selectComponent = this.realm.toRealm(() => null)
    return page
  }

  /** https://developers.weixin.qq.com/miniprogram/dev/framework/performance/tips/runtime_setData.html */
  private setData(page: OpenPage, patch: Record<string, unknown>, done: unknown): void {
    const json = JSON.stringify(patch)
    page.setData.calls += 1
    const bytes = Buffer.byteLength(json)
    page.setData.bytes += bytes
    page.setData.largest = Math.max(page.setData.largest, bytes)
    if (bytes > this.heaviest.bytes) this.heaviest = { route: page.route, bytes }
    const make = { object: () => this.realm.newObject(), array: () => this.realm.copyIn([]) as unknown[] }
    applyData(page.instance.data as Record<string, unknown>, this.realm.copyIn(patch) as Record<string, unknown>, make)
    void this.renderer
      .setData(page.id, JSON.parse(json) as Record<string, unknown>)
      .then(() => this.clock.post(() => void this.realm.call(done, page.instance)))
  }

  private closeTop(): void {
    const page = this.stack.pop()
    if (page) this.close(page)
  }

  private close(page: OpenPage): void {
    if (this.tabs.get(page.route) === page) this.tabs.delete(page.route)
    this.callPage(page, 'onUnload')
    this.renderer.close(page.id)
  }

  private callPage(page: OpenPage, method: string, ...values: unknown[]): void {
    this.realm.call(page.instance[method], page.instance, ...values)
  }
}

const copyOut = (data: Record<string, unknown>) => JSON.parse(JSON.stringify(data)) as Record<string, unknown>

function parseQuery(search: string): Record<string, string> {
  const query: Record<string, string> = {}
  for (const pair of search.split('&').filter(Boolean)) {
    const [name = '', ...value] = pair.split('=')
    query[name] = value.join('=')
  }
  return query
}
