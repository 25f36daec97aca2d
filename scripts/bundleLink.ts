import path from 'node:path'
import { build, type Plugin } from 'esbuild'
import { mqttFileAliases, mqttPackageAliases, mqttProvided } from '../config/mqttAliases'

const root = path.resolve(__dirname, '..')

/** The aliases of the app's builds, for esbuild. */
const aliases: Plugin = {
  name: 'mqtt-aliases',
  setup(bundler) {
    bundler.onResolve({ filter: /.*/ }, async ({ path: request, importer, kind, resolveDir, pluginData }) => {
      if (pluginData === 'resolved' || kind === 'entry-point') return undefined
      const replacement = mqttPackageAliases[request]
      if (replacement) return { path: replacement }
      const resolved = await bundler.resolve(request, { importer, kind, resolveDir, pluginData: 'resolved' })
      return { path: mqttFileAliases[resolved.path] ?? resolved.path, errors: resolved.errors }
    })
  },
}

/** Bundles a module for a realm without Node's or a browser's globals, with what the app's builds put in place of them. */
export async function bundle(contents: string, options: { isLean: boolean; minify: boolean }): Promise<string> {
  const result = await build({
    stdin: { contents, resolveDir: root, sourcefile: 'entry.ts', loader: 'ts' },
    bundle: true,
    write: false,
    minify: options.minify,
    format: 'iife',
    globalName: 'bundled',
    target: 'es2018',
    platform: 'browser',
    alias: { '@': path.join(root, 'src') },
    plugins: options.isLean ? [aliases] : [],
    define: options.isLean ? { process: 'providedProcess' } : {},
    banner: options.isLean ? { js: await provided() } : {},
    logLevel: 'error',
  })
  return result.outputFiles?.[0]?.text ?? ''
}

/** What ProvidePlugin does in the app's builds. */
async function provided(): Promise<string> {
  const result = await build({
    entryPoints: [mqttProvided.process],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    globalName: 'providedProcess',
    target: 'es2018',
  })
  return result.outputFiles?.[0]?.text ?? ''
}
