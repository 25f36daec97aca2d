import type { MessageKey, ParamsOf } from './catalogue'
import { en } from './en'
import { zhCN } from './zh-CN'

export type Language = 'zh-CN' | 'en'

/** Looks up a key's words and fills in its parameters, which the type asks for. */
export type Translate = <Key extends MessageKey>(key: Key, ...params: ParamsOf<Key>) => string

type Catalogue = { [Key in MessageKey]?: string }

const catalogues: Record<Language, Catalogue> = { 'zh-CN': { ...zhCN }, en: { ...en } }

/** What a subpackage's page can say besides, from the moment its code is loaded: its first file imports its `words`. */
export function addWords(words: Record<Language, Catalogue>): void {
  Object.assign(catalogues['zh-CN'], words['zh-CN'])
  Object.assign(catalogues.en, words.en)
}

export function translator(language: Language): Translate {
  const catalogue = catalogues[language]
  return (key, ...rest) => fill(catalogue[key] ?? key, rest[0])
}

function fill(text: string, params: Record<string, string | number> | undefined): string {
  if (!params) return text
  return formFor(text, params.n).replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}

/** `one|other`, where a language counts by form. */
function formFor(text: string, n: string | number | undefined): string {
  const bar = text.indexOf('|')
  if (bar < 0) return text
  // a count may come as words already: thousands(1)
  return n === 1 || n === '1' ? text.slice(0, bar) : text.slice(bar + 1)
}

/** The language for a system's tag, such as `zh_CN`, `zh-Hant` or `en-GB`. Chinese where it does not say. */
export function languageOf(tag: string): Language {
  return tag === '' || /^zh/i.test(tag) ? 'zh-CN' : 'en'
}
