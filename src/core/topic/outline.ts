import { arrange, type Arrange, type TreeSort } from './order'
import type { Outline, TopicNode } from './topicNode'
import type { TopicTree } from './tree'

/** A row of the tree as it is shown. */
export type OutlineRow = { kind: 'topic'; node: TopicNode } | { kind: 'field'; node: TopicNode; index: number }

/**
 * Which branches of a tree are open and in what order their children stand. Any part of the rows is read in the time
 * of that part: what a closed branch hides is never looked at.
 */
export class TreeOutline {
  private sort: TreeSort = 'recent'

  constructor(private readonly tree: TopicTree) {
    outlineOf(tree.root).isExpanded = true
  }

  get length(): number {
    return outlineOf(this.tree.root).below
  }

  isExpanded(node: TopicNode): boolean {
    return node.outline?.isExpanded === true
  }

  setSort(sort: TreeSort): void {
    if (sort === this.sort) return
    this.sort = sort
    this.arrange('all')
  }

  /** Brings what came since into the open branches: only what is new, or all in order again. */
  arrange(how: Arrange): void {
    this.arrangeFrom(this.tree.root, how)
  }

  /** Rows that {@link arrange} would add. */
  pending(node: TopicNode = this.tree.root): number {
    const { outline, children = [] } = node
    if (!outline?.isExpanded) return 0
    return outline.expanded.reduce((sum, child) => sum + this.pending(child), children.length - outline.order.length)
  }

  expand(node: TopicNode): void {
    const outline = outlineOf(node)
    if (outline.isExpanded) return
    // it may have been closed under another sorting
    this.grow(node, arrange(node, outline, this.sort, 'all', node.seq))
    this.arrangeOpen(outline, 'all')
    outline.isExpanded = true
    const parent = node.parent?.outline
    // a child of a branch that is not laid out yet is counted when it is
    if (!node.parent || !parent || node.index < 0) return
    parent.expanded.push(node)
    parent.expanded.sort((a, b) => a.index - b.index)
    this.grow(node.parent, outline.below)
  }

  collapse(node: TopicNode): void {
    const { outline, parent } = node
    if (!outline?.isExpanded || !parent) return
    outline.isExpanded = false
    if (!parent.outline || parent.outline.expanded.indexOf(node) < 0) return
    parent.outline.expanded = parent.outline.expanded.filter((child) => child !== node)
    this.grow(parent, -outline.below)
  }

  /**
   * Opens branches, the upper levels first, while all rows are no more than `maxRows`.
   * @returns whether all of them are open
   */
  expandAll(from: TopicNode, maxRows: number): boolean {
    let isWhole = true
    const queue = [from]
    for (let i = 0; i < queue.length; i += 1) {
      const node = queue[i]
      if (!node) continue
      const { children = [] } = node
      if (!this.isExpanded(node)) {
        if (this.length + children.length > maxRows) {
          isWhole = false
          continue
        }
        this.expand(node)
      }
      // siblings without children need no looking at twice
      if (children.length > maxRows) isWhole = false
      else for (const child of node.outline?.order ?? []) if (child.children) queue.push(child)
    }
    return isWhole
  }

  collapseAll(): void {
    for (const child of [...outlineOf(this.tree.root).expanded]) this.collapseBelow(child)
  }

  /** How many numeric fields stand under a topic that is open. */
  setFieldRows(node: TopicNode, count: number): void {
    const { outline } = node
    if (!outline) return
    const change = count - outline.fieldRows
    outline.fieldRows = count
    this.grow(node, change)
  }

  /** Up to `count` rows, the first of which is number `from`. */
  rows(from: number, count: number): OutlineRow[] {
    const rows: OutlineRow[] = []
    collect(this.tree.root, Math.max(0, from), count, rows)
    return rows
  }

  private arrangeFrom(node: TopicNode, how: Arrange): void {
    const outline = outlineOf(node)
    this.grow(node, arrange(node, outline, this.sort, how, node.seq))
    this.arrangeOpen(outline, how)
  }

  private arrangeOpen(outline: Outline, how: Arrange): void {
    for (const child of outline.expanded) this.arrangeFrom(child, how)
  }

  private collapseBelow(node: TopicNode): void {
    for (const child of [...(node.outline?.expanded ?? [])]) this.collapseBelow(child)
    this.collapse(node)
  }

  /** Rows came under a branch: those that hold it, while they are open, have them, too. */
  private grow(node: TopicNode, change: number): void {
    if (change === 0) return
    for (let at: TopicNode | undefined = node; at; at = at.parent) {
      const outline = outlineOf(at)
      outline.below += change
      if (!outline.isExpanded || (at.parent && at.index < 0)) return
    }
  }
}

function outlineOf(node: TopicNode): Outline {
  node.outline ??= { isExpanded: false, order: [], expanded: [], fieldRows: 0, below: 0, sortedSeq: 0 }
  return node.outline
}

/** @returns how many rows are still to be skipped */
function collect(branch: TopicNode, skip: number, count: number, rows: OutlineRow[]): number {
  const { outline } = branch
  if (!outline) return skip
  for (let index = Math.min(skip, outline.fieldRows); index < outline.fieldRows && rows.length < count; index += 1) {
    rows.push({ kind: 'field', node: branch, index })
  }
  let left = Math.max(0, skip - outline.fieldRows)
  let next = 0
  // from one open child to the next every child is one row
  for (const child of outline.expanded) {
    left = plain(outline.order, next, child.index + 1, left, count, rows)
    if (rows.length >= count) return 0
    const below = child.outline?.below ?? 0
    if (left >= below) left -= below
    else left = collect(child, left, count, rows)
    next = child.index + 1
  }
  return plain(outline.order, next, outline.order.length, left, count, rows)
}

/** Children `from` to `to`, none of them with rows below but the last. @returns how many rows are still to be skipped */
function plain(order: TopicNode[], from: number, to: number, skip: number, count: number, rows: OutlineRow[]): number {
  if (skip >= to - from) return skip - (to - from)
  for (let i = from + skip; i < to && rows.length < count; i += 1) {
    const node = order[i]
    if (node) rows.push({ kind: 'topic', node })
  }
  return 0
}
