import Taro from '@tarojs/taro'
import { screenOf } from './wanted'

const set = (keepScreenOn: boolean) => void Taro.setKeepScreenOn({ keepScreenOn }).catch(() => undefined)

/** WeChat: wx.setKeepScreenOn (1.4.0). It holds until the app is left, and has to be asked for again then. */
export const screen = screenOf(set, () => true)

Taro.onAppShow(() => screen.isWanted && set(true))
