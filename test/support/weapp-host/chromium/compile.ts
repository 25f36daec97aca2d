import path from 'node:path'
import { build } from 'esbuild'
import { resolvePath, type WeappBundle } from '../bundle'
import type { DeviceOptions } from '../types'
import { capsule } from '../wx/system'
import type { ViewData } from './page/protocol'
import { compileStyles } from './styles'
import { compileTemplates } from './templates'

/** The files that Chromium loads, by name. */
export type ViewFiles = Record<'index.html' | 'data.js' | 'view.js', string>

/** Compiles an app's templates and styles, and the view that runs them. */
export async function compileView(bundle: WeappBundle, device: DeviceOptions): Promise<ViewFiles> {
  const data: ViewData = {
    routes: bundle.pages,
    components: findComponents(bundle),
    styles: compileStyles(bundle),
    width: device.width,
    statusBarHeight: device.statusBarHeight,
    capsule: {
      width: capsule.width,
      height: capsule.height,
      right: capsule.right,
      top: device.statusBarHeight + capsule.belowStatusBar,
    },
  }
  const scripts = ['data.js', 'view.js'].map((file) => `<script src="${file}"></script>`).join('')
  return {
    'index.html': `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1,user-scalable=no,viewport-fit=cover"><body>${scripts}`,
    'data.js': `window.weappData=${JSON.stringify(data)};\nwindow.weappTemplates=${compileTemplates(bundle)};`,
    'view.js': await bundleView(),
  }
}

/** Components that pages use, and those that they use themselves. */
function findComponents(bundle: WeappBundle): ViewData['components'] {
  const found: ViewData['components'] = {}
  const visit = (route: string) => {
    for (const target of Object.values(bundle.configOf(route).usingComponents ?? {})) {
      const component = resolvePath(path.posix.dirname(route), target)
      if (found[component]) continue
      found[component] = JSON.parse(bundle.files.get(`${component}.json`) ?? '{}') as Record<string, unknown>
      visit(component)
    }
  }
  bundle.pages.forEach(visit)
  return found
}

async function bundleView(): Promise<string> {
  const result = await build({
    entryPoints: [path.join(__dirname, 'page/main.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'silent',
  })
  return result.outputFiles[0]?.text ?? ''
}
