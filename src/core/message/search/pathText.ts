import { formatPath, parsePath, type JsonPath } from '../../payload/path'

const plain = '\\s"\'“”\\[\\].:：!<>=≥≤≠＞＜＝'
/** `$` or a name, then members and indexes. A name begins with a letter, `_`, or what is beyond ASCII. */
const path = new RegExp(
  `(?:\\$|(?![\\x00-\\x40\\x5b-\\x5e\\x60\\x7b-\\x7f])[^${plain}][^${plain}/+#]*)` +
    `(?:\\.[^${plain}/+#]+|\\[\\d{1,15}\\]|\\["(?:[^"\\\\]|\\\\.)*"\\]|\\['(?:[^'\\\\]|\\\\.)*'\\])*`,
  'y',
)

/** Reads `temp`, `a.b[0]`, `$.a`, `$["any name"]` at a place. @returns undefined when no path stands there */
export function readPath(text: string, from: number): { path: JsonPath; end: number } | undefined {
  path.lastIndex = from
  const found = path.exec(text)
  const read = found && parsePath(found[0])
  return read ? { path: read, end: from + found[0].length } : undefined
}

/** As {@link readPath} reads it, as short as it can be. */
export function printPath(steps: JsonPath): string {
  const full = formatPath(steps)
  const brackets = steps.map((step) => `[${typeof step === 'number' ? step : JSON.stringify(step)}]`)
  return [full.replace(/^\$\./, ''), full].find((text) => reads(text, full)) ?? `$${brackets.join('')}`
}

function reads(text: string, full: string): boolean {
  const found = readPath(text, 0)
  return found?.end === text.length && formatPath(found.path) === full
}
