import { asyncApi } from './asyncApi'
import type { WxContext, WxFunctions } from './context'

/** The capsule every mini-program has in its upper right corner, px */
export const capsule = { width: 87, height: 32, right: 7, belowStatusBar: 4 } as const

/** What the app asks about the phone, WeChat and its own start. */
export function systemApi(context: WxContext): WxFunctions {
  const { device, bundle } = context
  // https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getWindowInfo.html
  const window = () => ({
    pixelRatio: device.pixelRatio,
    screenWidth: device.width,
    screenHeight: device.height,
    windowWidth: device.width,
    windowHeight: device.height,
    statusBarHeight: device.statusBarHeight,
    screenTop: 0,
    safeArea: safeArea(context),
  })
  // https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getDeviceInfo.html
  const deviceInfo = () => ({
    abi: 'arm64',
    benchmarkLevel: 30,
    brand: device.platform === 'ios' ? 'iPhone' : 'Android',
    model: device.platform === 'ios' ? 'iPhone X' : 'Pixel',
    system: device.platform === 'ios' ? 'iOS 16.0' : 'Android 13',
    platform: device.platform,
  })
  // https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getAppBaseInfo.html
  const appBase = () => ({
    SDKVersion: device.SDKVersion,
    version: '8.0.50',
    language: device.language,
    fontSizeSetting: device.fontSizeSetting,
    fontSizeScaleFactor: device.fontSizeSetting / (device.platform === 'ios' ? 17 : 16),
    enableDebug: false,
    host: { appId: '', env: 'WeChat' },
    // only given to apps that declare darkmode
    ...(bundle.app.darkmode ? { theme: device.theme } : {}),
  })
  // https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getSystemInfoSync.html
  const all = () => ({ ...window(), ...deviceInfo(), ...appBase() })
  const start = () => ({ path: bundle.pages[0], query: {}, scene: 1001, referrerInfo: {}, apiCategory: 'default' })
  return {
    getWindowInfo: window,
    getDeviceInfo: deviceInfo,
    getAppBaseInfo: appBase,
    getSystemInfoSync: all,
    getSystemInfo: asyncApi(context, 'getSystemInfo', all),
    getSystemInfoAsync: asyncApi(context, 'getSystemInfoAsync', all),
    // https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getSystemSetting.html
    getSystemSetting: () => ({
      bluetoothEnabled: true,
      locationEnabled: true,
      wifiEnabled: true,
      deviceOrientation: 'portrait',
    }),
    // https://developers.weixin.qq.com/miniprogram/dev/api/ui/menu/wx.getMenuButtonBoundingClientRect.html
    getMenuButtonBoundingClientRect: () => {
      const top = device.statusBarHeight + capsule.belowStatusBar
      const right = device.width - capsule.right
      const { width, height } = capsule
      return { width, height, top, bottom: top + height, left: right - width, right }
    },
    // https://developers.weixin.qq.com/miniprogram/dev/api/base/app/life-cycle/wx.getLaunchOptionsSync.html
    getLaunchOptionsSync: start,
    getEnterOptionsSync: start,
    // https://developers.weixin.qq.com/miniprogram/dev/api/open-api/account-info/wx.getAccountInfoSync.html
    getAccountInfoSync: () => ({ miniProgram: { appId: 'touristappid', envVersion: 'develop', version: '' } }),
    ...updateAndLogs,
  }
}

const nothing = () => undefined

const updateAndLogs: WxFunctions = {
  // https://developers.weixin.qq.com/miniprogram/dev/api/base/update/wx.getUpdateManager.html
  getUpdateManager: () => ({
    onCheckForUpdate: nothing,
    onUpdateReady: nothing,
    onUpdateFailed: nothing,
    applyUpdate: nothing,
  }),
  // https://developers.weixin.qq.com/miniprogram/dev/api/base/debug/wx.getLogManager.html
  getLogManager: () => ({ log: nothing, info: nothing, warn: nothing, debug: nothing }),
}

function safeArea({ device }: WxContext) {
  const { width, height, statusBarHeight: top, safeAreaBottom } = device
  const bottom = height - safeAreaBottom
  return { left: 0, right: width, top, bottom, width, height: bottom - top }
}
