import type { NodeTemplate } from '../templates'
import type { NodeQuery, NodeTarget } from '../types'

/** A node of Taro's data tree: `nn` names its kind, `cn` its children, `v` the text of a text node. */
export interface TreeNode {
  nn?: string
  cn?: TreeNode[]
  v?: unknown
  sid?: string
  uid?: string
  cl?: string
  [key: string]: unknown
}

/** A node with its ancestors, outermost first. */
export type NodeChain = readonly TreeNode[]

/** Reads the `setData` tree of a page as a person would see it. */
export class PageTree {
  constructor(
    private readonly roots: readonly TreeNode[],
    private readonly templates: ReadonlyMap<string, NodeTemplate>,
  ) {}

  template(node: TreeNode): NodeTemplate | undefined {
    return this.templates.get(node.nn ?? '')
  }

  /** A property by its name in WXML, as far as the templates map it. */
  property(node: TreeNode, name: string): unknown {
    const key = this.template(node)?.properties[name]
    return key === undefined ? undefined : node[key]
  }

  text(): string {
    const lines: string[] = []
    const visit = (node: TreeNode) => {
      const tag = this.template(node)?.tag
      if (node.v !== undefined || tag === 'text') lines.push(textOf(node))
      else if (tag === 'input' || tag === 'textarea') lines.push(`[${asText(this.property(node, 'value'))}]`)
      else node.cn?.forEach(visit)
    }
    this.roots.forEach(visit)
    return lines.join('\n')
  }

  /** Matching nodes in reading order; of nodes inside each other only the innermost. */
  findAll(target: NodeTarget): NodeChain[] {
    if (typeof target !== 'string') return this.matching(target)
    for (const query of [{ text: target }, { label: target }, { placeholder: target }]) {
      const found = this.matching(query)
      if (found.length > 0) return found
    }
    return []
  }

  private matching(query: NodeQuery): NodeChain[] {
    const found: NodeChain[] = []
    const visit = (node: TreeNode, ancestors: NodeChain): boolean => {
      const chain = [...ancestors, node]
      // every child is visited, also after a match
      const isInside = (node.cn ?? []).map((child) => visit(child, chain)).some(Boolean)
      const matches = !isInside && node.v === undefined && this.matches(node, query)
      if (matches) found.push(chain)
      return isInside || matches
    }
    this.roots.forEach((root) => visit(root, []))
    return query.nth === undefined ? found : found.slice(query.nth, query.nth + 1)
  }

  private matches(node: TreeNode, query: NodeQuery): boolean {
    const text = textOf(node).trim()
    return (
      (query.text === undefined || text === query.text) &&
      (query.includes === undefined || text.includes(query.includes)) &&
      (query.label === undefined || this.property(node, 'aria-label') === query.label) &&
      (query.role === undefined || this.property(node, 'aria-role') === query.role) &&
      (query.placeholder === undefined || this.property(node, 'placeholder') === query.placeholder) &&
      (query.className === undefined || classesOf(node).includes(query.className)) &&
      (query.tag === undefined || this.template(node)?.tag === query.tag) &&
      (query.id === undefined || node.uid === query.id)
    )
  }
}

export function textOf(node: TreeNode): string {
  return node.v === undefined ? (node.cn ?? []).map(textOf).join('') : asText(node.v)
}

/** A value of the tree as the view would print it. */
export function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

const classesOf = (node: TreeNode) => String(node.cl ?? '').split(/\s+/)
