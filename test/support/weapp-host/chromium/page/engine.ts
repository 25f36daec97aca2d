import * as glassEasel from 'glass-easel'
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import { emptyTemplate, slotTemplate } from '../templateNames'
import { builtins, type Builtin, type BuiltinComponent } from './builtins'
import { report } from './eventReport'
import type { ViewData } from './protocol'

/** A page's tree in the document. */
export interface PageRoot {
  setData(patch: Record<string, unknown>): void
  attach(parent: Element, placeholder: Element): void
  release(): void
}

/** WeChat's open component framework, loaded with the app's templates and our stand-ins for the closed components. */
export class Engine {
  private readonly environment = new MiniProgramEnv()
  private readonly backend = this.environment.associateBackend(createBackend())
  private readonly space = this.environment.createCodeSpace('', true)

  constructor(data: ViewData) {
    glassEasel.globalOptions.throwGlobalError = false
    glassEasel.addGlobalErrorListener((error, method) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      window.weappFailed(`${text} in ${method ?? 'the view'}`)
      return false
    })
    // Taro gives null for what a component leaves to its default: thousands of warnings, each with its stack, and three
    // quarters of what drawing a page takes
    glassEasel.addGlobalWarningListener(() => false)
    // selectors of queries and `scroll-into-view` go by it
    this.space.getComponentSpace().updateComponentOptions({ writeIdToDOM: true })
    for (const [name, builtin] of Object.entries(builtins)) this.defineBuiltin(name, builtin)
    for (const [path, config] of Object.entries(data.components)) this.defineInner(path, config)
    for (const route of data.routes) this.definePage(route)
  }

  createPage(route: string, data: Record<string, unknown>): PageRoot {
    const root = this.backend.createRoot('wx-page', this.space, route)
    const instance = root.get() as { setData(patch: Record<string, unknown>): void }
    instance.setData(data)
    return {
      setData: (patch) => instance.setData(patch),
      // its type for elements is that of every back end; in this one they are the document's
      attach: (parent, placeholder) => root.attach(parent as never, placeholder as never),
      release: () => root.release(),
    }
  }

  private definePage(route: string): void {
    this.addFiles(route, route, {})
    this.space.componentEnv(route, ({ Page }) => Page({ data: { root: { cn: [] } }, eh: report }))
  }

  /** Taro's own components: only they nest, and only to pass the tree on. */
  private defineInner(path: string, config: Record<string, unknown>): void {
    this.addFiles(path, path, config)
    this.space.componentEnv(path, ({ Component }) =>
      Component({
        properties: { i: { type: Object, value: {} }, l: { type: String, value: '' } },
        options: { virtualHost: true },
        methods: { eh: report },
      }),
    )
  }

  private defineBuiltin(name: string, builtin: Builtin): void {
    const path = `__builtin/${name}`
    this.addFiles(path, builtin.hasChildren ? slotTemplate : emptyTemplate, { component: true })
    const properties = { ...builtin.properties, ariaLabel: String, ariaRole: String }
    const update = (host: HTMLElement, property: string, value: unknown, component: BuiltinComponent) => {
      if (property === 'ariaLabel' && typeof value === 'string' && value) host.setAttribute('aria-label', value)
      else if (property === 'ariaRole' && typeof value === 'string' && value) host.setAttribute('role', value)
      else builtin.update?.(host, property, value, component)
    }
    this.space.componentEnv(path, ({ Component }) => Component(builtinDefinition(properties, update, builtin)))
    const space = this.space.getComponentSpace()
    const component = space.getComponentByUrl(path, '')
    space.setGlobalUsingComponent(`wx-${name}`, component)
  }

  private addFiles(path: string, template: string, config: Record<string, unknown>): void {
    this.space.addComponentStaticConfig(path, config)
    // compiled code has no type of its own
    const content = { groupList: window.weappTemplates, content: window.weappTemplates[template] } as never
    this.space.addCompiledTemplate(path, content)
  }
}

function createBackend(): glassEasel.GeneralBackendContext {
  const backend = new glassEasel.CurrentWindowBackendContext()
  backend.onEvent((target, type, detail: unknown, options) => {
    const event = new glassEasel.Event(type, detail, options)
    glassEasel.Event.dispatchEvent(target, event)
    return event.getEventBubbleStatus()
  })
  return backend
}

interface BuiltinInstance extends BuiltinComponent {
  /** the framework's own element behind the component */
  _$: glassEasel.Element
}

function builtinDefinition(
  properties: Builtin['properties'],
  update: NonNullable<Builtin['update']>,
  builtin: Builtin,
): object {
  const hosts = new WeakMap<object, HTMLElement>()
  const observers: Record<string, unknown> = {}
  for (const property of Object.keys(properties)) {
    observers[property] = function (this: BuiltinInstance, value: unknown) {
      const host = hosts.get(this._$)
      if (host) update(host, property, value, this)
    }
  }
  const lifetimes = {
    attached(this: BuiltinInstance) {
      // the document's element, in this back end
      const host = this._$.getBackendElement() as HTMLElement | null
      if (!host) return
      hosts.set(this._$, host)
      builtin.attached?.(host, this)
      for (const property of Object.keys(properties)) update(host, property, this.data[property], this)
    },
  }
  return { properties, observers, lifetimes }
}
