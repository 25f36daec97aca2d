import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'
import type { WeappBundle } from '../bundle'

/** A style sheet as `wcsc` leaves it: CSS text with lengths in rpx between. */
export type StyleParts = Array<string | number>

/** Why the view cannot be compiled on this machine, or nothing if it can. */
export function findStyleCompilerFault(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `wcsc (WeChat's style compiler) exists for Linux x86-64 only, this is ${process.platform} ${process.arch}`
  }
  return fs.existsSync(compilerPath()) ? undefined : `wcsc is missing: ${compilerPath()}`
}

/** Compiles every WXSS file with WeChat's own compiler, from `miniprogram-compiler`. @throws Error where it cannot run */
export function compileStyles(bundle: WeappBundle): Record<string, StyleParts> {
  const fault = findStyleCompilerFault()
  if (fault) throw new Error(fault)
  const styles: Record<string, StyleParts> = {}
  for (const file of bundle.files.keys()) {
    if (file.endsWith('.wxss')) styles[file.slice(0, -5)] = compileOne(bundle.directory, file)
  }
  return styles
}

const compilerPath = () =>
  path.join(path.dirname(require.resolve('miniprogram-compiler/package.json')), 'bin/linux/wcsc')

function compileOne(directory: string, file: string): StyleParts {
  // installed without its execute bit
  fs.chmodSync(compilerPath(), 0o755)
  const run = spawnSync(compilerPath(), ['-pc', '1', `./${file}`], { cwd: directory, maxBuffer: 1 << 26 })
  if (run.status !== 0) throw new Error(`wcsc ${file}: ${run.stderr.toString()}`)
  const sections = readSections(run.stdout.toString())
  // the output is a script for WeChat's page frame: run it in a frame that keeps what it is given
  const frame = vm.createContext(pageFrame())
  vm.runInContext(sections.comm ?? '', frame)
  vm.runInContext('setCssToHead = function (parts) { return parts }', frame)
  const shared = vm.runInContext('this.__COMMON_STYLESHEETS__ || {}', frame) as Record<string, unknown[]>
  return flatten(vm.runInContext(sections[`./${file}`] ?? '[]', frame) as unknown[], shared, new Set())
}

/** `name=body=name=body…`, where each body is the inside of a string literal. */
function readSections(output: string): Record<string, string> {
  const pieces = output.split('=')
  const sections: Record<string, string> = {}
  for (let at = 0; at + 1 < pieces.length; at += 2) {
    const literal = `"${(pieces[at + 1] ?? '').replace(/\n/g, '\\n')}"`
    sections[pieces[at] ?? ''] = vm.runInNewContext(literal) as string
  }
  return sections
}

/** `[0, rpx]` is a length, `[2, x]` another sheet: given, or shared and by name, once. */
function flatten(parts: unknown[], shared: Record<string, unknown[]>, seen: Set<unknown>): StyleParts {
  return parts.flatMap((part): StyleParts => {
    if (typeof part === 'string') return [part]
    const [kind, value] = part as [number, unknown]
    if (kind === 0) return [Number(value)]
    if (kind !== 2) return []
    if (typeof value !== 'string') return flatten(value as unknown[], shared, seen)
    if (seen.has(value)) return []
    seen.add(value)
    return flatten(shared[value] ?? [], shared, seen)
  })
}

function pageFrame(): Record<string, unknown> {
  const element = { setAttribute: () => undefined, appendChild: () => undefined, childNodes: [] }
  const document = {
    head: element,
    getElementsByTagName: () => [element],
    createElement: () => element,
    createTextNode: () => element,
  }
  const frame = { navigator: { userAgent: 'iPhone' }, screen: { width: 375 }, document, console }
  return Object.assign(frame, { window: frame })
}
