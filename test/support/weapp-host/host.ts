import { readBundle, type WeappBundle } from './bundle'
import { RealmClock } from './clock'
import type { PageLeft } from './pages'
import { chooseSeed, createRandom, type SeededRandom } from './random'
import { Runtime } from './runtime'
import {
  iphone,
  type DeviceOptions,
  type HeaviestSetData,
  type HideOptions,
  type LogEntry,
  type NetworkChange,
  type PageState,
  type SocketRecord,
  type WeappFiles,
  type WeappHostOptions,
  type WeappStorage,
  type WeappView,
  type WireFrame,
} from './types'
import type { Renderer, RendererEvents, ViewEvent } from './view/renderer'
import { HostView } from './view/hostView'
import { createRenderer } from './view/createRenderer'
import { Wire } from './wire'
import type { Canvases, SystemState, Withheld } from './wx/context'
import { maxFileBytes } from './wx/files'

/** Starts a built mini-program. The seed is printed: with it the run can be repeated. */
export async function startWeapp(options: WeappHostOptions): Promise<WeappHost> {
  const host = new WeappHost(options)
  try {
    await host.start()
  } catch (error) {
    await host.dispose()
    throw error
  }
  return host
}

/**
 * A phone with one mini-program on it. The logic layer always runs in a bare realm of its own in this process; the
 * view, a data tree or Chromium, is told by value and answers with events, as WeChat's two threads do.
 */
export class WeappHost {
  readonly seed: number
  /** what the app stored; it stays through {@link destroy} and {@link coldStart} */
  readonly storage: WeappStorage
  /** its files; they stay, too */
  readonly files: WeappFiles
  /** what the app logged, and its uncaught errors at level `error` */
  readonly logs: LogEntry[] = []
  /** names of the `wx` functions the app called, in order */
  readonly calls: string[] = []
  readonly system: SystemState = {
    isConnected: true,
    networkType: 'wifi',
    isNetworkSuspended: false,
    clipboard: '',
    isScreenKeptOn: false,
    fileRoomBytes: maxFileBytes,
  }
  /** what the app drew on its canvases, by their ids */
  readonly canvases: Canvases = { nodes: new Map(), drawn: new Map() }
  private readonly bundle: WeappBundle
  private readonly random: SeededRandom
  private readonly wire = new Wire()
  private readonly device: DeviceOptions
  private clock: RealmClock
  private renderer: Renderer | undefined
  private runtime: Runtime | undefined
  private hostView: HostView | undefined
  private hidden: { timers: number[]; lateMs: number } | undefined
  private left: PageLeft | undefined

  constructor(private readonly options: WeappHostOptions) {
    this.seed = chooseSeed(options.seed)
    this.random = createRandom(this.seed)
    this.storage = options.storage ?? new Map<string, string>()
    this.files = options.files ?? new Map<string, Uint8Array>()
    this.bundle = readBundle(options.directory)
    this.device = { ...iphone, ...options.device }
    const { startsAtMs } = options
    this.clock = this.createClock(startsAtMs === undefined ? 0 : startsAtMs - Date.now())
  }

  get view(): WeappView {
    if (!this.hostView) throw new Error('the app has not been started')
    return this.hostView
  }

  /** One record for each `wx.connectSocket`, over cold starts too */
  get sockets(): readonly SocketRecord[] {
    return this.wire.sockets
  }

  /** Every frame of every socket in the order they passed */
  get frames(): readonly WireFrame[] {
    return this.wire.frames
  }

  get errors(): string[] {
    return this.logs.filter(({ level }) => level === 'error').map(({ text }) => text)
  }

  /** Milliseconds since 1970 by the realm's clock */
  now(): number {
    return this.clock.now()
  }

  page(): PageState {
    return this.running().pages.state()
  }

  /** The greatest `setData` since this was asked last, of any page. */
  takeHeaviest(): HeaviestSetData {
    const { pages } = this.running()
    const { heaviest } = pages
    pages.heaviest = { route: '', bytes: 0 }
    return heaviest
  }

