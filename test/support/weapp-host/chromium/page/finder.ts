import type { NodeQuery, NodeTarget } from '../../types'
import { idOf } from './ids'

/** Matching elements of the screen in reading order; of elements inside each other only the innermost. */
export function findElements(roots: readonly Element[], target: NodeTarget): Element[] {
  if (typeof target !== 'string') return matching(roots, target)
  for (const query of [{ text: target }, { label: target }, { placeholder: target }]) {
    const found = matching(roots, query)
    if (found.length > 0) return found
  }
  return []
}

/** One line per text, fields as `[value]`; what is not drawn is left out. */
export function readText(roots: readonly Element[]): string {
  const lines: string[] = []
  const visit = (node: Node) => {
    if (node instanceof Text) lines.push(node.data)
    if (!(node instanceof Element) || !node.checkVisibility()) return
    if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement) lines.push(`[${node.value}]`)
    else if (node.localName === 'wx-text') lines.push(node.textContent ?? '')
    else node.childNodes.forEach(visit)
  }
  roots.forEach(visit)
  return lines.filter((line) => line !== '').join('\n')
}

function matching(roots: readonly Element[], query: NodeQuery): Element[] {
  const all = roots.flatMap((root) => [...root.querySelectorAll('*')])
  const matched = all.filter((element) => isNode(element) && matches(element, query))
  const innermost = matched.filter((element) => !matched.some((other) => other !== element && element.contains(other)))
  return query.nth === undefined ? innermost : innermost.slice(query.nth, query.nth + 1)
}

/** An element of the app, or a button of the shell; not what a stand-in is made of. */
const isNode = (element: Element) => element.localName.startsWith('wx-') || element.localName === 'button'

function matches(element: Element, query: NodeQuery): boolean {
  const text = (element.textContent ?? '').trim()
  const placeholder = element.querySelector<HTMLInputElement>(':scope > .native')?.placeholder
  return (
    (query.text === undefined || text === query.text) &&
    (query.includes === undefined || text.includes(query.includes)) &&
    (query.label === undefined || element.getAttribute('aria-label') === query.label) &&
    (query.role === undefined || element.getAttribute('aria-role') === query.role) &&
    (query.placeholder === undefined || placeholder === query.placeholder) &&
    (query.className === undefined || element.classList.contains(query.className)) &&
    (query.tag === undefined || element.localName === `wx-${query.tag}`) &&
    (query.id === undefined || idOf(element) === query.id)
  )
}
