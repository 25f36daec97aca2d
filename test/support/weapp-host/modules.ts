import path from 'node:path'
import { resolvePath, type WeappBundle } from './bundle'
import type { Realm } from './realm'

/** What a page's or component's file handed to `Page()` or `Component()`. */
export type Definition = Record<string, unknown>

/**
 * The module system of the logic layer: CommonJS with paths from the file or from the top, and the global
 * registrations `App`, `Page`, `Component`, `Behavior`.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/module.html
 */
export class ModuleLoader {
  /** set by `App()` */
  app: Definition | undefined
  readonly pages = new Map<string, Definition>()
  readonly components = new Map<string, Definition>()
  private readonly modules = new Map<string, { exports: unknown }>()
  private readonly loaded = new Set<string>()
  private readonly packages = new Set([''])
  private loading = ''

  constructor(
    private readonly realm: Realm,
    private readonly bundle: WeappBundle,
  ) {
    realm.define('App', (definition: unknown) => void (this.app = definition as Definition))
    realm.define('Page', (definition: unknown) => void this.pages.set(this.loading, definition as Definition))
    realm.define('Component', (definition: unknown) => void this.components.set(this.loading, definition as Definition))
    realm.define('Behavior', (definition: unknown) => definition)
  }

  hasPackage(root: string): boolean {
    return this.packages.has(root)
  }

  /** A subpackage has been downloaded: its files are there from now on. None of them runs before it is required. */
  addPackage(root: string): void {
    this.packages.add(root)
  }

  /**
   * Runs a file once and answers with its exports.
   * @param from file that requires it: a subpackage reaches into itself and the main package, nothing reaches into it
   */
  require(file: string, from = file): unknown {
    const root = this.bundle.packageOf(file)
    const isInReach = this.packages.has(root) && (root === '' || root === this.bundle.packageOf(from))
    const known = isInReach ? this.modules.get(file) : undefined
    if (known) return known.exports
    const source = isInReach ? this.bundle.files.get(file) : undefined
    if (source === undefined) throw new Error(`module '${file}' is not defined`)
    const module = this.realm.newObject() as { exports: unknown }
    module.exports = this.realm.newObject()
    this.modules.set(file, module)
    const run = this.realm.evaluate(`(function (require, module, exports) {${source}\n})`, `weapp/${file}`)
    const require = this.realm.toRealm((target: unknown) => this.require(this.locate(file, String(target)), file))
    // not through realm.call: what a module throws while it loads must reach whoever required it
    if (typeof run === 'function') Reflect.apply(run, undefined, [require, module, module.exports])
    return module.exports
  }

  /** Runs a page's or component's file after those of the components it declares. */
  load(route: string): void {
    if (this.loaded.has(route)) return
    this.loaded.add(route) // before its components: `comp` and `custom-wrapper` of Taro use each other
    for (const target of Object.values(this.bundle.configOf(route).usingComponents ?? {})) {
      this.load(resolvePath(path.posix.dirname(route), target))
    }
    const outer = this.loading
    this.loading = route
    try {
      this.require(`${route}.js`)
    } finally {
      this.loading = outer
    }
  }

  private locate(from: string, target: string): string {
    const found = resolvePath(path.posix.dirname(from), target)
    return this.bundle.files.has(found) ? found : `${found}.js`
  }
}
