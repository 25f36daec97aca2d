import Taro from '@tarojs/taro'

/** The page that exports a connection's stored messages. */
export function openExport(profileId: string): void {
  void Taro.navigateTo({ url: `/subpackages/transfer/export/index?profile=${encodeURIComponent(profileId)}` })
}

/** The page that shows somebody's exported log. */
export function openLogFile(): void {
  void Taro.navigateTo({ url: '/subpackages/transfer/log/index' })
}