  async start(): Promise<void> {
    process.stdout.write(`weapp host: WEAPP_SEED=${this.seed} (${this.options.view ?? 'vm'})\n`)
    const events = this.rendererEvents()
    const now = () => this.clock.now()
    this.renderer = await createRenderer(this.options.view ?? 'vm', this.bundle, this.device, events, now)
    this.hostView = new HostView(
      this.renderer,
      () => this.page(),
      () => this.assertTouchable(),
    )
    await this.launch()
  }

  /** Evaluates an expression in the app's realm, where `wx` and the page's globals are. */
  evaluate(expression: string): unknown {
    return this.running().realm.evaluate(expression)
  }

  /** The app leaves the front: `onHide`, then the deaths that were ordered, by the realm's clock. */
  hide(options: HideOptions = {}): void {
    if (this.hidden) throw new Error('the app is hidden already')
    const { sockets = 'loud', killAfterMs = 5_000, lateMs = 3_000, halfOpen = false, freezeAfterMs } = options
    const runtime = this.running()
    const timers: number[] = []
    this.hidden = { timers, lateMs }
    this.left = runtime.pages.left()
    runtime.hide(options.reason ?? 0)
    if (killAfterMs !== Infinity) {
      const kill = () => {
        this.system.isNetworkSuspended = true
        runtime.sockets.kill(sockets, halfOpen)
      }
      timers.push(this.clock.setTimeout(kill, killAfterMs, 'system'))
    }
    if (freezeAfterMs !== undefined) {
      timers.push(this.clock.setTimeout(() => this.clock.freeze(), freezeAfterMs, 'system'))
    }
  }

  /** The app is in front again. What comes first after a freeze, `onShow` or what is overdue, is the seed's choice. */
  async show(): Promise<void> {
    const { hidden } = this
    if (!hidden) throw new Error('the app is in front already')
    const runtime = this.running()
    this.hidden = undefined
    this.left = undefined
    for (const timer of hidden.timers) this.clock.clear(timer)
    this.system.isNetworkSuspended = false
    this.clock.setTimeout(() => runtime.sockets.deliverLateCloses(), hidden.lateMs, 'system')
    if (this.clock.isFrozen) await this.clock.thaw(() => runtime.show())
    else runtime.show()
  }

  /** Lets simulated time pass, hidden or not: what comes due fires at its time, and nothing is waited for. */
  advance(byMs: number): Promise<void> {
    return this.clock.advance(byMs)
  }

  freeze(): void {
    this.clock.freeze()
  }

  thaw(): Promise<void> {
    return this.clock.thaw()
  }

  /** JavaScript stands still for so long: no timer, no event; then everything overdue at once, with the clock gone on. */
  async freezeFor(ms: number): Promise<void> {
    this.freeze()
    await this.advance(ms)
    await this.thaw()
  }

  /** https://developers.weixin.qq.com/miniprogram/dev/api/device/network/wx.onNetworkStatusChange.html */
  network(change: NetworkChange): void {
    const { isConnected, lateMs = 3_000 } = change
    const networkType = isConnected ? (change.networkType ?? 'wifi') : 'none'
    const runtime = this.running()
    Object.assign(this.system, { isConnected, networkType })
    const fate = change.sockets ?? (isConnected ? 'alive' : 'silent')
    if (fate !== 'alive') runtime.sockets.kill(fate, false)
    if (fate === 'late') this.clock.setTimeout(() => runtime.sockets.deliverLateCloses(), lateMs, 'system')
    this.clock.post(() => runtime.emit('NetworkStatusChange', { isConnected, networkType }))
  }

  async theme(theme: 'light' | 'dark'): Promise<void> {
    this.device.theme = theme
    await this.renderer?.applyTheme(theme)
    this.clock.post(() => this.running().changeTheme(theme))
  }

