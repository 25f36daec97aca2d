import Taro from '@tarojs/taro'
import type { NetworkPort, NetworkStatus } from './types'

let status: NetworkStatus = { isOnline: true, type: 'unknown' }

/** WeChat: wx.onNetworkStatusChange (1.1.0), and wx.getNetworkType for the beginning. */
export const network: NetworkPort = {
  current: () => status,
  onChange(listener) {
    const changed = ({ isConnected, networkType }: { isConnected: boolean; networkType: string }) => {
      status = { isOnline: isConnected, type: networkType }
      listener(status)
    }
    Taro.onNetworkStatusChange(changed)
    Taro.getNetworkType().then(
      ({ networkType }) => changed({ isConnected: networkType !== 'none', networkType }),
      // unknown stays unknown: an attempt will tell
      () => undefined,
    )
    return () => Taro.offNetworkStatusChange(changed)
  },
}
