import type { ValueNode } from './tree'

/** A value of the later tree beside what it was in the earlier one; removed values stand where they were. */
export interface DiffNode {
  /** of the later tree, of the earlier one when `removed` */
  node: ValueNode
  change?: 'added' | 'removed' | 'changed'
  /** what was there instead, when `changed` */
  before?: ValueNode
  children?: DiffNode[]
  /** values below and including this one that were added, removed or changed */
  changes: number
}

/**
 * Compares two decoded payloads. Members of objects are the same when their keys are, the n-th of equal keys with the
 * n-th; items of lists when they are equal at the beginning or the end, those between by position.
 */
export function diffTrees(before: ValueNode, after: ValueNode): DiffNode {
  if (!before.children || !after.children || before.kind !== after.kind) {
    return isSameValue(before, after)
      ? { node: after, changes: 0, ...unchanged(after) }
      : { node: after, change: 'changed', before, changes: 1 }
  }
  const children =
    after.kind === 'array' ? compareItems(before.children, after.children) : compareMembers(before, after)
  return { node: after, children, changes: children.reduce((sum, child) => sum + child.changes, 0) }
}

/** A tree that is compared with nothing, in the same form. */
export function undiffed(node: ValueNode): DiffNode {
  return { node, changes: 0, ...unchanged(node) }
}

const unchanged = ({ children }: ValueNode) => (children ? { children: children.map(undiffed) } : {})

function compareItems(before: readonly ValueNode[], after: readonly ValueNode[]): DiffNode[] {
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && isSameAt(before, head, after, head)) head += 1
  let tail = 0
  while (tail < shorter - head && isSameAt(before, before.length - 1 - tail, after, after.length - 1 - tail)) tail += 1
  const nodes: DiffNode[] = []
  const middle = Math.max(before.length, after.length) - head - tail
  for (let i = 0; i < head; i += 1) push(nodes, before[i], after[i])
  for (let i = head; i < head + middle; i += 1) {
    push(nodes, i < before.length - tail ? before[i] : undefined, i < after.length - tail ? after[i] : undefined)
  }
  for (let i = tail; i > 0; i -= 1) push(nodes, before[before.length - i], after[after.length - i])
  return nodes
}

function isSameAt(a: readonly ValueNode[], i: number, b: readonly ValueNode[], j: number): boolean {
  const [left, right] = [a[i], b[j]]
  return left !== undefined && right !== undefined && isSameTree(left, right)
}

function compareMembers(before: ValueNode, after: ValueNode): DiffNode[] {
  const earlier = byName(before.children ?? [])
  const later = byName(after.children ?? [])
  // what is gone stands after the last of its earlier neighbours that is still there
  const goneAfter = new Map<string, ValueNode[]>()
  let lastKept = ''
  earlier.forEach((node, name) => {
    const gone = goneAfter.get(lastKept)
    if (later.has(name)) lastKept = name
    else if (gone) gone.push(node)
    else goneAfter.set(lastKept, [node])
  })
  const nodes: DiffNode[] = []
  const addGone = (name: string) => (goneAfter.get(name) ?? []).forEach((node) => push(nodes, node, undefined))
  addGone('')
  later.forEach((node, name) => {
    push(nodes, earlier.get(name), node)
    addGone(name)
  })
  return nodes
}

/** Children by key and how often it came before: repeated fields of protobuf, and JSON that repeats a name. */
function byName(children: readonly ValueNode[]): Map<string, ValueNode> {
  const counts = new Map<string, number>()
  const named = new Map<string, ValueNode>()
  for (const child of children) {
    const key = `${typeof child.key} ${child.key ?? ''}`
    const n = counts.get(key) ?? 0
    counts.set(key, n + 1)
    named.set(`${n} ${key}`, child)
  }
  return named
}

function push(nodes: DiffNode[], earlier: ValueNode | undefined, later: ValueNode | undefined): void {
  if (earlier && later) nodes.push(diffTrees(earlier, later))
  else if (earlier) nodes.push({ node: earlier, change: 'removed', changes: 1 })
  else if (later) nodes.push({ node: later, change: 'added', changes: 1 })
}

/** Whether two values are the same, whatever their keys are. */
function isSameTree(a: ValueNode, b: ValueNode): boolean {
  if (!isSameValue(a, b)) return false
  const [left, right] = [a.children ?? [], b.children ?? []]
  return left.every((child, i) => {
    const other = right[i]
    return other !== undefined && (a.kind === 'array' || child.key === other.key) && isSameTree(child, other)
  })
}

function isSameValue(a: ValueNode, b: ValueNode): boolean {
  return a.kind === b.kind && a.text === b.text && a.omitted === b.omitted && a.children?.length === b.children?.length
}
