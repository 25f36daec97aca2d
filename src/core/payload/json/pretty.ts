import { JsonReader } from './reader'

/** Levels that are indented; what is nested deeper stays in that column, or a long line of brackets would fill memory. */
const maxLevels = 16

/**
 * JSON over several lines, two spaces a level. Numbers stay as they were sent; escapes in strings are read, so that
 * text written as `\u6e29` is seen.
 * @returns undefined when the bytes are not JSON
 */
export function prettyJson(bytes: Uint8Array): string | undefined {
  const reader = new JsonReader(bytes, true)
  let pretty = ''
  let before: 'nothing' | 'opening' | 'key' | 'value' = 'nothing'
  for (let token = reader.next(); token !== 'end'; token = reader.next()) {
    if (token === 'error') return undefined
    const isOpening = token === '{' || token === '['
    const isClosing = token === '}' || token === ']'
    if (before === 'value' && !isClosing) pretty += ','
    if (before === 'value' || (before === 'opening' && !isClosing)) {
      // on an opening bracket the reader is inside of it already
      pretty += `\n${'  '.repeat(Math.min(isOpening ? reader.depth - 1 : reader.depth, maxLevels))}`
    }
    pretty += token === 'key' || token === 'string' ? JSON.stringify(reader.text()) : reader.source()
    if (token === 'key') pretty += ': '
    before = isOpening ? 'opening' : token === 'key' ? 'key' : 'value'
  }
  return pretty
}
