/**
 * A topic within so many columns of a monospaced font: leading levels go, the tail stays (`…/dev/gw-02/status`).
 * Characters of East Asian width take two columns.
 */
export function shortTopic(topic: string, columns: number): string {
  const characters = Array.from(topic)
  let width = 0
  let start = characters.length
  while (start > 0 && width + columnsOf(characters[start - 1] ?? '') <= columns) {
    start -= 1
    width += columnsOf(characters[start] ?? '')
  }
  if (start === 0) return topic
  // one column goes to the ellipsis
  while (start < characters.length - 1 && width + 1 > columns) {
    width -= columnsOf(characters[start] ?? '')
    start += 1
  }
  const slash = characters.indexOf('/', start)
  const from = slash < 0 || slash === characters.length - 1 ? start : slash
  return `…${characters.slice(from).join('')}`
}

/** Hangul, kana, CJK and full-width forms: the blocks that a monospaced font draws double. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/

function columnsOf(character: string): number {
  return character.length > 1 || wide.test(character) ? 2 : 1
}
