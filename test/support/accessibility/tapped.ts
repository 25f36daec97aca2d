import type { NodeTemplate } from '../weapp-host/templates'
import { textOf, type TreeNode } from '../weapp-host/view/tree'

const controls = ['button', 'switch', 'tab', 'radio', 'checkbox', 'listitem', 'option', 'link', 'img', 'heading']

/**
 * Nodes of a mini-program's page that take a tap and that a screen reader cannot name: without a role, or with one and
 * neither a label nor a text. A row may hand its role to a button that stands in it. One line per node.
 */
export function namelessTargets(root: TreeNode, templates: ReadonlyMap<string, NodeTemplate>): string[] {
  const found: string[] = []
  const property = (node: TreeNode, name: string) => {
    const key = templates.get(node.nn ?? '')?.properties[name]
    return key === undefined ? undefined : node[key]
  }
  const isSaid = (node: TreeNode): boolean => property(node, 'aria-hidden') !== 'true'
  const roleOf = (node: TreeNode) => property(node, 'aria-role')
  const hasRoleWithin = (node: TreeNode): boolean =>
    (node.cn ?? []).some((child) => roleOf(child) !== undefined || hasRoleWithin(child))
  const visit = (node: TreeNode): void => {
    if (!isSaid(node)) return
    const template = templates.get(node.nn ?? '')
    const name = `.${String(node.cl ?? '').replace(/\s+/g, '.')} ${JSON.stringify(textOf(node).slice(0, 40))}`
    const role = roleOf(node)
    // a view without handlers has a template without them
    const takesTaps = template?.tag === 'view' && template.events.tap !== undefined
    if (takesTaps && role === undefined && !hasRoleWithin(node)) found.push(`no role: ${name}`)
    const label = property(node, 'aria-label')
    if (controls.includes(String(role)) && (label === undefined || label === '') && textOf(node).trim() === '')
      found.push(`no name: ${name}`)
    node.cn?.forEach(visit)
  }
  visit(root)
  return found
}
