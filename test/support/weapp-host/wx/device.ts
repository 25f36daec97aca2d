import { randomBytes } from 'node:crypto'
import { ApiFailure, asyncApi, type ApiBody } from './asyncApi'
import type { WxContext, WxFunctions } from './context'
import type { PrivacyGuide } from './privacy'

/** Network state, clipboard, haptics, randomness and what else reaches the phone itself. */
export function deviceApi(context: WxContext, privacy: PrivacyGuide): WxFunctions {
  const { clock, events, realm, system } = context
  const api = (name: string, body: ApiBody) => asyncApi(context, name, body)
  const privateApi = (name: string, body: ApiBody) =>
    api(name, async (options) => {
      await privacy.ask(name)
      return body(options)
    })
  return {
    // https://developers.weixin.qq.com/miniprogram/dev/api/device/network/wx.getNetworkType.html
    getNetworkType: api('getNetworkType', () => ({ networkType: system.networkType })),
    // https://developers.weixin.qq.com/miniprogram/dev/api/device/network/wx.onNetworkStatusChange.html
    ...events.functions('NetworkStatusChange', 'NetworkWeakChange'),
    // https://developers.weixin.qq.com/miniprogram/dev/api/base/app/app-event/wx.onAppShow.html and its neighbours
    ...events.functions('AppShow', 'AppHide', 'Error', 'UnhandledRejection', 'PageNotFound', 'ThemeChange'),
    // https://developers.weixin.qq.com/miniprogram/dev/api/device/memory/wx.onMemoryWarning.html
    ...events.functions('MemoryWarning', 'WindowResize'),
    // https://developers.weixin.qq.com/miniprogram/dev/api/device/keyboard/wx.onKeyboardHeightChange.html
    ...events.functions('KeyboardHeightChange'),
    // https://developers.weixin.qq.com/miniprogram/dev/api/device/clipboard/wx.setClipboardData.html
    setClipboardData: privateApi('setClipboardData', ({ data }) => void (system.clipboard = String(data))),
    getClipboardData: privateApi('getClipboardData', () => ({ data: system.clipboard })),
    // https://developers.weixin.qq.com/miniprogram/dev/api/device/scan/wx.scanCode.html
    scanCode: privateApi('scanCode', () => {
      if (system.scanned === undefined) throw new ApiFailure('cancel')
      return { result: system.scanned, scanType: 'QR_CODE', charSet: 'utf-8', path: '' }
    }),
    // https://developers.weixin.qq.com/miniprogram/dev/api/device/vibrate/wx.vibrateShort.html
    vibrateShort: api('vibrateShort', () => undefined),
    // https://developers.weixin.qq.com/miniprogram/dev/api/device/screen/wx.setKeepScreenOn.html
    setKeepScreenOn: api('setKeepScreenOn', ({ keepScreenOn }) => void (system.isScreenKeptOn = Boolean(keepScreenOn))),
    // https://developers.weixin.qq.com/miniprogram/dev/api/device/keyboard/wx.hideKeyboard.html
    hideKeyboard: api('hideKeyboard', () => undefined),
    // https://developers.weixin.qq.com/miniprogram/dev/api/base/crypto/wx.getRandomValues.html
    getRandomValues: api('getRandomValues', ({ length }) => ({ randomValues: randomBytes(Number(length)) })),
    // https://developers.weixin.qq.com/miniprogram/dev/api/base/wx.base64ToArrayBuffer.html
    base64ToArrayBuffer: (text: string) => Buffer.from(text, 'base64'),
    arrayBufferToBase64: (bytes: ArrayBuffer) => Buffer.from(new Uint8Array(bytes)).toString('base64'),
    // https://developers.weixin.qq.com/miniprogram/dev/api/ui/custom-component/wx.nextTick.html
    nextTick: (callback: unknown) => void clock.setTimeout(() => realm.call(callback, undefined)),
    // https://developers.weixin.qq.com/miniprogram/dev/api/base/performance/wx.getPerformance.html
    getPerformance: () => ({ now: () => clock.now() }),
  }
}
