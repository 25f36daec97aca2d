import Taro from '@tarojs/taro'
import type { ClipboardPort } from './types'

/** https://developers.weixin.qq.com/miniprogram/dev/api/device/clipboard/wx.setClipboardData.html */
export const clipboard: ClipboardPort = {
  write: async (data) => void (await Taro.setClipboardData({ data })),
  read: async () => (await Taro.getClipboardData()).data,
}
