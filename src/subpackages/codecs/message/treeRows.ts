import type { DiffNode } from '@/core/payload/diff'
import type { JsonPath } from '@/core/payload/path'
import type { ValueNode } from '@/core/payload/tree'

/** A line of a tree. */
export interface TreeRow {
  /** unique in the tree, the same for the same place of an equal tree */
  id: string
  path: JsonPath
  depth: number
  diff: DiffNode
  /** absent where there is nothing to open */
  isOpen?: boolean
}

/** Trees with no more lines are shown open. */
const openedLines = 30

/** The lines of a tree; its root is not one of them, but when it has no members. @param opened what the person opened and closed */
export function treeRows(root: DiffNode, opened: Readonly<Record<string, boolean>>): TreeRow[] {
  const rows: TreeRow[] = []
  const isSmall = linesUpTo(root, openedLines + 1) <= openedLines
  const add = (diff: DiffNode, id: string, path: JsonPath, depth: number) => {
    const children = membersOf(diff)
    const isOpen = children.length > 0 ? (opened[id] ?? isOpenAtFirst(diff, isSmall)) : undefined
    rows.push({ id, path, depth, diff, ...(isOpen !== undefined && { isOpen }) })
    if (isOpen) addAll(children, id, path, depth + 1)
  }
  const addAll = (children: readonly DiffNode[], parent: string, path: JsonPath, depth: number) =>
    children.forEach((child, i) => {
      const step = child.node.key
      add(child, `${parent}.${i}`, step === undefined ? path : [...path, step], depth)
    })
  const members = membersOf(root)
  if (members.length === 0) add(root, '$', [], 0)
  else addAll(members, '$', [], 0)
  return rows
}

/** What is said in its own line already, as `[2, 60]`, need not be opened. */
function isOpenAtFirst({ node, change, changes }: DiffNode, isSmall: boolean): boolean {
  return (changes > 0 && change === undefined) || (isSmall && inlineOf(node) === undefined)
}

/** Compared members, or those of what was added or removed as a whole. */
function membersOf({ node, children }: DiffNode): readonly DiffNode[] {
  return children ?? (node.children ?? []).map((child) => ({ node: child, changes: 0 }))
}

function linesUpTo(diff: DiffNode, limit: number): number {
  let lines = 0
  for (const child of membersOf(diff)) {
    lines += 1 + linesUpTo(child, limit - lines)
    if (lines >= limit) break
  }
  return lines
}

/** Characters of a list that is written out in its own line, and of a value that is drawn. */
const shortValue = 24
const longestValue = 200

/** The value of a line: a leaf as it was sent, cut; what has members by their number, or by themselves when they are few. */
export function shownValue(node: ValueNode, isOpen?: boolean): string {
  const { kind, text, children, omitted = 0 } = node
  if (!children) {
    const quoted = kind === 'string' ? JSON.stringify(text ?? '') : (text ?? '')
    return quoted.length > longestValue ? `${quoted.slice(0, longestValue)}…` : quoted
  }
  const [start, end] = kind === 'array' ? ['[', ']'] : ['{', '}']
  const inline = isOpen ? undefined : inlineOf(node)
  return inline ?? `${start}${children.length + omitted}${end}`
}

/** A short list of leaves as it is written: `[2, 60]`. */
function inlineOf({ kind, children = [], omitted = 0 }: ValueNode): string | undefined {
  if (kind !== 'array' || omitted > 0 || children.length * 2 > shortValue) return undefined
  if (!children.every((child) => !child.children)) return undefined
  const inline = `[${children.map((child) => shownValue(child)).join(', ')}]`
  return inline.length <= shortValue ? inline : undefined
}

/** Characters of a value that the clipboard is given. */
const copiedCharacters = 1_000_000

/** A value for the clipboard: a leaf as it is, what has members as JSON whose numbers keep their spelling. */
export function copiedValue(node: ValueNode): string {
  return (node.children ? jsonOf(node, '') : (node.text ?? '')).slice(0, copiedCharacters)
}

function jsonOf(node: ValueNode, indent: string): string {
  const { kind, text = '', children } = node
  if (!children) return kind === 'number' || kind === 'boolean' || kind === 'null' ? text : JSON.stringify(text)
  const [start, end] = kind === 'array' ? ['[', ']'] : ['{', '}']
  if (children.length === 0) return `${start}${end}`
  const inner = `${indent}  `
  const lines = children.map((child) => {
    const name = kind === 'array' ? '' : `${JSON.stringify(String(child.key ?? ''))}: `
    return `${inner}${name}${jsonOf(child, inner)}`
  })
  return `${start}\n${lines.join(',\n')}\n${indent}${end}`
}
