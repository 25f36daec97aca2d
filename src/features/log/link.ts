import Taro from '@tarojs/taro'

/** The event log of a connection; without one, of all. */
export function openEventLog(profileId?: string): void {
  const query = profileId === undefined ? '' : `?profile=${encodeURIComponent(profileId)}`
  void Taro.navigateTo({ url: `/subpackages/log/events/index${query}` })
}
