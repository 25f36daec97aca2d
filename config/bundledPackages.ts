import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Compiler, Module } from 'webpack'

const root = path.resolve(__dirname, '..')

/** Where a build notes the packages that it has bundled: the licences that the app shows are compared with it. */
export const bundledFile = (platform: string) => path.join(root, '.cache/bundled', `${platform}.json`)

/** Notes the folders of the packages whose code a build puts into the app. */
export class BundledPackages {
  constructor(private readonly platform: string) {}

  apply(compiler: Compiler): void {
    compiler.hooks.done.tap('BundledPackages', ({ compilation }) => {
      const folders = new Set<string>()
      for (const module of compilation.modules) {
        if (compilation.chunkGraph.getNumberOfModuleChunks(module) === 0) continue
        for (const each of [module, ...concatenated(module)]) {
          const folder = packageFolder(each.nameForCondition() ?? '')
          if (folder !== undefined) folders.add(folder)
        }
      }
      const file = bundledFile(this.platform)
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, JSON.stringify([...folders].sort(), null, 2))
    })
  }
}

/** Modules that webpack has joined into one. */
function concatenated(module: Module): readonly Module[] {
  return 'modules' in module && Array.isArray(module.modules) ? (module.modules as Module[]) : []
}

/** `node_modules/a/node_modules/@b/c` of a file in it, relative to the project. */
function packageFolder(file: string): string | undefined {
  const relative = path.relative(root, file).split(path.sep).join('/')
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(relative)?.[0]
}
