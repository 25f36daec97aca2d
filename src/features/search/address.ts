import Taro from '@tarojs/taro'

/** Opens the search of a connection. @param text a query to begin with */
export function openSearch(profileId: string, text = ''): void {
  const begin = text === '' ? '' : `&q=${encodeURIComponent(text)}`
  void Taro.navigateTo({ url: `/subpackages/search/messages/index?profile=${encodeURIComponent(profileId)}${begin}` })
}
