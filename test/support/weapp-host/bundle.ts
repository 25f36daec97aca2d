import fs from 'node:fs'
import path from 'node:path'

/** A built mini-program: the text of its files, read once, and what its JSON files declare. */
export interface WeappBundle {
  readonly directory: string
  /** by path from the top, with `/` */
  readonly files: ReadonlyMap<string, string>
  readonly app: AppConfig
  /** every page of the main package and the subpackages, in the order of `app.json` */
  readonly pages: readonly string[]
  /** pages in the tab bar */
  readonly tabs: readonly string[]
  /** the root of the subpackage that a file belongs to; empty for the main package */
  packageOf(file: string): string
  /** the JSON beside a page or component, merged over `window` of `app.json` */
  configOf(route: string): PageConfig
}

/** https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html */
export interface AppConfig {
  pages: string[]
  subPackages?: Array<{ root: string; pages: string[] }>
  subpackages?: Array<{ root: string; pages: string[] }>
  window?: PageConfig
  tabBar?: { custom?: boolean; list: Array<{ pagePath: string; text: string }> }
  darkmode?: boolean
  __usePrivacyCheck__?: boolean
}

/** https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/page.html */
export interface PageConfig {
  navigationStyle?: 'default' | 'custom'
  navigationBarTitleText?: string
  navigationBarBackgroundColor?: string
  navigationBarTextStyle?: 'black' | 'white'
  usingComponents?: Record<string, string>
  component?: boolean
  /** https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/operating-mechanism.html */
  restartStrategy?: 'homePage' | 'homePageAndLatestPage'
}

/** @throws Error when the directory holds no `app.json`: the mini-program has not been built */
export function readBundle(directory: string): WeappBundle {
  const files = readTexts(directory)
  const appJson = files.get('app.json')
  if (appJson === undefined) throw new Error(`no app.json in ${directory}: build it with "npm run build:weapp"`)
  const app = JSON.parse(appJson) as AppConfig
  const subpackages = (app.subPackages ?? app.subpackages ?? []).map(({ root, pages }) => ({
    root: resolvePath('', root).replace(/\/$/, ''),
    pages,
  }))
  const inSubpackages = subpackages.flatMap(({ root, pages }) => pages.map((page) => resolvePath(root, page)))
  return {
    directory,
    files,
    app,
    pages: [...app.pages, ...inSubpackages],
    tabs: (app.tabBar?.list ?? []).map(({ pagePath }) => pagePath),
    packageOf: (file) => subpackages.find(({ root }) => file.startsWith(`${root}/`))?.root ?? '',
    configOf: (route) => ({ ...app.window, ...(JSON.parse(files.get(`${route}.json`) ?? '{}') as PageConfig) }),
  }
}

/** Joins and normalises; a leading `/` means the top of the package. */
export function resolvePath(fromDirectory: string, target: string): string {
  const joined = target.startsWith('/') ? target : `${fromDirectory}/${target}`
  return path.posix.normalize(`/${joined}`).slice(1)
}

function readTexts(directory: string): Map<string, string> {
  const texts = new Map<string, string>()
  const entries = fs.existsSync(directory) ? fs.readdirSync(directory, { recursive: true, encoding: 'utf8' }) : []
  for (const entry of entries.sort()) {
    if (!/\.(js|json|wxml|wxss|wxs)$/.test(entry)) continue
    texts.set(entry.split(path.sep).join('/'), fs.readFileSync(path.join(directory, entry), 'utf8'))
  }
  return texts
}
