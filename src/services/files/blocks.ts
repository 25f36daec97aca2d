/** Blocks in one text: each ends with a line feed, so that one without it is known to be torn. */
export const endOfBlock = '\n'

/** What a block may end with, so that it is known to be whole where the line feed behind it was damaged. */
export const endMark = '\u0004'

/** Blocks of a text, without a torn one at its end. */
export function blocksOf(text: string): string[] {
  const blocks = text.split(endOfBlock)
  const rest = blocks.pop() ?? ''
  // a block whose writing was cut off has nothing behind its mark
  if (rest.length > 1 && rest[rest.length - 2] === endMark) blocks.push(rest.slice(0, -1))
  return blocks
}
