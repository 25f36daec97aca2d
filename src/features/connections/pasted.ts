import Taro from '@tarojs/taro'
import { parseAddress, withoutCredentials } from '@/core/profile/address'

type Login = NonNullable<ReturnType<typeof parseAddress>['credentials']>

let waiting: Login | undefined

/**
 * The editor, filled in from an address. What stands before the `@` is handed over, not written into the page's address:
 * that ends up in the browser's history.
 * @returns whether there was a login in it
 */
export async function openEditorFor(address: string): Promise<boolean> {
  const { credentials } = parseAddress(address)
  waiting = credentials
  const url = credentials ? withoutCredentials(address) : address
  await Taro.navigateTo({ url: `/pages/editor/index?url=${encodeURIComponent(url)}` })
  return credentials !== undefined
}

/** What stood before the `@`, once. */
export function takeLogin(): Login | undefined {
  const login = waiting
  waiting = undefined
  return login
}
