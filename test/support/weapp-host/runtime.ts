import type { WeappBundle } from './bundle'
import type { RealmClock } from './clock'
import { ModuleLoader } from './modules'
import { PageStack } from './pages'
import type { SeededRandom } from './random'
import { Realm } from './realm'
import { Shell } from './shell'
import type { DeviceOptions, LogEntry, WeappFiles, WeappHostOptions, WeappStorage } from './types'
import type { Renderer } from './view/renderer'
import type { Wire } from './wire'
import { createWx } from './wx'
import type { Canvases, SystemState, WxContext } from './wx/context'
import { SystemEvents } from './wx/events'
import { createSelectorQuery, leave } from './wx/navigation'
import { PrivacyGuide } from './wx/privacy'
import { SocketCentre, type SocketRules } from './wx/socket'

export interface RuntimeParts {
  bundle: WeappBundle
  clock: RealmClock
  random: SeededRandom
  renderer: Renderer
  storage: WeappStorage
  files: WeappFiles
  device: DeviceOptions
  system: SystemState
  canvases: Canvases
  wire: Wire
  socketRules: SocketRules
  legacyLibrary: boolean
  privacy: WeappHostOptions['privacy']
  onLog(entry: LogEntry): void
  onCall(name: string): void
  onRestart(path: string): void
}

/** One run of the app, from cold start to its end: a realm with `wx` in it, the app object and its pages. */
export class Runtime {
  readonly realm: Realm
  readonly pages: PageStack
  readonly sockets: SocketCentre
  readonly shell: Shell
  private readonly events = new SystemEvents(() => this.realm)
  private readonly modules: ModuleLoader
  private readonly context: WxContext

  constructor(private readonly parts: RuntimeParts) {
    const { clock, bundle, renderer } = parts
    this.realm = new Realm({
      clock,
      console: this.console(),
      onError: (error) => this.report(error),
      legacyLibrary: parts.legacyLibrary,
    })
    this.context = { ...parts, realm: this.realm, events: this.events }
    this.shell = new Shell(() => renderer.drawShell(this.shell.state))
    this.sockets = new SocketCentre(this.context, parts.wire, parts.socketRules)
    this.modules = new ModuleLoader(this.realm, bundle)
    this.pages = new PageStack(this.realm, clock, bundle, this.modules, renderer, (pageId) =>
      createSelectorQuery(this.context, renderer, () => pageId),
    )
    this.defineGlobals()
  }

  /** https://developers.weixin.qq.com/miniprogram/dev/reference/api/App.html */
  async launch(url: string | undefined, exitState?: unknown): Promise<void> {
    const { bundle } = this.parts
    this.modules.require('app.js')
    if (!this.modules.app) throw new Error('app.js did not call App()')
    if (bundle.app.tabBar?.custom) this.modules.load('custom-tab-bar/index')
    const { route, query } = this.pages.parse(`/${url ?? bundle.pages[0] ?? ''}`)
    this.callApp('onLaunch', this.enterOptions(route, query))
    this.callApp('onShow', this.enterOptions(route, query))
    await this.pages.open(route, query, exitState)
  }

  /** The arrow of the bar. */
  back(): void {
    // refused on the first page and when the person stays: nothing happens then
    leave(this.pages, this.shell, 1).catch(() => undefined)
  }

  hide(reason: number): void {
    this.pages.callTop('onHide')
    this.both('onHide', 'AppHide', { reason })
  }

  show(): void {
    this.both('onShow', 'AppShow', this.enterOptions(this.pages.top?.route ?? '', {}))
    this.pages.callTop('onShow')
  }

  emit(name: string, ...values: unknown[]): void {
    this.events.emit(name, ...values)
  }

  changeTheme(theme: 'light' | 'dark'): void {
    this.both('onThemeChange', 'ThemeChange', { theme })
  }

  /** What the app threw: logged and told to the app as WeChat does. */
  report(error: unknown): void {
    const text = describeError(error)
    this.parts.onLog({ level: 'error', text })
    this.both('onError', 'Error', text)
  }

  /** Whether the `App()` method or the `wx.on…` listeners come first is left open. */
  private both(method: string, event: string, value: unknown): void {
    const tell = [() => this.callApp(method, value), () => this.events.emit(event, value)]
    for (const each of this.parts.random.shuffle(tell)) each()
  }

  private callApp(method: string, ...values: unknown[]): void {
    const { app } = this.modules
    this.realm.call(app?.[method], app, ...values)
  }

  private enterOptions(path: string, query: Record<string, string>) {
    return { path, query, scene: 1001, shareTicket: undefined, referrerInfo: {}, mode: 'default' }
  }

  private defineGlobals(): void {
    const { renderer, onCall, onRestart } = this.parts
    const { context, shell, sockets } = this
    const privacy = new PrivacyGuide(context, shell, this.parts.privacy)
    const wx = createWx({ context, pages: () => this.pages, renderer, shell, sockets, privacy, onCall, onRestart })
    this.realm.define('wx', wx)
    this.realm.define('getApp', () => this.modules.app)
    this.realm.define('getCurrentPages', () => this.pages.instances)
  }

  private console(): Record<string, (...values: unknown[]) => void> {
    const log =
      (level: string) =>
      (...values: unknown[]) =>
        this.parts.onLog({ level, text: values.map(describeValue).join(' ') })
    return { log: log('log'), info: log('info'), warn: log('warn'), error: log('error'), debug: log('debug') }
  }
}

function describeError(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'stack' in error) return String(error.stack)
  return describeValue(error)
}

function describeValue(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'object' && value !== null && 'stack' in value) return String(value.stack)
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}
