import { isJson } from './json/check'

/** A key of a JSON object and its value as shown: numbers as they were sent, `{3}` and `[2]` for what is nested. */
export type DigestPair = [key: string, value: string]

const maxPairs = 12
const maxValueCharacters = 48

/**
 * The top level of a JSON object, in the order and spelling of its text: `1.50` and integers above 2^53 stay what
 * they were.
 * @returns undefined when the text is not a JSON object
 */
export function digestOf(text: string): { pairs: DigestPair[]; more: boolean } | undefined {
  if (!/^\s*\{/.test(text) || !isJson(text)) return undefined
  const pairs: DigestPair[] = []
  const tokens = topLevelTokens(text)
  for (let i = 0; i + 1 < tokens.length && pairs.length < maxPairs; i += 2) {
    pairs.push([cut(String(JSON.parse(tokens[i] ?? ''))), shown(tokens[i + 1] ?? '')])
  }
  return { pairs, more: tokens.length > maxPairs * 2 }
}

/** Keys and values of an object known to be well-formed, in turn. */
function topLevelTokens(text: string): string[] {
  const tokens: string[] = []
  let depth = 0
  let start = -1
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charAt(i)
    if (depth === 1 && start < 0 && !/[\s,:}]/.test(c)) start = i
    if (c === '"') i = stringEnd(text, i)
    else if (c === '{' || c === '[') depth += 1
    else if (c === '}' || c === ']') depth -= 1
    const isEnd = depth === 1 ? /[,:]/.test(c) : depth === 0
    if (isEnd && start >= 0) {
      tokens.push(text.slice(start, i).trim())
      start = -1
    }
  }
  return tokens
}

function stringEnd(text: string, quote: number): number {
  let end = quote + 1
  while (text.charAt(end) !== '"') end += text.charAt(end) === '\\' ? 2 : 1
  return end
}

function shown(token: string): string {
  if (token.startsWith('{')) return `{${Object.keys(JSON.parse(token) as object).length}}`
  if (token.startsWith('[')) return `[${(JSON.parse(token) as unknown[]).length}]`
  // escapes such as \u8865 are read, so that what people wrote is seen
  return token.startsWith('"') ? `"${cut(String(JSON.parse(token)).replace(/\s+/g, ' '))}"` : cut(token)
}

function cut(text: string): string {
  if (text.length <= maxValueCharacters) return text
  const characters = Array.from(text)
  return characters.length > maxValueCharacters ? `${characters.slice(0, maxValueCharacters).join('')}…` : text
}
