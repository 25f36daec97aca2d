import vm from 'node:vm'
import { types } from 'node:util'
import type { RealmClock } from './clock'
import { legacyLibrary, prelude } from './realmPrelude'

/** Names the realm must not have: WeChat's logic layer is a bare JavaScript engine with timers and a console. */
export const absentGlobals = [
  'TextDecoder',
  'TextEncoder',
  'AbortController',
  'URL',
  'Blob',
  'Worker',
  'crypto',
  'Intl',
  'navigator',
  'fetch',
  'WebSocket',
  'window',
  'document',
] as const

export interface RealmOptions {
  clock: RealmClock
  console: Record<string, (...values: unknown[]) => void>
  /** Called with what the app throws at the top of a timer or callback */
  onError(error: unknown): void
  /** Takes away what JavaScriptCore of iOS 11 lacks in its library (`flatMap`, `Object.fromEntries`, `BigInt` …) */
  legacyLibrary?: boolean
}

type Callable = (...values: unknown[]) => unknown

interface Prelude {
  wrap(call: (values: unknown[]) => [ok: boolean, value: unknown]): Callable
  object(): Record<string, unknown>
  array(): unknown[]
  buffer(length: number): ArrayBuffer
  error(message: string): Error
  promise(start: (resolve: Callable, reject: Callable) => void): unknown
  parse(json: string): unknown
  isOwn(value: unknown): boolean
}

/**
 * One JavaScript realm: what the logic layer of the mini-program sees. Everything handed in is rebuilt from the realm's
 * own objects, because `instanceof` is per realm (an `ArrayBuffer` of the host is none in there).
 */
export class Realm {
  private readonly context: vm.Context
  private readonly inside: Prelude
  private readonly handedIn = new WeakMap<object, unknown>()

  constructor(private readonly options: RealmOptions) {
    // `new Function` and `eval` are unusable in WeChat: https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html
    this.context = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } })
    this.inside = vm.runInContext(prelude, this.context) as Prelude
    this.defineClock()
    this.define('console', options.console)
    if (options.legacyLibrary) vm.runInContext(legacyLibrary, this.context)
  }

  /** Sets a global variable of the realm. */
  define(name: string, value: unknown): void {
    this.context[name] = this.toRealm(value)
  }

  /** Evaluates an expression or script inside; for tests and for compiling modules. */
  evaluate(code: string, filename = 'realm.js'): unknown {
    return vm.runInContext(code, this.context, { filename })
  }

  /** Calls a function of the realm with values made its own; what it throws is reported and gives `undefined`. */
  call(callee: unknown, self: unknown, ...values: unknown[]): unknown {
    if (typeof callee !== 'function') return undefined
    try {
      return Reflect.apply(
        callee,
        self,
        values.map((value) => this.toRealm(value)),
      )
    } catch (error) {
      this.options.onError(error)
      return undefined
    }
  }

  /** A copy of JSON-like data as the realm's own. */
  copyIn(value: unknown): unknown {
    const json = JSON.stringify(value)
    return json === undefined ? undefined : this.inside.parse(json)
  }

  newObject(): Record<string, unknown> {
    return this.inside.object()
  }

  /** A promise of the realm, settled from outside. */
  newPromise(start: (resolve: Callable, reject: Callable) => void): unknown {
    return this.inside.promise(start)
  }

  /** The same value as the realm's own: functions are wrapped, containers rebuilt, bytes copied into its ArrayBuffer. */
  toRealm(value: unknown): unknown {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value
    if (this.inside.isOwn(value)) return value
    const known = this.handedIn.get(value)
    if (known !== undefined) return known
    if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return this.bytesToRealm(value)
    if (typeof value === 'function') return this.remember(value, this.wrap(value as Callable))
    if (types.isNativeError(value)) return this.remember(value, this.inside.error(value.message))
    return this.containerToRealm(value)
  }

  private containerToRealm(value: object): unknown {
    const copy = (Array.isArray(value) ? this.inside.array() : this.inside.object()) as Record<string, unknown>
    this.remember(value, copy)
    for (const [key, member] of Object.entries(value)) copy[key] = this.toRealm(member)
    return copy
  }

  private bytesToRealm(value: ArrayBufferView | ArrayBufferLike): ArrayBuffer {
    const bytes = ArrayBuffer.isView(value)
      ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      : new Uint8Array(value)
    const copy = this.inside.buffer(bytes.length)
    new Uint8Array(copy).set(bytes)
    return copy
  }

  private wrap(callee: Callable): Callable {
    return this.inside.wrap((values) => {
      try {
        return [true, this.toRealm(callee(...values))]
      } catch (error) {
        return [false, this.toRealm(error)]
      }
    })
  }

  private remember<T>(original: object, copy: T): T {
    this.handedIn.set(original, copy)
    return copy
  }

  private defineClock(): void {
    const { clock } = this.options
    const run = (callee: unknown, values: unknown[]) => () => void this.call(callee, undefined, ...values)
    this.define('__now', () => clock.now())
    this.define('setTimeout', (callee: unknown, delayMs?: unknown, ...values: unknown[]) =>
      clock.setTimeout(run(callee, values), Number(delayMs ?? 0)),
    )
    this.define('setInterval', (callee: unknown, periodMs?: unknown, ...values: unknown[]) =>
      clock.setInterval(run(callee, values), Number(periodMs ?? 0)),
    )
    this.define('clearTimeout', (id: unknown) => clock.clear(id as number))
    this.define('clearInterval', (id: unknown) => clock.clear(id as number))
    this.evaluate('__useClock(__now); delete this.__now; delete this.__useClock')
  }
}
