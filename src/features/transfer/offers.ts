import Taro from '@tarojs/taro'
import { dataParameter, dataParameterIn, type SharedProfile } from '@/core/profile/share'

const importPage = '/subpackages/share/import/index'

let waiting: string | undefined

/** The page that shows a connection as a QR code and a link. */
export function openShare(profileId: string): void {
  void Taro.navigateTo({ url: `/subpackages/share/share/index?profile=${encodeURIComponent(profileId)}` })
}

/** The page that makes a file of all connections. */
export function openBackup(): void {
  void Taro.navigateTo({ url: '/subpackages/share/backup/index' })
}

/**
 * The page that previews connections. What fits into its address stands there, so that it is still there after WeChat has
 * destroyed the app.
 * @param text what was pasted or scanned; without one the page asks for it
 */
export function openImport(text?: string): void {
  // a file may have a link in one of its messages
  const data = text === undefined || /^\s*[[{]/.test(text) ? undefined : dataParameterIn(text)
  waiting = data === undefined ? text : undefined
  void Taro.navigateTo({ url: data === undefined ? importPage : `${importPage}?data=${data}` })
}

/** What {@link openImport} was given, once. */
export function takeOfferedText(): string | undefined {
  const text = waiting
  waiting = undefined
  return text
}

/** What a card in a WeChat chat opens. */
export const importPath = (shared: Pick<SharedProfile, 'version' | 'data'>): string =>
  `${importPage}?data=${dataParameter(shared)}`
