import Taro from '@tarojs/taro'
import { parseAddress, withoutCredentials } from '@/core/profile/address'

type Login = NonNullable<ReturnType<typeof parseAddress>['credentials']>

interface Pasted {
  /** only where an at sign is left in it, which may end a login that nobody recognised */
  address?: string
  login?: Login
}

let waiting: Pasted = {}

/**
 * The editor, filled in from an address. What stands before the `@` is handed over, not written into the page's address:
 * that ends up in the browser's history.
 * @returns whether there was a login in it
 */
export async function openEditorFor(address: string): Promise<boolean> {
  const { credentials: login } = parseAddress(address)
  const url = login ? withoutCredentials(address) : address
  const isPrivate = /[@＠]/.test(url)
  waiting = isPrivate ? { address: url, login } : { login }
  await Taro.navigateTo({ url: `/pages/editor/index${isPrivate ? '' : `?url=${encodeURIComponent(url)}`}` })
  return login !== undefined
}

/** What is not written into the page's address, once. */
export function takePasted(): Pasted {
  const pasted = waiting
  waiting = {}
  return pasted
}
