import { noteOf } from '../binaryNodes'
import { isoTime } from '../numberText'
import type { ValueNode } from '../tree'

/** What a type of google.protobuf means, on top of its fields (protobuf.dev/reference/protobuf/google.protobuf). */
export function wellKnownNode(typeName: string, node: ValueNode): ValueNode {
  switch (typeName) {
    case 'google.protobuf.Timestamp':
      return { ...node, note: noteOf(isoTime(valueOf(node, 'seconds'), valueOf(node, 'nanos')), node.note) }
    case 'google.protobuf.Duration':
      return { ...node, note: noteOf(`${valueOf(node, 'seconds') + valueOf(node, 'nanos') / 1e9} s`, node.note) }
    case 'google.protobuf.Struct':
      return { ...node, children: childOf(node, 'fields')?.children ?? [] }
    case 'google.protobuf.ListValue':
      return { ...node, kind: 'array', children: childOf(node, 'values')?.children ?? [] }
    case 'google.protobuf.Value':
      return valueNode(node)
    default:
      return node
  }
}

/** A JSON value: the one member that is set. */
function valueNode(node: ValueNode): ValueNode {
  const last = node.children?.[node.children.length - 1]
  if (!last || last.key === 'null_value') return { kind: 'null', text: 'null' }
  const { key: _key, ...value } = last
  return value
}

function childOf(node: ValueNode, key: string): ValueNode | undefined {
  return node.children?.filter((child) => child.key === key).pop()
}

const valueOf = (node: ValueNode, key: string) => childOf(node, key)?.value ?? 0
