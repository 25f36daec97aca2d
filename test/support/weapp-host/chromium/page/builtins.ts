import { toDocumentSelector } from './ids'

/** The component as glass-easel's adapter hands it to a stand-in. */
export interface BuiltinComponent {
  readonly data: Record<string, unknown>
  setData(change: Record<string, unknown>): void
  triggerEvent(name: string, detail: object, options: object): void
}

/** A stand-in for one of WeChat's closed built-in components. Written from their documentation, not from their code. */
export interface Builtin {
  /** property → type as `Component()` takes it; null takes anything */
  properties: Record<string, StringConstructor | BooleanConstructor | NumberConstructor | null>
  hasChildren?: boolean
  attached?(host: HTMLElement, component: BuiltinComponent): void
  update?(host: HTMLElement, property: string, value: unknown, component: BuiltinComponent): void
}

/** https://developers.weixin.qq.com/miniprogram/dev/component/ */
export const builtins: Record<string, Builtin> = {
  view: {
    properties: { hidden: Boolean, hoverClass: String, animation: null },
    hasChildren: true,
    update: attribute('hidden'),
  },
  text: { properties: { selectable: Boolean, userSelect: Boolean, space: String, decode: Boolean }, hasChildren: true },
  button: {
    properties: { type: String, size: String, plain: Boolean, disabled: Boolean, loading: Boolean, openType: String },
    hasChildren: true,
    update: attribute('type', 'size', 'plain', 'disabled', 'loading'),
  },
  input: field('input'),
  textarea: field('textarea'),
  image: image(),
  canvas: canvas(),
  switch: switchBuiltin(),
  'scroll-view': scrollView(),
  'root-portal': { properties: { enable: Boolean }, hasChildren: true },
  'page-meta': { properties: { pageStyle: String, rootFontSize: String }, hasChildren: true },
}

function attribute(...names: string[]): Builtin['update'] {
  return (host, property, value) => {
    if (!names.includes(property)) return
    if (value === true || (typeof value === 'string' && value)) host.setAttribute(property, value === true ? '' : value)
    else host.removeAttribute(property)
  }
}

/** https://developers.weixin.qq.com/miniprogram/dev/component/input.html and textarea.html */
function field(tag: 'input' | 'textarea'): Builtin {
  const natives = new WeakMap<HTMLElement, HTMLInputElement | HTMLTextAreaElement>()
  return {
    properties: {
      value: String,
      type: String,
      password: Boolean,
      placeholder: String,
      placeholderClass: String,
      placeholderStyle: String,
      disabled: Boolean,
      maxlength: Number,
      focus: Boolean,
      confirmType: String,
      autoHeight: Boolean,
      adjustPosition: Boolean,
    },
    attached(host, component) {
      const native = document.createElement(tag)
      native.className = 'native'
      natives.set(host, native)
      host.append(native, placeholderOf(tag))
      const tell = (type: string, more: object = {}) =>
        component.triggerEvent(type, { value: native.value, ...more }, {})
      native.addEventListener('input', () => tell('input', { cursor: native.selectionStart ?? 0, keyCode: 0 }))
      native.addEventListener('focus', () => tell('focus', { height: 0 }))
      native.addEventListener('blur', () => tell('blur', { cursor: native.selectionStart ?? 0 }))
      native.addEventListener('keydown', (event) => {
        if (event instanceof KeyboardEvent && event.key === 'Enter' && tag === 'input') tell('confirm')
      })
      // the framework would deliver the native events as bindinput and so on a second time, without their detail
      for (const type of ['input', 'focus', 'blur', 'change', 'focusin', 'focusout']) {
        native.addEventListener(type, (event) => event.stopPropagation())
      }
    },
    update(host, property, value) {
      const native = natives.get(host)
      if (native) updateField(native, property, value)
      updatePlaceholder(host, property, value)
      // its height is then the text's, whatever the style says
      if (property === 'autoHeight') host.toggleAttribute('auto-height', value === true)
    },
  }
}

/** WeChat draws the placeholder as an element of its own, which takes `placeholder-class`; the words stand in CSS here. */
function placeholderOf(tag: string): HTMLElement {
  const placeholder = document.createElement('div')
  placeholder.className = `native-placeholder ${tag}-placeholder`
  return placeholder
}

function updatePlaceholder(host: HTMLElement, property: string, value: unknown): void {
  const placeholder = host.querySelector<HTMLElement>(':scope > .native-placeholder')
  if (!placeholder || typeof value !== 'string') return
  if (property === 'placeholder') placeholder.dataset.words = value
  if (property === 'placeholderStyle') placeholder.style.cssText = value
  if (property === 'placeholderClass') placeholder.className = `native-placeholder ${value}`
}

