// Runs before anything is installed: plain Node, no dependencies.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { runChild } from './child.mjs'
import { ExplainedError } from './explained.mjs'
import { progressLine } from './progress.mjs'

const OLDEST_NODE = 20
const PROJECT_ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** Why node_modules must be installed again, in words; undefined when it is what package-lock.json says. */
export function findDamage(root = PROJECT_ROOT) {
  const installedFile = path.join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(path.join(root, 'node_modules'))) return 'node_modules is missing'
  // npm writes this file last: without it an installation was interrupted
  if (!existsSync(installedFile)) return 'node_modules is incomplete'
  let installed
  try {
    installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages
  } catch {
    return 'node_modules is damaged'
  }
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages
  for (const [folder, entry] of Object.entries(wanted)) {
    if (folder === '') continue
    const found = installed[folder]
    // optional packages of other platforms are left out by npm
    if (!found && (entry.optional || entry.devOptional)) continue
    if (!found) return `${folder} is missing`
    if (found.version !== entry.version || found.integrity !== entry.integrity) {
      return `${folder} is ${found.version}, package-lock.json wants ${entry.version}`
    }
    if (!existsSync(path.join(root, folder))) return `${folder} is missing`
  }
  return undefined
}

/** npm as it was called, else the one on PATH (a .cmd on Windows, which needs a shell). */
function npmCommand() {
  const own = process.env.npm_execpath
  if (own && path.basename(own) === 'npm-cli.js') return { command: process.execPath, args: [own], shell: false }
  return { command: 'npm', args: [], shell: process.platform === 'win32' }
}

function countPackages(root) {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'))
  return Object.values(packages).filter((entry) => entry.integrity && !entry.optional).length
}

/**
 * Makes node_modules what package-lock.json says, with `npm ci --ignore-scripts` when it is not.
 * With ignore-scripts npm runs no `prestart` either, so every command calls this itself.
 */
export async function heal({ root = PROJECT_ROOT, print = (text) => console.log(text), signal } = {}) {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new ExplainedError(
      `Homing needs Node ${OLDEST_NODE} or newer; this is ${process.version}. See https://nodejs.org`,
    )
  }
  const damage = findDamage(root)
  if (!damage) return { healed: false }

  const total = countPackages(root)
  print(`Installing ${total} packages (${damage}). This happens once and takes a minute or two.`)
  const startedAt = Date.now()
  const progress = progressLine(print)
  let fetched = 0
  const seconds = () => Math.round((Date.now() - startedAt) / 1000)
  const tick = setInterval(
    () => progress.show(`  ${Math.min(fetched, total)} of ${total} packages · ${seconds()} s`),
    500,
  )
  try {
    const { command, args, shell } = npmCommand()
    const result = await runChild(
      command,
      [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'],
      {
        cwd: root,
        // a caller's NODE_ENV=production or omit=dev would leave out the build tools
        env: { ...process.env, NODE_ENV: 'development', npm_config_omit: '', npm_config_include: 'dev' },
        shell,
        signal,
        onLine: (line) => {
          if (/\.tgz/.test(line) && /http (fetch|cache)/.test(line)) fetched += 1
        },
      },
    )
    if (result.code !== 0) throw new ExplainedError(installFailure(result))
  } finally {
    clearInterval(tick)
    progress.end()
  }
  print(`Installed in ${seconds()} s.`)
  return { healed: true }
}

function installFailure({ code, lines }) {
  // npm names the cause first and ends with general help
  const told = lines.filter((line) => /^npm (error|ERR!)/.test(line)).slice(0, 20)
  return [
    `npm ci ended with code ${code}. What it said:`,
    ...told.map((line) => `  ${line}`),
    'Check the connection to the npm registry (npm config get registry) and run the command again.',
  ].join('\n')
}
