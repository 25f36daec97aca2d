import Taro from '@tarojs/taro'
import { Listeners } from '../listeners'
import type { NetworkPort, NetworkStatus } from './types'

let status: NetworkStatus = { isOnline: true, type: 'unknown' }
const listeners = new Listeners<[status: NetworkStatus]>()

/** counts what was told, so that an answer knows whether it is still news */
let version = 0

function changed(isOnline: boolean, type: string): void {
  version += 1
  if (status.isOnline === isOnline && status.type === type) return
  status = { isOnline, type }
  listeners.tell(status)
}

/** A change that comes before the answer is newer than it. A failure leaves things as they are: an attempt will tell. */
function ask(): void {
  const asked = version
  Taro.getNetworkType().then(
    ({ networkType }) => asked === version && changed(networkType !== 'none', networkType),
    () => undefined,
  )
}

Taro.onNetworkStatusChange(({ isConnected, networkType }) => changed(isConnected, networkType))
// what changed while the app was frozen may never be told
Taro.onAppShow(ask)
ask()

/** WeChat: wx.onNetworkStatusChange (1.1.0), and wx.getNetworkType at the start and whenever the app is shown. */
export const network: NetworkPort = {
  current: () => status,
  onChange: (listener) => listeners.add(listener),
}
