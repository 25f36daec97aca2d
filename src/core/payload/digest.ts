import { JsonReader } from './json/reader'

/** A key of a JSON object and its value as shown: numbers as they were sent, `{3}` and `[2]` for what is nested. */
export type DigestPair = [key: string, value: string]

const maxPairs = 12
const maxValueCharacters = 48

/**
 * The top level of a JSON object, in the order and spelling of its text: `1.50` and integers above 2^53 stay what
 * they were.
 * @returns undefined when the bytes are not a JSON object
 */
export function digestOf(bytes: Uint8Array): { pairs: DigestPair[]; more: boolean } | undefined {
  const reader = new JsonReader(bytes, true)
  if (reader.next() !== '{') return undefined
  const pairs: DigestPair[] = []
  let more = false
  while (reader.next() === 'key') {
    if (pairs.length < maxPairs) {
      const key = cut(reader.text())
      reader.next()
      pairs.push([key, shown(reader)])
    } else {
      more = true
      reader.next()
      reader.skip()
    }
  }
  return reader.next() === 'end' ? { pairs, more } : undefined
}

function shown(reader: JsonReader): string {
  switch (reader.token) {
    case '{':
      return `{${childrenOf(reader)}}`
    case '[':
      return `[${childrenOf(reader)}]`
    case 'string':
      // escapes such as \u8865 are read, so that what people wrote is seen
      return `"${cut(reader.text().replace(/\s+/g, ' '))}"`
    default:
      return cut(reader.source())
  }
}

/** Reads to the end of the object or the list. */
function childrenOf(reader: JsonReader): number {
  const isObject = reader.token === '{'
  let count = 0
  for (let token = reader.next(); token !== '}' && token !== ']' && token !== 'error'; token = reader.next()) {
    if (isObject) reader.next()
    reader.skip()
    count += 1
  }
  return count
}

function cut(text: string): string {
  if (text.length <= maxValueCharacters) return text
  const characters = Array.from(text)
  return characters.length > maxValueCharacters ? `${characters.slice(0, maxValueCharacters).join('')}…` : text
}
