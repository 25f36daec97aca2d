import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Script } from 'node:vm'
import { listFiles } from './files'
import type { Report } from './report'

/** The syntax error of a classic script, in words. */
export function findSyntaxError(source: string, name: string): string | undefined {
  try {
    new Script(source, { filename: name })
    return undefined
  } catch (error) {
    return `${name}: ${error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 4).join(' ') : String(error)}`
  }
}

/**
 * Every script of the built page parses, and every file the page names is there: Taro's build can end with exit
 * code 0 and `static #"e"` inside, which no browser reads.
 */
export function checkH5Parses(folder: string): Report {
  const page = path.join(folder, 'index.html')
  if (!existsSync(page)) return { summary: 'not built', failures: [`${page} is missing: was it built?`] }
  const scripts = listFiles(folder).filter((file) => file.endsWith('.js'))
  const failures = scripts.flatMap((file) => findSyntaxError(readFileSync(path.join(folder, file), 'utf8'), file) ?? [])
  const named = [...readFileSync(page, 'utf8').matchAll(/(?:src|href)="(\.?\/?[^":#?]+)"/g)].map(
    ([, file]) => file ?? '',
  )
  failures.push(
    ...named
      .filter((file) => !existsSync(path.join(folder, file)))
      .map((file) => `index.html names ${file}, which is not there`),
  )
  if (!named.some((file) => file.endsWith('.js'))) failures.push('index.html loads no script')
  return { summary: `${scripts.length} scripts parse`, failures }
}
