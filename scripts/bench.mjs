import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { heal } from './heal.mjs'

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const FOLDER = path.join(ROOT, 'test', 'bench')
const SUFFIX = '.bench.ts'

function listBenches() {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER) : []
  return files.filter((file) => file.endsWith(SUFFIX)).map((file) => file.slice(0, -SUFFIX.length))
}

async function bench(wanted) {
  const known = listBenches()
  const unknown = wanted.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`no bench ${unknown.join(', ')}; there are: ${known.join(', ') || 'none'}`)
  if (wanted.length === 0) {
    console.log(known.length > 0 ? `npm run bench -- <name>…\n\n${known.join('\n')}` : `no benches yet (${FOLDER})`)
    return
  }
  await heal()
  for (const name of wanted) {
    console.log(`── ${name} ──`)
    const tsx = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs')
    const { status } = spawnSync(process.execPath, [tsx, path.join(FOLDER, name + SUFFIX)], {
      cwd: ROOT,
      stdio: 'inherit',
    })
    if (status !== 0) process.exitCode = 1
  }
}

try {
  await bench(process.argv.slice(2))
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
