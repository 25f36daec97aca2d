/** What a phone's keyboard writes for `"`, too */
const closing: Record<string, string> = { '"': '"', '“': '”', "'": "'" }

/**
 * Reads text in quotes at a place; `\"` and `\\` in it stand for `"` and `\`.
 * @returns undefined when no quote stands there; a text without its closing quote goes to the end
 */
export function readQuoted(text: string, from: number): { text: string; end: number; isOpen: boolean } | undefined {
  const close = closing[text.charAt(from)]
  if (close === undefined) return undefined
  let found = ''
  for (let at = from + 1; at < text.length; at += 1) {
    const unit = text.charAt(at)
    if (unit === close) return { text: found, end: at + 1, isOpen: false }
    const next = text.charAt(at + 1)
    if (unit === '\\' && (next === close || next === '\\')) at += 1
    found += text.charAt(at)
  }
  return { text: found, end: text.length, isOpen: true }
}

export function printQuoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
