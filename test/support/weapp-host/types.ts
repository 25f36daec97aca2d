import type { CDPSession } from 'playwright-core'

/** Which node a driver means. All given members must hold; of several nodes the innermost of the first match is taken. */
export interface NodeQuery {
  /** the whole text of the node and its children, trimmed */
  text?: string
  /** a part of that text */
  includes?: string
  /** `aria-label`, where the app's templates map it */
  label?: string
  /** `aria-role` */
  role?: string
  placeholder?: string
  /** one class name */
  className?: string
  /** `view`, `text`, `input` … */
  tag?: string
  /** `id` as the app set it */
  id?: string
  /** of the matches, the one at this place (0 first) */
  nth?: number
}

/** A text alone means: this whole text, else this label, else this placeholder. */
export type NodeTarget = string | NodeQuery

/** px of the screen */
export interface Point {
  x: number
  y: number
}

/** What the test sees and touches; the same in both views. Events end in the app's own handlers. */
export interface WeappView {
  readonly kind: 'vm' | 'chromium'
  /** The page in front and what its view has cost so far */
  page(): PageState
  /** What is on the screen, in reading order, one line per text; fields as `[value]`; a dialog or toast last */
  text(): Promise<string>
  /** How many nodes of the page in front match */
  count(target: NodeTarget): Promise<number>
  tap(target: NodeTarget): Promise<void>
  longpress(target: NodeTarget): Promise<void>
  /** A finger that moves sideways, from the middle of something. @param across pixels, to the left below zero */
  swipe(target: NodeTarget, across: number): Promise<void>
  /** Types into an `input` or `textarea`, found by its placeholder, label or query; what stood there is replaced */
  input(target: NodeTarget, value: string): Promise<void>
  /** The key at the lower right of the keyboard */
  confirm(target: NodeTarget): Promise<void>
  /** Moves a `switch`, or a `scroll-view` to `scrollTop` pixels */
  toggle(target: NodeTarget): Promise<void>
  scroll(target: NodeTarget, scrollTop: number): Promise<void>
  /** Waits for something to hold, looking again after every change of the view @throws Error showing the screen */
  until(holds: (text: string) => boolean | Promise<boolean>, timeoutMs?: number): Promise<void>
  /** Writes a PNG; only the Chromium view can */
  screenshot(file: string): Promise<void>
  /** Runs a function in the document of the view, which has nothing from outside; only the Chromium view can */
  inspect<Result, Argument>(look: (argument: Argument) => Result, argument: Argument): Promise<Result>
  /** Where a finger would meet it, once it stands still; only the Chromium view has places */
  middleOf(target: NodeTarget): Promise<Point>
  /** What the browser tells of the view, and does with it; only the Chromium view has one */
  devtools(): Promise<CDPSession>
}

/** The greatest `setData` of a run, and the page it drew. */
export interface HeaviestSetData {
  route: string
  bytes: number
}

export interface PageState {
  route: string
  query: Readonly<Record<string, string>>
  /** pages open, this one included */
  depth: number
  setData: {
    readonly calls: number
    readonly bytes: number
    /** bytes of the greatest call */
    readonly largest: number
  }
}

/** How a socket ends that the system took away. */
export type SocketDeath =
  /** `onClose` (1000, `interrupted`) as soon as the realm runs */
  | 'loud'
  /** no event, ever */
  | 'silent'
  /** `onClose` a while after the app is shown again */
  | 'late'

export interface HideOptions {
  /** `loud` when not given */
  sockets?: SocketDeath
  /** ms of the realm's clock from hide until the sockets end; 5,000 when not given, `Infinity`: they live */
  killAfterMs?: number
  /** ms from show until the late `onClose`; 3,000 when not given */
  lateMs?: number
  /** the peer is told nothing either: the connection stays half open on its side */
  halfOpen?: boolean
  /** ms of the realm's clock from hide until JavaScript is frozen; never when not given */
  freezeAfterMs?: number
  /** https://developers.weixin.qq.com/miniprogram/dev/api/base/app/app-event/wx.onAppHide.html */
  reason?: 0 | 1 | 2 | 3
}

