import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { checkContrast } from './contrast'
import { checkH5Parses } from './h5Parses'
import { licences } from '../../src/subpackages/about/licences/licences.data'
import { bundledFile } from '../../config/bundledPackages'
import { checkLicences } from './licences'
import { checkNoEval } from './noEval'
import type { Report } from './report'
import { judgeSizes } from './sizes'
import { checkWeappPackage } from './weappPackage'

const ROOT = path.resolve(__dirname, '../..')
const TOKEN_FILES = ['src/ui/tokens.css', 'src/app.css']

function readTokens(): string {
  const files = TOKEN_FILES.map((file) => path.join(ROOT, file)).filter((file) => existsSync(file))
  return files.map((file) => readFileSync(file, 'utf8')).join('\n')
}

/** size-limit exits with 1 over a budget, and still prints what it measured. */
function measureSizes(): string {
  const sizeLimit = path.join(ROOT, 'node_modules/size-limit/bin.js')
  try {
    return execFileSync(process.execPath, [sizeLimit, '--json'], { cwd: ROOT, encoding: 'utf8' })
  } catch (error) {
    if (error instanceof Error && 'stdout' in error && typeof error.stdout === 'string') return error.stdout
    throw error
  }
}

function bundledFolders(): string[] {
  const lists = ['weapp', 'h5'].map((platform) => JSON.parse(readFileSync(bundledFile(platform), 'utf8')) as string[])
  return lists.flat()
}

const CHECKS: Record<string, () => Report> = {
  contrast: () => checkContrast(readTokens()),
  'no-eval': () => checkNoEval(path.join(ROOT, 'dist/weapp')),
  'weapp-package': () => checkWeappPackage(path.join(ROOT, 'dist/weapp')),
  licences: () =>
    checkLicences(
      bundledFolders(),
      licences.map(({ name }) => name),
    ),
  sizes: () => judgeSizes(measureSizes()),
  'h5-parses': () => checkH5Parses(path.join(ROOT, 'dist/h5')),
}

function main(name = ''): void {
  const check = CHECKS[name]
  if (!check) throw new Error(`no check "${name}"; there are ${Object.keys(CHECKS).join(', ')}`)
  const { summary, failures } = check()
  for (const failure of failures) console.error(failure)
  console.log(summary)
  if (failures.length > 0) process.exitCode = 1
}

main(process.argv[2])
