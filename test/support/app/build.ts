import { existsSync } from 'node:fs'
import path from 'node:path'

const dist = path.resolve(__dirname, '../../../dist')

/** The built app. `npm test` builds it before; on its own: `npm run build:h5` or `npm run build:weapp`. */
export function built(platform: 'h5' | 'weapp'): string {
  const folder = path.join(dist, platform)
  const entry = path.join(folder, platform === 'h5' ? 'index.html' : 'app.json')
  if (!existsSync(entry)) throw new Error(`${entry} is not there: npm run build:${platform}`)
  return folder
}