  /** Records or files are not given out from here on. @returns gives them out */
  withhold(what: Withheld): () => void {
    let release: () => void = () => undefined
    const until = new Promise<void>((resolve) => (release = resolve))
    this.system.withheld = { what, until }
    return () => {
      this.system.withheld = undefined
      release()
    }
  }

  /** How large the person wants text; asked for at the next start. */
  fontSize(setting: number): void {
    this.device.fontSizeSetting = setting
  }

  keyboard(heightPx: number): void {
    this.clock.post(() => this.running().emit('KeyboardHeightChange', { height: heightPx }))
  }

  /** @param level 5, 10 or 15: Android only; iOS gives none */
  memoryWarning(level?: number): void {
    this.clock.post(() => this.running().emit('MemoryWarning', level === undefined ? {} : { level }))
  }

  /** Kills the app: realm, timers and sockets are gone, storage and files stay. */
  async destroy(): Promise<void> {
    this.runtime?.sockets.destroy()
    this.clock.stop()
    this.canvases.nodes.clear()
    this.runtime = undefined
    this.hidden = undefined
    await this.renderer?.reset()
  }

  /**
   * A new realm on the same storage and phone, at the page the host was made for, else at the one the app was left on, as
   * its `restartStrategy` says. @param url of a link or a card: goes before both
   */
  async coldStart(url?: string): Promise<void> {
    await this.destroy()
    this.clock = this.createClock(this.clock.now() - Date.now())
    this.system.isNetworkSuspended = false
    await this.launch(url)
  }

  /** Ends the app and its view. The host cannot be used again. */
  async dispose(): Promise<void> {
    await this.destroy()
    await this.renderer?.dispose()
    this.renderer = undefined
  }

  private async launch(link?: string): Promise<void> {
    if (!this.renderer) throw new Error('the view has been disposed of')
    const { options } = this
    this.runtime = new Runtime({
      ...this,
      bundle: this.bundle,
      clock: this.clock,
      random: this.random,
      renderer: this.renderer,
      device: this.device,
      wire: this.wire,
      socketRules: {
        socketDomains: options.socketDomains,
        isLanExempt: options.isLanExempt ?? true,
        hosts: options.hosts ?? {},
      },
      legacyLibrary: options.legacyLibrary ?? false,
      privacy: options.privacy,
      onLog: (entry) => this.log(entry),
      onCall: (name) => void this.calls.push(name),
      onRestart: (path) => setImmediate(() => void this.coldStart(path)),
    })
    const { left } = this
    this.left = undefined
    const url = link ?? options.url
    const isBack = url === undefined && left !== undefined && this.clock.now() < left.expiresAt
    await this.runtime.launch(isBack ? left.url : url, isBack ? left.data : undefined)
  }

  private createClock(offsetMs = 0): RealmClock {
    return new RealmClock(this.random, (error) => this.runtime?.report(error), offsetMs)
  }

  private rendererEvents(): RendererEvents {
    return {
      dispatched: (pageId, event) => this.dispatch(pageId, event),
      changed: () => this.hostView?.changed(),
      backPressed: () => this.runtime?.back(),
      failed: (error) => this.log({ level: 'error', text: `view: ${error.stack ?? error.message}` }),
    }
  }

  private dispatch(pageId: number, event: ViewEvent): void {
    const { runtime } = this
    if (runtime && !this.hidden) this.clock.post(() => runtime.pages.dispatch(pageId, event))
  }

  private assertTouchable(): void {
    if (this.hidden || this.clock.isFrozen) throw new Error('nobody can touch an app that is hidden or frozen')
  }

  private log(entry: LogEntry): void {
    this.logs.push(entry)
    if (this.options.verbose) process.stdout.write(`  [${entry.level}] ${entry.text}\n`)
  }

  private running(): Runtime {
    if (!this.runtime) throw new Error('the app is not running: coldStart() it')
    return this.runtime
  }
}
