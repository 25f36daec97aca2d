import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runChild } from '../child.mjs'
import { ExplainedError } from '../explained.mjs'
import { progressLine } from '../progress.mjs'

const PAGE = path.join('dist', 'h5')
/** What the page is made of, relative to the project. */
const SOURCES = ['src', 'config', 'types', 'package.json', 'package-lock.json', 'babel.config.js', 'tsconfig.json']
/** Beside the page and not in it: it goes when dist goes, and is not served. */
const STAMP = path.join('dist', '.h5-stamp')

export interface BuildOptions {
  root: string
  print: (text: string) => void
  signal?: AbortSignal
}

function listFiles(file: string): string[] {
  if (!existsSync(file)) return []
  if (!statSync(file).isDirectory()) return [file]
  return readdirSync(file)
    .sort()
    .flatMap((name) => listFiles(path.join(file, name)))
}

/** Contents of the sources: a checkout or a copy changes times without changing a byte. */
function sourceHash(root: string): string {
  const hash = createHash('sha256')
  const isPart = (file: string) => !/\.(test|fake)\.tsx?$|\.weapp\.tsx?$/.test(file)
  for (const file of SOURCES.flatMap((source) => listFiles(path.join(root, source))).filter(isPart)) {
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/** Names and sizes of what was built: another build into the same folder is noticed. */
function outputHash(distDir: string): string {
  const hash = createHash('sha256')
  for (const file of listFiles(distDir)) hash.update(`${path.relative(distDir, file)} ${statSync(file).size}\n`)
  return hash.digest('hex')
}

/** The build's own words without its progress, colours and cursor movements. */
export function complaint(lines: string[]): string {
  // eslint-disable-next-line no-control-regex -- escape sequences are what is taken out
  const plain = lines.map((line) => line.replace(/\x1b\[[0-9;]*[A-Za-z]/g, '').trimEnd())
  const first = plain.findIndex((line) => /^✖|error/i.test(line))
  const told = plain.slice(Math.max(first, 0)).filter((line) => line !== '' && !line.includes('即将开始启动编译'))
  return told.slice(0, 40).join('\n')
}

/** Notes that dist/h5 is what the sources with this hash make. */
export function markBuilt(root: string, sources = sourceHash(root)): void {
  writeFileSync(path.join(root, STAMP), `${sources} ${outputHash(path.join(root, PAGE))}`)
}

/** Whether dist/h5 is there and is what the sources say now. */
export function isCurrent(root: string, sources = sourceHash(root)): boolean {
  const stamp = path.join(root, STAMP)
  if (!existsSync(stamp) || !existsSync(path.join(root, PAGE, 'index.html'))) return false
  return readFileSync(stamp, 'utf8') === `${sources} ${outputHash(path.join(root, PAGE))}`
}

/** Builds dist/h5 unless it is current. Answers whether a build was needed. */
export async function buildPage({ root, print, signal }: BuildOptions): Promise<{ built: boolean; distDir: string }> {
  const distDir = path.join(root, PAGE)
  // taken before the build: a source edited meanwhile is built next time
  const sources = sourceHash(root)
  if (isCurrent(root, sources)) return { built: false, distDir }

  print('Building the page (the first time takes about half a minute).')
  const startedAt = Date.now()
  const seconds = () => Math.round((Date.now() - startedAt) / 1000)
  const progress = progressLine(print)
  const tick = setInterval(() => progress.show(`  building · ${seconds()} s`), 500)
  // an interrupted build must not pass for a finished one, nor yesterday's page for today's: Taro also ends with 0
  // when it refuses its configuration and builds nothing
  for (const file of [path.join(root, STAMP), path.join(distDir, 'index.html')]) rmSync(file, { force: true })
  try {
    const taro = path.join(root, 'node_modules', '@tarojs', 'cli', 'bin', 'taro')
    const result = await runChild(process.execPath, [taro, 'build', '--type', 'h5'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', FORCE_COLOR: '0' },
      ...(signal ? { signal } : {}),
    })
    if (result.code !== 0 || !existsSync(path.join(distDir, 'index.html'))) {
      throw new ExplainedError(`The page could not be built. What the build said:\n${complaint(result.lines)}`)
    }
  } finally {
    clearInterval(tick)
    progress.end()
  }
  markBuilt(root, sources)
  print(`Built in ${seconds()} s.`)
  return { built: true, distDir }
}
