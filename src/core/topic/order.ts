import type { Outline, TopicNode } from './topicNode'

export type TreeSort = 'recent' | 'name' | 'count'

type Compare = (a: TopicNode, b: TopicNode) => number

const digits = /^\d+$/

/** Paths of siblings differ in their names alone. Numbers by value: 2 before 10. */
function byName(a: TopicNode, b: TopicNode): number {
  if (a.path.length !== b.path.length && digits.test(a.name) && digits.test(b.name))
    return a.path.length - b.path.length
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}

const comparisons: Record<TreeSort, Compare> = {
  recent: (a, b) => b.at - a.at || b.seq - a.seq,
  name: byName,
  count: (a, b) => b.total - a.total || byName(a, b),
}

/**
 * Brings the children of a branch into order. Those without a message since the last time are in order among each
 * other: only the rest is sorted, and merged.
 * @param how `added`: only what is new finds its place, the rest stays; `touched`: what has changed moves, too;
 *   `all`: by another comparison than the last time
 * @param seq number of the newest message
 * @returns how many are new
 */
export function arrange(branch: TopicNode, outline: Outline, sort: TreeSort, how: Arrange, seq: number): number {
  const { children = [] } = branch
  const { order } = outline
  const added = children.length - order.length
  const compare = comparisons[sort]
  const isResorted = how === 'all' || (how === 'touched' && sort !== 'name')
  if (added === 0 && (!isResorted || branch.seq <= outline.sortedSeq) && how !== 'all') return 0
  const moves = (node: TopicNode) => how === 'all' || (isResorted && node.seq > outline.sortedSeq)
  const moved = order.filter(moves)
  const kept = moved.length === 0 ? order : order.filter((node) => !moves(node))
  for (let i = order.length; i < children.length; i += 1) {
    const child = children[i]
    if (child) moved.push(child)
  }
  moved.sort(compare)
  outline.order = merge(kept, moved, compare)
  if (isResorted) outline.sortedSeq = seq
  for (let i = 0; i < outline.order.length; i += 1) {
    const node = outline.order[i]
    if (node) node.index = i
  }
  outline.expanded.sort((a, b) => a.index - b.index)
  return added
}

export type Arrange = 'added' | 'touched' | 'all'

function merge(a: readonly TopicNode[], b: readonly TopicNode[], compare: Compare): TopicNode[] {
  if (a.length === 0) return b.slice()
  const merged: TopicNode[] = []
  let i = 0
  let j = 0
  for (;;) {
    const x = a[i]
    const y = b[j]
    if (!y) return merged.concat(a.slice(i))
    if (!x) return merged.concat(b.slice(j))
    if (compare(x, y) <= 0) {
      merged.push(x)
      i += 1
    } else {
      merged.push(y)
      j += 1
    }
  }
}
