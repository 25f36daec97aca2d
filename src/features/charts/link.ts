import Taro from '@tarojs/taro'
import type { SeriesRef } from '@/core/chart/series'
import { decodedParam } from '../params'

/** The page of a connection's chart; without a line, of what was last looked at. */
export function chartUrl(profileId: string, line?: SeriesRef): string {
  const params = { profile: profileId, ...line }
  const query = Object.entries(params).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `/subpackages/charts/chart/index?${query.join('&')}`
}

export function openChart(profileId: string, line?: SeriesRef): void {
  void Taro.navigateTo({ url: chartUrl(profileId, line) })
}

/** What {@link chartUrl} has put into the address; pages get it as it was written there. */
export function chartOf(params: Partial<Record<string, string>>): { profileId: string; line?: SeriesRef } {
  const profileId = decodedParam(params.profile)
  const topic = decodedParam(params.topic)
  return { profileId, line: topic === '' ? undefined : { topic, path: decodedParam(params.path) || '$' } }
}
