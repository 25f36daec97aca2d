/** Blocks in one text: each ends with a line feed, so that one without it is known to be torn. */
export const endOfBlock = '\n'

/** Blocks of a text, without a torn one at its end. */
export function blocksOf(text: string): string[] {
  const blocks = text.split(endOfBlock)
  blocks.pop()
  return blocks
}
