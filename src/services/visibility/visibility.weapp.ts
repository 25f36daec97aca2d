import Taro from '@tarojs/taro'
import type { VisibilityPort } from './types'

let isVisible = true

/** WeChat: wx.onAppShow and wx.onAppHide (base library 2.1.2). An app is shown when it starts. */
export const visibility: VisibilityPort = {
  isVisible: () => isVisible,
  onChange(listener) {
    const tell = (next: boolean) => () => {
      isVisible = next
      listener(next)
    }
    const shown = tell(true)
    const hidden = tell(false)
    Taro.onAppShow(shown)
    Taro.onAppHide(hidden)
    return () => {
      Taro.offAppShow(shown)
      Taro.offAppHide(hidden)
    }
  },
}
