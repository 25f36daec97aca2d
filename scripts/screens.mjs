import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { heal } from './heal.mjs'

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

try {
  await heal()
  const tsx = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs')
  const { status } = spawnSync(
    process.execPath,
    [tsx, path.join(ROOT, 'scripts', 'screens', 'run.ts'), ...process.argv.slice(2)],
    // the mini-program's clock shows the time of this process: the design's greenhouse is in China
    { cwd: ROOT, stdio: 'inherit', env: { ...process.env, TZ: 'Asia/Shanghai' } },
  )
  process.exitCode = status ?? 1
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
