import Taro from '@tarojs/taro'
import { chartedFormat } from '@/core/chart/anyNumbers'
import type { Message } from '@/core/message/message'
import type { PayloadFormat } from '@/core/payload/formats'
import type { JsonPath } from '@/core/payload/path'
import type { ValueNode } from '@/core/payload/tree'
import { chartUrl } from '@/features/charts/link'
import { decodeAs, type Reading } from './reading'

const maxPaths = 200

/** Numbers of a message that a chart can follow through its topic: what it finds in those that we received. */
export function numericPaths(message: Message, { bytes, wrappings }: Reading, format: PayloadFormat): JsonPath[] {
  const isCharted = message.direction === 'received' && wrappings.length === 0 && format === chartedFormat(message)
  if (!isCharted) return []
  const decoded = decodeAs(format, bytes)
  if (!decoded?.ok) return []
  const paths: JsonPath[] = []
  const visit = (node: ValueNode, path: JsonPath) => {
    if (node.value !== undefined && paths.length < maxPaths) paths.push(path)
    node.children?.forEach((child) => visit(child, child.key === undefined ? path : [...path, child.key]))
  }
  visit(decoded.tree, [])
  return paths
}

/** @param path as it is written; see `formatPath` */
export function openChart(profileId: string, topic: string, path: string): void {
  void Taro.navigateTo({ url: chartUrl(profileId, { topic, path }) })
}
