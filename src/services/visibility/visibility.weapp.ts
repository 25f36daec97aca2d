import Taro from '@tarojs/taro'
import { Listeners } from '../listeners'
import type { VisibilityPort } from './types'

let isVisible = true
const listeners = new Listeners<[isVisible: boolean]>()

function tell(next: boolean): void {
  if (next === isVisible) return
  isVisible = next
  listeners.tell(next)
}

// from the start on: who asks later has to hear of a hide that came before
Taro.onAppShow(() => tell(true))
Taro.onAppHide(() => tell(false))

/** WeChat: wx.onAppShow and wx.onAppHide (base library 2.1.2). An app is shown when it starts. */
export const visibility: VisibilityPort = {
  isVisible: () => isVisible,
  onChange: (listener) => listeners.add(listener),
}
