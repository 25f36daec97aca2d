import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { transformSync } from 'esbuild'
import type { Compilation, Compiler } from 'webpack'
import { iconFiles, manifest } from './install/manifest'

const NAME = 'InstallPlugin'
const WORKER_SOURCE = path.resolve(__dirname, '../src/frame/offline/serviceWorker.h5.ts')
/** Not part of the app: licences beside the scripts, and maps. */
const NOT_KEPT = /\.(txt|map)$/

interface Asset {
  name: string
  content: Buffer
}

/** The worker with the list of files it keeps. Another file or another content makes another worker: that is the update. */
export function serviceWorker(assets: Asset[]): string {
  const source = readFileSync(WORKER_SOURCE, 'utf8')
  const { code } = transformSync(source, { loader: 'ts', target: 'es2017', format: 'iife', minify: true })
  const kept = assets.filter(({ name }) => !NOT_KEPT.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1))
  const hash = createHash('sha256').update(code)
  for (const { name, content } of kept) hash.update(`\0${name}\0`).update(content)
  // the folder itself: servers may lead index.html to it, and a redirected answer opens no page
  const files = kept.map(({ name }) => (name === 'index.html' ? './' : `./${name}`))
  return `const BUILD=${JSON.stringify({ version: hash.digest('hex').slice(0, 16), files })};\n${code}`
}

/** The files of the page that the app begins with; a link may lead elsewhere, which costs these few kB. */
const FIRST_PAGE = /^(js|css)\/src_pages_connections_.*\.(js|css)$/

/** Asks for the first page's files along with the app's: else only the app, once it runs, would. */
export function withFirstPage(html: string, names: string[]): string {
  const kinds = { js: 'script', css: 'style' } as Record<string, string>
  const links = names.flatMap((name) => {
    const kind = kinds[FIRST_PAGE.exec(name)?.[2] ?? '']
    return kind === undefined ? [] : `<link rel="preload" as="${kind}" href="./${name}">`
  })
  return html.replace('</head>', `${links.join('')}</head>`)
}

/** Emits what makes the page installable and keeps it there without a network: manifest, icons, service worker. */
export class InstallPlugin {
  apply(compiler: Compiler): void {
    const { Compilation: stages, sources } = compiler.webpack
    compiler.hooks.thisCompilation.tap(NAME, (compilation: Compilation) => {
      // last: names carry their hashes by then, and index.html names them
      compilation.hooks.processAssets.tap({ name: NAME, stage: stages.PROCESS_ASSETS_STAGE_REPORT }, () => {
        const names = () => compilation.getAssets().map(({ name }) => name)
        const emit = (name: string, content: string | Buffer) =>
          compilation.emitAsset(name, new sources.RawSource(content))
        emit('manifest.webmanifest', JSON.stringify(manifest))
        for (const file of iconFiles) emit(file, readFileSync(path.resolve(__dirname, 'install', file)))
        compilation.updateAsset(
          'index.html',
          (page) => new sources.RawSource(withFirstPage(String(page.source()), names())),
        )
        const assets = compilation.getAssets().map(({ name, source }) => ({ name, content: source.buffer() }))
        emit('sw.js', serviceWorker(assets))
      })
    })
  }
}
