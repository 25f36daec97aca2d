import Taro from '@tarojs/taro'
import type { RestartPort } from './types'

/** Since base library 3.0.1, and missing from Taro's types */
interface WithRestart {
  restartMiniProgram?: (options: { path: string }) => void
}

const firstPage = 'pages/connections/index'

/** https://developers.weixin.qq.com/miniprogram/dev/api/navigate/wx.restartMiniProgram.html */
export const restart: RestartPort = {
  restart() {
    const { restartMiniProgram } = Taro as WithRestart
    if (!restartMiniProgram) return false
    restartMiniProgram({ path: `/${firstPage}` })
    return true
  },
  toFirstPage() {
    const pages = Taro.getCurrentPages()
    if (pages[pages.length - 1]?.route !== firstPage) void Taro.reLaunch({ url: `/${firstPage}` })
  },
  follow: () => undefined,
}