function updateField(native: HTMLInputElement | HTMLTextAreaElement, property: string, value: unknown): void {
  switch (property) {
    case 'value':
      if (typeof value === 'string' && native.value !== value) native.value = value
      break
    case 'placeholder':
      native.placeholder = typeof value === 'string' ? value : ''
      break
    case 'disabled':
      native.disabled = value === true
      break
    case 'password':
      if (native instanceof HTMLInputElement) native.type = value === true ? 'password' : 'text'
      break
    case 'type':
      native.inputMode = value === 'number' || value === 'digit' ? 'numeric' : 'text'
      break
    case 'maxlength':
      if (typeof value === 'number' && value > 0) native.maxLength = value
      break
    case 'focus':
      if (value === true) native.focus()
  }
}

/** https://developers.weixin.qq.com/miniprogram/dev/component/image.html */
function image(): Builtin {
  const fits: Record<string, string> = { aspectFit: 'contain', aspectFill: 'cover' }
  return {
    properties: { src: String, mode: String, lazyLoad: Boolean, showMenuByLongpress: Boolean },
    attached(host, component) {
      const native = document.createElement('img')
      host.appendChild(native)
      native.addEventListener('load', () =>
        component.triggerEvent('load', { width: native.naturalWidth, height: native.naturalHeight }, {}),
      )
      native.addEventListener('error', () => component.triggerEvent('error', { errMsg: 'load fail' }, {}))
    },
    update(host, property, value) {
      const native = host.querySelector('img')
      if (!native || typeof value !== 'string' || value === '') return
      if (property === 'src') native.src = value
      if (property === 'mode') native.style.objectFit = fits[value] ?? 'fill'
    },
  }
}

/** https://developers.weixin.qq.com/miniprogram/dev/component/canvas.html, of type 2d only */
function canvas(): Builtin {
  return {
    properties: { type: String, canvasId: String, disableScroll: Boolean },
    attached(host) {
      host.append(document.createElement('canvas'))
    },
  }
}

/** https://developers.weixin.qq.com/miniprogram/dev/component/switch.html */
function switchBuiltin(): Builtin {
  return {
    properties: { checked: Boolean, disabled: Boolean, type: String, color: String },
    attached(host, component) {
      host.setAttribute('role', 'switch')
      host.addEventListener('click', () => {
        if (component.data.disabled === true) return
        component.setData({ checked: component.data.checked !== true })
        component.triggerEvent('change', { value: component.data.checked }, {})
      })
    },
    update(host, property, value) {
      if (property === 'checked') host.setAttribute('aria-checked', String(value === true))
      if (property === 'color' && typeof value === 'string' && value) host.style.setProperty('--switch', value)
    },
  }
}

/** https://developers.weixin.qq.com/miniprogram/dev/component/scroll-view.html */
function scrollView(): Builtin {
  return {
    properties: {
      scrollX: Boolean,
      scrollY: Boolean,
      scrollTop: Number,
      scrollLeft: Number,
      scrollIntoView: String,
      upperThreshold: Number,
      lowerThreshold: Number,
      scrollWithAnimation: Boolean,
      enableFlex: Boolean,
    },
    hasChildren: true,
    attached: (host, component) => tellOfScrolling(host, component),
    update(host, property, value) {
      if (property === 'scrollY') host.style.overflowY = value === true ? 'auto' : 'hidden'
      if (property === 'scrollX') host.style.overflowX = value === true ? 'auto' : 'hidden'
      // after the children of the same change are there
      if (property === 'scrollTop' && typeof value === 'number') queueMicrotask(() => (host.scrollTop = value))
      if (property === 'scrollIntoView' && typeof value === 'string' && value) {
        queueMicrotask(() => host.querySelector(toDocumentSelector(`#${value}`))?.scrollIntoView())
      }
    },
  }
}

function tellOfScrolling(host: HTMLElement, component: BuiltinComponent): void {
  let wasLow = false
  let wasHigh = true
  let formerTop = 0
  const threshold = (name: string) => (typeof component.data[name] === 'number' && component.data[name]) || 50
  const onScroll = (event: Event) => {
    if (event.target !== host) return
    event.stopImmediatePropagation()
    const { scrollLeft, scrollTop, scrollHeight, scrollWidth, clientHeight } = host
    const detail = { scrollLeft, scrollTop, scrollHeight, scrollWidth, deltaX: 0, deltaY: formerTop - scrollTop }
    formerTop = scrollTop
    component.triggerEvent('scroll', detail, {})
    const isLow = scrollHeight - scrollTop - clientHeight < threshold('lowerThreshold')
    const isHigh = scrollTop < threshold('upperThreshold')
    if (isLow && !wasLow) component.triggerEvent('scrolltolower', { direction: 'bottom' }, {})
    if (isHigh && !wasHigh) component.triggerEvent('scrolltoupper', { direction: 'top' }, {})
    wasLow = isLow
    wasHigh = isHigh
  }
  host.addEventListener('scroll', onScroll, true)
}
