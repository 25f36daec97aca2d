import { TmplGroup } from 'glass-easel-template-compiler'
import type { WeappBundle } from '../bundle'
import { emptyTemplate, slotTemplate } from './templateNames'

/** Built-in components that get a stand-in; the compiler would turn `<button>` or `<input>` into live HTML. */
const builtinTags = [
  'view',
  'text',
  'image',
  'button',
  'input',
  'textarea',
  'scroll-view',
  'switch',
  'root-portal',
  'page-meta',
  'form',
  'label',
  'icon',
  'navigator',
  'picker',
  'progress',
  'rich-text',
  'slider',
  'swiper',
  'swiper-item',
  'cover-view',
  'canvas',
] as const

/**
 * Compiles every WXML and WXS file with the compiler of WeChat's open component framework.
 * @returns an expression that makes an object: path without `.wxml` → template
 * @throws Error when the compiler finds an error in a template
 */
export function compileTemplates(bundle: WeappBundle): string {
  const group = new TmplGroup()
  try {
    for (const [file, text] of bundle.files) {
      if (file.endsWith('.wxs')) group.addScript(file.slice(0, -4), text)
      if (file.endsWith('.wxml')) rejectErrors(file, group.addTmpl(file.slice(0, -5), prefixTags(text)))
    }
    group.addTmpl(slotTemplate, '<slot/>')
    group.addTmpl(emptyTemplate, '')
    return group.getTmplGenObjectGroups()
  } finally {
    group.free()
  }
}

/** `<view>` → `<wx-view>`: what WeChat's own DOM has too. */
export function prefixTags(wxml: string): string {
  const known: readonly string[] = builtinTags
  return wxml.replace(/<(\/?)([a-z][a-z-]*)/g, (whole, slash: string, tag: string) =>
    known.includes(tag) ? `<${slash}wx-${tag}` : whole,
  )
}

function rejectErrors(file: string, problems: unknown): void {
  const errors = (Array.isArray(problems) ? (problems as Array<{ level?: number; message?: string }>) : []).filter(
    // 4: error, 3: warning (TemplateParseErrorLevel)
    ({ level }) => (level ?? 0) >= 4,
  )
  if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message ?? '?').join('; ')}`)
}