export type NetworkType = 'wifi' | '2g' | '3g' | '4g' | '5g' | 'unknown' | 'none'

export interface NetworkChange {
  isConnected: boolean
  networkType?: NetworkType
  /** what becomes of open sockets; when not given they live on a change of type and fall silent with the network gone */
  sockets?: SocketDeath | 'alive'
  lateMs?: number
}

export interface DeviceOptions {
  width: number
  height: number
  pixelRatio: number
  statusBarHeight: number
  /** px below the safe area: the home indicator */
  safeAreaBottom: number
  platform: 'ios' | 'android' | 'devtools'
  language: string
  theme: 'light' | 'dark'
  /** the standard is 17 on iOS, 16 on Android: https://developers.weixin.qq.com/miniprogram/design/elderly.html */
  fontSizeSetting: number
  SDKVersion: string
}

export const iphone: DeviceOptions = {
  width: 375,
  height: 812,
  pixelRatio: 2,
  statusBarHeight: 44,
  safeAreaBottom: 34,
  platform: 'ios',
  language: 'zh_CN',
  theme: 'light',
  fontSizeSetting: 17,
  SDKVersion: '3.6.0',
}

export interface WeappHostOptions {
  /** `dist/weapp` */
  directory: string
  view?: 'vm' | 'chromium'
  /** decides what WeChat leaves open; else `WEAPP_SEED`, else a new one; always printed */
  seed?: number
  /** a device that has run the app before */
  storage?: WeappStorage
  files?: WeappFiles
  device?: Partial<DeviceOptions>
  /** the listed socket domains, as `wss://host`; no check when not given (DevTools with 不校验合法域名) */
  socketDomains?: readonly string[]
  /** LAN and loopback addresses need no listing (2.4.0); true when not given */
  isLanExempt?: boolean
  /** `host:port` → `host:port`: where an address of the app leads in truth */
  hosts?: Readonly<Record<string, string>>
  /** what its clock shows at the start, ms since 1970; the computer's when not given */
  startsAtMs?: number
  /**
   * WeChat asks about the privacy guide before it gives what is private; the guide names everything when not given. Asked for
   * by the app's `__usePrivacyCheck__`; nothing is asked when this is absent: the person has agreed before
   */
  privacy?: { undeclared?: readonly string[] }
  /** page to open, with its query; the first page of `app.json` when not given */
  url?: string
  /** takes away what the JavaScript library of iOS 11 lacks */
  legacyLibrary?: boolean
  /** prints what the app logs */
  verbose?: boolean
}

/** Key → JSON text. It outlives the realm, as on a phone. */
export type WeappStorage = Map<string, string>

/** Path → content; the path of a folder ends in `/`. It outlives the realm, too. */
export type WeappFiles = Map<string, Uint8Array>

/** One call on a 2D context, or `size` and `set` for what was assigned. */
export type CanvasCommand = [name: string, ...values: (number | string | number[])[]]

export interface LogEntry {
  level: string
  text: string
}

/** One frame on the wire, in the order they passed, of all sockets together. */
export interface WireFrame {
  /** place in {@link SocketRecord} list */
  socket: number
  direction: 'sent' | 'received'
  isText: boolean
  bytes: Uint8Array
  /** of the realm's clock */
  atMs: number
}

/** Everything that one `wx.connectSocket` led to. */
export interface SocketRecord {
  readonly index: number
  readonly url: string
  readonly protocols: readonly string[]
  /** `refused`: WeChat made no socket of it */
  readonly state: 'connecting' | 'open' | 'closed' | 'refused'
  /** what the app was told, in order: `open`, `message`, `error …`, `close 1000 interrupted`, `fail …` */
  readonly told: readonly string[]
  readonly frames: readonly WireFrame[]
  /** all bytes the app sent, joined */
  readonly sent: Uint8Array
  readonly received: Uint8Array
}
