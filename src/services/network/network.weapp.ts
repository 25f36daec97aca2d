import Taro from '@tarojs/taro'
import { Listeners } from '../listeners'
import type { NetworkPort, NetworkStatus } from './types'

const unknown: NetworkStatus = { isOnline: true, type: 'unknown' }
let status = unknown
const listeners = new Listeners<[status: NetworkStatus]>()

function changed(isOnline: boolean, type: string): void {
  status = { isOnline, type }
  listeners.tell(status)
}

Taro.onNetworkStatusChange(({ isConnected, networkType }) => changed(isConnected, networkType))
Taro.getNetworkType().then(
  ({ networkType }) => {
    // a change that came meanwhile is newer than this answer
    if (status === unknown) changed(networkType !== 'none', networkType)
  },
  // unknown stays unknown: an attempt will tell
  () => undefined,
)

/** WeChat: wx.onNetworkStatusChange (1.1.0), and wx.getNetworkType for the beginning. */
export const network: NetworkPort = {
  current: () => status,
  onChange: (listener) => listeners.add(listener),
}
