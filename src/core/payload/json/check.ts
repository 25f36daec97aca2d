/** Whether the text is JSON, RFC 8259. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Whether the text means to be a JSON object or array, well-formed or not. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text)
}

const whitespace = /[ \t\n\r]*/y
const token =
  // eslint-disable-next-line no-control-regex -- control characters are what a string must not have
  /[{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}

type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing'

/**
 * Where a text stops being JSON: the engines' own messages differ.
 * @returns an index, the length when the text ends too early, undefined when it is JSON
 */
export function jsonErrorAt(text: string): number | undefined {
  if (isJson(text)) return undefined
  const open: ('{' | '[')[] = []
  let expected: Expected = 'value'
  let at = 0
  for (;;) {
    at += matchAt(whitespace, text, at).length
    const found = matchAt(token, text, at)
    if (found === '') return at
    const next = step(expected, found, open)
    if (!next) return at
    expected = next
    at += found.length
  }
}

/** @returns what has to follow, or undefined when the token may not stand here */
function step(expected: Expected, found: string, open: ('{' | '[')[]): Expected | undefined {
  const after = (): Expected => (open.length === 0 ? 'nothing' : 'commaOrEnd')
  const closes = (bracket: string) => (found === '}' ? bracket === '{' : found === ']' && bracket === '[')
  const top = open[open.length - 1] ?? ''
  switch (expected) {
    case 'keyOrEnd':
    case 'valueOrEnd':
    case 'commaOrEnd':
      if (closes(top)) {
        open.pop()
        return after()
      }
      if (expected === 'commaOrEnd') return found === ',' ? (top === '{' ? 'key' : 'value') : undefined
      return step(expected === 'keyOrEnd' ? 'key' : 'value', found, open)
    case 'key':
      return found.startsWith('"') ? 'colon' : undefined
    case 'colon':
      return found === ':' ? 'value' : undefined
    case 'value':
      if (found !== '{' && found !== '[') return /^[\]},:]/.test(found) ? undefined : after()
      open.push(found)
      return found === '{' ? 'keyOrEnd' : 'valueOrEnd'
    case 'nothing':
      return undefined
  }
}

/**
 * JSON over several lines, two spaces a level. Numbers stay as they were sent; escapes in strings are read, so that
 * text written as `\u6e29` is seen.
 * @returns undefined when the text is not JSON
 */
export function prettyJson(text: string): string | undefined {
  if (!isJson(text)) return undefined
  let pretty = ''
  let depth = 0
  const line = () => `\n${'  '.repeat(depth)}`
  for (let at = matchAt(whitespace, text, 0).length; at < text.length;) {
    const found = matchAt(token, text, at)
    at += found.length
    at += matchAt(whitespace, text, at).length
    const isEmptyNext = (found === '{' && text.charAt(at) === '}') || (found === '[' && text.charAt(at) === ']')
    if (isEmptyNext) {
      pretty += found + text.charAt(at)
      at += 1
      at += matchAt(whitespace, text, at).length
    } else if (found === '{' || found === '[') {
      depth += 1
      pretty += found + line()
    } else if (found === '}' || found === ']') {
      depth -= 1
      pretty += line() + found
    } else if (found === ',') pretty += found + line()
    else if (found === ':') pretty += ': '
    else pretty += found.startsWith('"') ? JSON.stringify(JSON.parse(found)) : found
  }
  return pretty
}
