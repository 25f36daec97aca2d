import Taro from '@tarojs/taro'
import { openMessage } from '@/features/messages/opened'
import { markTopicRead, topicsOf } from '@/features/topics/topics'

/** The newest message of a topic, on its page. */
export function openLast(profileId: string, path: string): void {
  const node = topicsOf(profileId)?.tree.find(path)
  if (!node || node.own === 0) return
  markTopicRead(profileId, path)
  openMessage(profileId, { id: node.lastId })
}

/** @param label of the field, as the tree shows it: a path but for the `$` at its beginning */
export function openChart(profileId: string, topic: string, label: string): void {
  const query = { profile: profileId, topic, path: `$${label}` }
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  void Taro.navigateTo({ url: `/subpackages/charts/chart/index?${pairs.join('&')}` })
}
